"""Normal forms of text."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
"""Soft hyphens, zero-width and direction marks: a reader does not see them, so they tell no texts apart."""
WORDS = re.compile(r"\w+")


def fold(text: str) -> str:
    """Text as compared: NFKC, case folded, invisible characters gone, white space collapsed."""
    visible = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(visible.casefold().split())


def words(text: str) -> list[str]:
    """The folded words of a text, punctuation left out."""
    return WORDS.findall(fold(text))


def same_words(one: str, other: str) -> bool:
    """True when two texts read the same but for punctuation."""
    return words(one) == words(other)
