"""All that is remembered of an article's words, in one run of bytes."""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

HEADER: Final = struct.Struct("=HHIIIHHHHHH")
MARK: Final = 0x5401
"""Form and byte order: a signature in another order is not read."""
WORD: Final = 4
"""Bytes of a hash."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What an article is compared by; all hashes are of 32 bits."""

    shingles: array[int]
    """Of the text without its outlet's boilerplate, those of its beginning first; none of a short text."""
    rate: int
    """Which multiples of a shingle's hash are kept."""
    bands: array[int]
    numbers: array[int]
    paragraphs: array[int]
    """All, boilerplate too: the third time makes it so."""
    terms: array[int]
    weights: array[int]
    """Of the terms, of 16 bits, the heaviest first."""
    words: int
    """Number of words in the text without boilerplate."""
    text_key: int
    """Of the words of a text that has no shingles; else 0."""
    title_key: int

    def packed(self) -> bytes:
        """The bytes that `unpacked` reads."""
        parts = (self.shingles, self.bands, self.numbers, self.paragraphs, self.terms)
        sizes = (len(part) for part in parts)
        header = HEADER.pack(MARK, self.rate, self.words, self.text_key, self.title_key, *sizes, 0)
        return b"".join((header, *(part.tobytes() for part in parts), self.weights.tobytes()))


def unpacked(blob: bytes) -> Signature | None:
    """The signature in the bytes; None where a program of another form or byte order wrote it."""
    if len(blob) < HEADER.size:
        return None
    mark, rate, words, text_key, title_key, *sizes, _ = HEADER.unpack_from(blob)
    if mark != MARK:
        return None
    end = HEADER.size + sum(sizes) * WORD
    every = array("I", blob[HEADER.size : end])
    hashes = (every[after - size : after] for size, after in zip(sizes, accumulate(sizes), strict=True))
    shingles, bands, numbers, paragraphs, terms = hashes
    weights = array("H", blob[end:])
    return Signature(shingles, rate, bands, numbers, paragraphs, terms, weights, words, text_key, title_key)
