"""Who wrote a story, where its text says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINES = 6
"""Of a text among which a by-line stands, and of its end."""
LONGEST = 100
"""Characters of a by-line."""
MOST_WORDS = 5
"""Of a name."""

_NAME = r"[^\W\d_][\w.'’-]*"
_NAMES = rf"{_NAME}(?: {_NAME}){{1,{MOST_WORDS - 1}}}"
_LEAD = (
    r"(?:by|written by|story by|reported by|von|par|por|di|av|autor(?:in)?:|author:"
    r"|автор:|авторы:|текст:|текст|беседовал[аи]?)"
)
_ALL = rf"{_NAMES}(?:(?:, and |, | and | und | et | y | и ){_NAMES}){{0,4}}"
_BYLINE = re.compile(rf"(?i:{_LEAD})\s+(?P<names>{_ALL})(?:\s*[,|/–-]\s.*)?\.?$")
_AND = re.compile(r", and |, | and | und | et | y | и ")


@dataclass(frozen=True, slots=True)
class Byline:
    """The line of a text that names its authors."""

    authors: tuple[str, ...]
    line: int
    """Its number, from 0."""


def byline(text: str) -> Byline | None:
    """The by-line among the first lines of `text`; names have two words or more, each with a capital."""
    for number, line in enumerate(text.split("\n", LINES)[:LINES]):
        match = _BYLINE.match(line) if len(line) <= LONGEST else None
        names = _AND.split(match["names"]) if match else []
        if names and all(_is_name(name) for name in names):
            return Byline(tuple(_titled(name) for name in names), number)
    return None


def _is_name(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()


def _titled(name: str) -> str:
    return name.title() if name.isupper() else name
