"""Shingles: hashes of runs of words, by which copies are told (Broder 1997)."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from xxhash import xxh32_intdigest

from pipeline.dedupe.tokens import unspaced

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

WIDTH: Final = 3
"""Words of a shingle."""
LETTERS: Final = 6
"""Letters of a shingle in scripts without spaces: about three words."""
MOST: Final = 1024
"""Shingles kept of a text; of a longer one those whose hash is a multiple of 2, 4, 8 ..."""


def shingles(words: Sequence[str]) -> array[int]:
    """The different 32-bit hashes of each run of three words, in the order in which they first stand."""
    width = LETTERS if unspaced(words) else WIDTH
    coded = " ".join(words).encode("utf-8", "surrogatepass").split(b" ")
    runs = zip(*(coded[start:] for start in range(width)), strict=False)
    return array("I", dict.fromkeys(map(xxh32_intdigest, map(b" ".join, runs))))


def sampled(found: array[int]) -> tuple[array[int], int]:
    """At most about MOST shingles, and which multiples of a hash were kept; the same ones in every text."""
    rate = 1
    while len(found) > MOST * rate:
        rate *= 2
    return (found if rate == 1 else thinned(found, rate)), rate


def thinned(found: Collection[int], rate: int) -> array[int]:
    """Those whose hash is a multiple of `rate`."""
    return array("I", [shingle for shingle in found if not shingle % rate])


def containment(shared: int, one: int, other: int) -> float:
    """Which part of the shorter of two texts stands in the other: shared shingles / those of the smaller set.

    Unlike Jaccard's coefficient it stays high where a copy was cut or extended.
    """
    return shared / min(one, other) if one and other else 0.0
