"""Which lines of an extracted text belong to the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawlers.extraction.lead_ins import announces, pleads, refers
from crawlers.extraction.words import key

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = 4
"""Lines among which the title may stand again."""
BYPASSED = 100
"""Characters of a line that may stand above the title: a kicker, a date."""


def own_lines(lines: Sequence[str], titles: Sequence[str]) -> list[str]:
    """The article's lines: without its title, and without what refers to others or asks for something."""
    kept = (line for line in _below_title(lines, titles) if not (announces(line) or refers(line) or pleads(line)))
    return list(kept)


def _below_title(lines: Sequence[str], titles: Sequence[str]) -> Sequence[str]:
    names = {key(title) for title in titles} - {""}
    for number, line in enumerate(lines[:FIRST]):
        if key(line) in names:
            return lines[number + 1 :]
        if len(line) > BYPASSED:
            break
    return lines
