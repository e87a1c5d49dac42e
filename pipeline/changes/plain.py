from __future__ import annotations

import re
import unicodedata

from xxhash import xxh3_64_intdigest

from pipeline.text import INVISIBLE

_DIGITS = {zero + digit: str(digit) for zero in (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50) for digit in range(10)}
"""Of Arabic, Persian, Devanagari, Bengali and Thai."""
_BLANKS = re.compile(r"[^\S\n]+")
_APOSTROPHE = re.compile("(?<=[^\\W\\d_])[’ʼ](?=[^\\W\\d_])")
STEM = 6
"""Letters that tell a word from others; endings are left out, as they are for stories."""


def plain(text: str) -> str:
    """Text in one form of letters, digits and blanks; its lines, case and marks are kept."""
    if not text.isascii():
        text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_DIGITS)
        text = _APOSTROPHE.sub("'", text)
    return _BLANKS.sub(" ", text)


def hashed(word: str) -> int:
    """Sixteen bits of a folded word, by its first letters."""
    return xxh3_64_intdigest(skeleton(word[:STEM]).encode("utf-8", "surrogatepass")) & 0xFFFF


def skeleton(word: str) -> str:
    """A word but for the order and number of the letters after its first: those are what slips get wrong."""
    return word[:1] + "".join(sorted(set(word[1:])))
