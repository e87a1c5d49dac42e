"""Normal forms of text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
"""Soft hyphens, zero-width and direction marks: a reader does not see them, so they tell no texts apart."""
MARKS: Final = (
    "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece"
)
"""Signs inside words that `\\w` leaves out, so that Hindi, Arabic, Hebrew or Thai words would fall apart."""
WORDS = re.compile(rf"[\w{MARKS}]+")
CAPITAL_I = str.maketrans({"\u0130": "i", "\u0131": "i"})
"""Turkish has i and ı, and capitals of both that other languages' rules for case take for each other's."""


def fold(text: str) -> str:
    """Text as compared: NFKC, case folded, invisible characters gone, white space collapsed."""
    return " ".join(folded(text).split())


def folded(text: str) -> str:
    """Text as compared, but with its white space."""
    if text.isascii():
        return text.lower()
    visible = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(CAPITAL_I)
    return unicodedata.normalize("NFKC", visible.casefold())


def words(text: str) -> list[str]:
    """The folded words of a text, punctuation left out."""
    return WORDS.findall(fold(text))


def same_words(one: str, other: str) -> bool:
    """True when two texts read the same but for punctuation."""
    return words(one) == words(other)
