"""News agencies, as datelines name them."""

from __future__ import annotations

import re

AGENCIES = {
    "TASS": ("TASS", "ITAR-TASS", "ТАСС", "ИТАР-ТАСС", "塔斯社"),
    "Interfax": ("Interfax", "INTERFAX.RU", "Интерфакс", "Interfax-AVN", "Интерфакс-АВН", "Interfax-Kazakhstan"),
    "Interfax-Ukraine": ("Interfax-Ukraine", "Интерфакс-Украина", "Інтерфакс-Україна"),
    "RIA Novosti": ("RIA Novosti", "RIA", "РИА Новости", "РИА Novosti", "РИА НОВОСТИ"),
    "Sputnik": ("Sputnik",),
    "Reuters": ("Reuters", "Thomson Reuters", "Рейтер", "路透社", "ロイター"),
    "AFP": ("AFP", "АФП", "Agence France-Presse", "法新社", "AFP時事"),
    "AP": ("AP", "Associated Press", "The Associated Press", "美联社"),
    "UPI": ("UPI",),
    "dpa": ("dpa", "dpa-AFX", "DPA"),
    "APA": ("APA",),
    "Kyodo": ("Kyodo", "Kyodo News", "KYODO NEWS", "共同通信", "共同"),
    "Jiji": ("Jiji Press", "Jiji", "時事"),
    "Xinhua": ("Xinhua", "Синьхуа", "新华社"),
    "Yonhap": ("Yonhap", "연합뉴스"),
    "KCNA": ("KCNA", "ЦТАК", "조선중앙통신"),
    "Anadolu": ("AA", "Anadolu", "Anadolu Agency"),
    "IRNA": ("IRNA", "ИРНА"),
    "Tasnim": ("Tasnim", "Тасним"),
    "Fars": ("FNA", "Fars"),
    "Mehr": ("MNA", "Mehr News"),
    "ISNA": ("ISNA",),
    "SANA": ("SANA",),
    "PTI": ("PTI",),
    "ANI": ("ANI",),
    "IANS": ("IANS",),
    "APP": ("APP",),
    "EFE": ("EFE", "EUROPA PRESS"),
    "ANSA": ("ANSA", "Adnkronos"),
    "Lusa": ("Lusa",),
    "PAP": ("PAP",),
    "CTK": ("CTK", "ČTK"),
    "Belga": ("Belga",),
    "ANP": ("ANP",),
    "NTB": ("NTB",),
    "TT": ("TT",),
    "BelTA": ("BelTA", "БелТА", "БЕЛТА"),
    "Ukrinform": ("Ukrinform", "Укринформ", "Укрінформ"),
    "Kazinform": ("Kazinform", "Казинформ"),
    "Armenpress": ("ARMENPRESS", "АРМЕНПРЕСС"),
    "CNA": ("CNA", "中央社"),
    "Antara": ("ANTARA",),
    "WAM": ("WAM",),
    "SPA": ("SPA",),
}
"""By the name we use, how newsrooms write it."""
_NAMES = {written.casefold(): name for name, forms in AGENCIES.items() for written in forms}

_SHORT = 3
"""Letters of an abbreviation that is a word as well: it counts only in capitals."""
PATTERN = "|".join(sorted((re.escape(form) for forms in AGENCIES.values() for form in forms), key=len, reverse=True))
"""A regular expression of all forms, the longest first."""


def agency_named(written: str) -> str | None:
    """Our name of an agency; None of what is none."""
    name = _NAMES.get(written.strip().casefold())
    is_word = written.isascii() and len(written) <= _SHORT and not written.isupper() and written != "dpa"
    return None if is_word else name
