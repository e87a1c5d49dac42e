"""What a page prints around an article's words: stamps, links to other articles, invitations, by-lines."""

from __future__ import annotations

import re

LONGEST = 200
"""Characters of a line or sentence that can be furniture."""
_STAMP = (
    r"(?:last |page )?(?:updated?|published|posted|modified)|обновлен[оа]|опубликован[оа]|aktualisiert|veröffentlicht"
    r"|stand|mis à jour|publié|actualizado|publicado|aggiornato|zaktualizowano|оновлено|به‌?روزرسانی|更新"
)
_WHEN = r"(?:on|at|am|um|le|à|в|den|el|il|a las)"
_LINK = (
    r"read (?:more|also|next|the full)|also read|see also|more on this|читайте также|читать (?:далее|также)"
    r"|смотрите также|материалы по теме|lesen sie (?:auch|dazu|hier|mehr|weiter)|mehr zum thema|siehe auch"
    r"|(?:à )?lire (?:aussi|la suite)|voir aussi|lea también|leer más|ver también|читайте також|czytaj także"
)
_INVITATION = (
    r"sign up (?:to|for)|subscribe to|follow us|share this|click here|download (?:our|the) app|jetzt abonnieren"
    r"|подп(?:исывайтесь|ишитесь) на|folgen sie uns|abonnez-vous|inscrivez-vous|suscr[ií]base"
)
_ALONE = (
    r"related|watch|listen|recommended|share|newsletter|advertisement|подробнее|реклама|поделиться|anzeige|mehr dazu"
    r"|partager|publicité|photo|image|picture|фото|foto|bild"
)
"""Words that sentences begin with too: they count before a colon or with nothing after them."""
_NOTE = (
    r"this is a developing story|this (?:story|article|report) (?:has been|was|will be) updated|developing story"
    r"|more to follow|more details soon|(?:reporting|writing|editing) by|all rights reserved|все права защищены"
    r"|alle rechte vorbehalten|tous droits réservés|copyright (?:©|\d)"
)
_FURNITURE = re.compile(
    rf"\W*(?:(?:{_STAMP})[\s:|–—-]*(?:{_WHEN}\s+)?(?:\w+day,?\s+)?(?:[^\W\d_]+,?\s+)?\d.{{0,35}}$"
    rf"|(?:{_LINK}|{_INVITATION}|{_NOTE})(?!\w)|(?:{_ALONE})\s*(?::|\W*$))|\s*(?:©|\(c\))|\d+ \w+ ago$",
    re.IGNORECASE,
)
_BY_LINE = re.compile(r"(?:By|Von|Par|Por|Автор[ы:]*)\s+[^\W\d_][^.!?]{2,80}")
_CLOCK = re.compile(r"[\W\d]*(?:[^\W\d_]{1,12}[\W\d]+){0,6}")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}")


def is_furniture(line: str) -> bool:
    """Whether a line or sentence is none of the article's."""
    if not 0 < len(line) <= LONGEST:
        return False
    if _FURNITURE.match(line) or _BY_LINE.fullmatch(line):
        return True
    return line[-1] not in ".!?" and len(line) <= 60 and bool(_TIME.search(line) and _CLOCK.fullmatch(f"{line} "))  # noqa: PLR2004 - a stamp is short
