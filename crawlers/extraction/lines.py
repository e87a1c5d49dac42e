"""Which lines of an extracted text belong to the article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawlers.extraction.lead_ins import announces, pleads, refers
from crawlers.extraction.words import key

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = 5
"""Lines among which the title may stand again."""
BYPASSED = 60
"""Characters of a line that may stand above the title: a kicker, a date."""

LONGEST_CAPTION = 300
"""Characters of a caption."""

_ADDRESS = re.compile(r"https?://\S+$")
_CREDIT = re.compile(
    r"(?:\s/\s[\w][\w.'’ -]{2,40}|\b(?:REUTERS|AFP|AP|EPA|TASS|ТАСС|РИА Новости|Getty Images|dpa|IMAGO)/[\w.'’ -]{3,40}"
    r"|[(\[](?:AP Photo|Photo|Foto|Bild|Фото|Image)\b[^)\]]*[)\]])$"
)


def own_lines(lines: Sequence[str], titles: Sequence[str]) -> list[str]:
    """The article's lines: without its title, and without what refers to others, asks for something or is a caption."""
    return [line for line in _below_title(lines, titles) if not _is_foreign(line)]


def _is_foreign(line: str) -> bool:
    return announces(line) or refers(line) or pleads(line) or bool(_ADDRESS.match(line)) or _is_caption(line)


def _is_caption(line: str) -> bool:
    return len(line) <= LONGEST_CAPTION and _CREDIT.search(line) is not None


def _below_title(lines: Sequence[str], titles: Sequence[str]) -> Sequence[str]:
    names = {key(title) for title in titles} - {""}
    below = 0
    for number, line in enumerate(lines[:FIRST], 1):
        if key(line) in names:
            below = number
        elif len(line) > BYPASSED:
            break
    return lines[below:]
