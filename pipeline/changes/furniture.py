"""What a page prints around an article's words: stamps, links to other articles, invitations, by-lines."""

from __future__ import annotations

import re

LONGEST = 200
"""Characters of a line or sentence that can be furniture."""
_STAMP = (
    r"(?:last |page )?(?:updated?|published|posted|modified)|обновлен[оа]|опубликован[оа]|aktualisiert|veröffentlicht"
    r"|stand|mis à jour|publié|actualizado|publicado|aggiornato|zaktualizowano|оновлено|به‌?روزرسانی|更新"
)
_LINK = (
    r"read (?:more|also|next|the full)|also read|see also|more on this|more from|related|watch|listen|recommended"
    r"|читайте также|читать (?:далее|также)|смотрите также|подробнее|материалы по теме|lesen sie|mehr zum thema|mehr dazu"
    r"|siehe auch|(?:à )?lire (?:aussi|la suite)|voir aussi|lea también|leer más|ver también|читайте також|czytaj także"
)
_INVITATION = (
    r"sign up|subscribe|follow us|share (?:this|on)|click here|download (?:our|the) app|advertisement|support us"
    r"|подп(?:исывайтесь|ишитесь)|реклама|поделиться|newsletter|abonnieren|jetzt abonnieren|anzeige|folgen sie"
    r"|abonnez-vous|inscrivez-vous|partager|publicité|suscr[ií]base"
)
_NOTE = (
    r"this (?:is a developing story|(?:story|article|report) (?:has been|was|will be) updated)|developing story"
    r"|more to follow|more details soon|(?:reporting|writing|editing) by|all rights reserved|все права защищены"
    r"|alle rechte vorbehalten|tous droits réservés|©|\(c\)|copyright|(?:photo|image|picture|фото|foto|bild)\s*:"
)
_FURNITURE = re.compile(rf"\W*(?:(?:{_STAMP})\b[^.!?]*\d|(?:{_LINK}|{_INVITATION}|{_NOTE})(?!\w))", re.IGNORECASE)
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
