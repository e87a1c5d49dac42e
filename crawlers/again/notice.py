"""What an outlet prints in place of an article that it took back."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 1_200
"""Characters; in what is longer an article stands that speaks of such things."""
_IT = r"(?:article|story|report|post|piece|column|item)"
_TAKEN = r"(?:retracted|withdrawn|removed|taken down|unpublished|deleted|corrected and replaced)"
_NOTICE: Final = re.compile(
    rf"\b{_IT}\b[^.!?\n]{{0,120}}\b(?:has|have|had|was|were|is|been)(?: been)? {_TAKEN}\b"
    rf"|\b(?:retracted|withdrawn|removed|taken down) (?:this|the|an|our) [^.!?\n]{{0,40}}{_IT}\b"
    r"|\b(?:editor['’]s note|retraction|correction)\b\s*[:.—–-]"
    r"|\b(?:материал|статья|новость|публикация|заметка|сообщение)\b[^.!?\n]{0,80}\b(?:удал[её]н\w*|снят\w*|отозван\w*)"
    r"|\b(?:редакция|издание)\b[^.!?\n]{0,60}\b(?:удалил\w*|снял\w*|отозвал\w*)"
    r"|\b(?:artikel|beitrag|bericht|text|meldung)\b[^.!?\n]{0,80}\b(?:zurückgezogen|entfernt|gelöscht|depubliziert)\b"
    r"|\b(?:article|texte|dépêche|papier)\b[^.!?\n]{0,80}\b(?:retirée?|supprimée?|dépubliée?)\b"
    r"|\b(?:artículo|noticia|texto)\b[^.!?\n]{0,80}\b(?:retirad[oa]|eliminad[oa])\b",
    re.IGNORECASE,
)


def is_notice(text: str) -> bool:
    """Whether a short text says that the article was taken back: English, Russian, German, French or Spanish."""
    return len(text) <= LONGEST and bool(_NOTICE.search(text))
