"""Whose words an article has, by its dateline and its credit lines."""

from __future__ import annotations

import re
from typing import Final

AGENCIES: Final = {
    "TASS": r"(?:ITAR-)?TASS|ТАСС",
    "RIA Novosti": r"RIA Novosti|РИА Новости",
    "Interfax": r"Interfax|Интерфакс",
    "Interfax-Ukraine": r"Interfax-Ukraine|Интерфакс-Украина|Інтерфакс-Україна",
    "Ukrinform": r"Ukrinform|Укринформ|Укрінформ",
    "BelTA": r"BelTA|БЕЛТА|БелТА",
    "Reuters": r"Thomson Reuters|Reuters|Рейтер",
    "AP": r"The Associated Press|Associated Press|AP",
    "AFP": r"Agence France-Presse|AFP",
    "dpa": r"dpa(?:-AFX)?|Deutsche Presse-Agentur",
    "APA": r"APA",
    "UPI": r"UPI",
    "Xinhua": r"Xinhua|新华社",
    "Kyodo": r"Kyodo(?: News)?|共同通信|共同",
    "Jiji": r"Jiji(?: Press)?|時事通信|時事",
    "Yonhap": r"Yonhap|연합뉴스",
    "KCNA": r"KCNA",
    "IRNA": r"IRNA",
    "Anadolu": r"Anadolu(?: Agency)?|AA",
    "ANSA": r"ANSA",
    "EFE": r"EFE",
    "PTI": r"PTI",
    "PAP": r"PAP",
}
"""Agencies and how they are written where they are credited."""
NAMES: Final = "|".join(f"(?P<a{number}>{names})" for number, names in enumerate(AGENCIES.values()))
LEAD: Final = 300
"""Characters within which a dateline stands."""
TAIL: Final = 500
"""Characters at the end within which a credit line stands."""
DATELINES: Final = (
    re.compile(rf"/\s*(?:{NAMES})\s*/"),  # MOSCOW, October 6. /TASS/.
    re.compile(rf"\((?:{NAMES})\)\s*[-–—:.]"),  # GENEVA (Reuters) -
    re.compile(rf"[（【](?:{NAMES})[）】]"),
    re.compile(rf"[-–—]\s*(?:{NAMES})\s*(?:[.,]|[-–—]\s)"),  # МОСКВА, 6 окт - РИА Новости.
    re.compile(rf"^\s*(?:{NAMES})\s*(?:/\s|[-–—:]\s)"),  # Reuters - The envoys ...
)
"""Ways to credit an agency where the text begins."""
CREDITS: Final = (
    re.compile(rf"(?:©|\(c\)|[Cc]opyright)\s*(?:©\s*)?(?:\d{{4}}\s*)?(?:by\s+)?(?:{NAMES})\b"),
    re.compile(
        rf"(?:[Ss]ource|[Qq]uelle|[Ff]uente|[Ff]onte|[Ии]сточник|[Дд]жерело|来源|來源)\s*[:：]\s*[«\"„“]?(?:{NAMES})(?!\w)"
    ),
    re.compile(rf"(?:first|originally) (?:published|appeared) (?:by|in|on|at) (?:the )?(?:{NAMES})\b"),
    re.compile(rf"\((?:{NAMES})\)\s*$"),
)
"""Ways to credit it at the end. Who only contributed to a text is not its origin."""
REUTERS_DESK: Final = re.compile(r"\(?Reporting (?:and [Ww]riting )?by [^;()]{3,200}; ?(?:[Ww]riting|[Ee]diting) by ")
"""How reports of Reuters end, whoever prints them."""


def credited(text: str) -> str | None:
    """The agency whose words a text is said to have; None where none is named as its origin."""
    lead, tail = text[:LEAD], text[-TAIL:]
    for place, patterns in ((lead, DATELINES), (tail, CREDITS)):
        for pattern in patterns:
            if found := pattern.search(place):
                return _agency(found)
    return "Reuters" if REUTERS_DESK.search(tail) else None


def _agency(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return next(name for number, name in enumerate(AGENCIES) if groups[f"a{number}"])
