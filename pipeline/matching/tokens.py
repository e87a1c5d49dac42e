from __future__ import annotations

import re
from dataclasses import dataclass

WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff]|[^\W_\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff]+")
"""A run of letters and digits; each Han or Kana character is a word of its own, as those scripts do not part words."""
JOINERS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Soft hyphens and zero-width characters, which may stand inside a word."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word and where it stands."""

    text: str
    """As written, invisible characters left out."""
    folded: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text with their offsets. Hyphens, apostrophes and punctuation part words."""
    if not JOINERS.search(text):
        return [Token(m.group(), m.group().casefold(), m.start(), m.end()) for m in WORD.finditer(text)]
    origin = [i for i, char in enumerate(text) if not JOINERS.match(char)]
    visible = "".join(text[i] for i in origin)
    return [
        Token(m.group(), m.group().casefold(), origin[m.start()], origin[m.end() - 1] + 1)
        for m in WORD.finditer(visible)
    ]
