"""Words that are read from right to left, among words that are not."""

from __future__ import annotations

import unicodedata
from typing import Final

ISOLATE: Final = "\u2068"
END_OF_ISOLATE: Final = "\u2069"
"""Around words whose direction is their own (UAX 9); cleaning takes both from what strangers wrote."""
STRONG: Final = frozenset({"L", "R", "AL"})


def right_to_left(text: str) -> bool:
    """Whether text is of a script that is; arrows are not turned round in it."""
    return next((char for char in map(unicodedata.bidirectional, text) if char in STRONG), "L") != "L"


def isolated(words: str) -> str:
    """Keep words from turning round what stands beside them: two such names, or one and a figure, would change places.

    Words without a letter that is read from right to left stay as they are.
    """
    turned = not words.isascii() and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in words)
    return f"{ISOLATE}{words}{END_OF_ISOLATE}" if turned else words


def as_html(page: str) -> str:
    """Isolates as elements, which clients know better than the characters."""
    return page.replace(ISOLATE, "<bdi>").replace(END_OF_ISOLATE, "</bdi>")
