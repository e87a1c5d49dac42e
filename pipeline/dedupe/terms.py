"""What a story is compared by: beginnings of words, weighed by how seldom they are (TF-IDF)."""

from __future__ import annotations

from array import array
from collections import Counter
from functools import lru_cache
from itertools import accumulate, chain, compress, pairwise
from math import log, sqrt
from operator import mul
from typing import TYPE_CHECKING, Final

from xxhash import xxh32_intdigest

from pipeline.dedupe.tokens import UNSPACED_WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

PREFIX: Final = 6
"""Letters of a word that count: what inflection leaves of it in most languages."""
TITLE: Final = 2
"""How often the title counts."""
MOST: Final = 256
"""Terms kept of a text, the heaviest."""
COMPARED: Final = 128
"""Terms that have a weight."""
COMMON: Final = 64
LOG: Final = [0.0, *(1 + log(count) for count in range(1, COMMON))]
SCALE: Final = 1 << 15
"""Weights are whole numbers of this part, so that sums do not depend on their order."""
POWER: Final = 0.8
"""Of the inverse document frequency; tuned with the threshold of `stories` on bench/stories.py."""
BUCKETS: Final = 1 << 18
WIDEST: Final = (1 << 16) - 1
"""Gap between places that says: and so much more."""


def counted(title: Sequence[str], text: Sequence[str]) -> dict[int, int]:
    """How often each term stands in an article, by its hash."""
    parts = Counter(_parts(text))
    for part, count in Counter(_parts(title)).items():
        parts[part] += TITLE * count
    found: dict[int, int] = {}
    for part, count in parts.items():
        term = _term(part)
        found[term] = found.get(term, 0) + count
    return found


class Frequencies:
    """In how many articles of the window each term stands; terms whose hashes agree in 18 bits are counted together."""

    def __init__(self) -> None:
        self._articles = array("I", bytes(4 * BUCKETS))
        self._count = 0

    def add(self, terms: Iterable[int]) -> None:
        """Count an article."""
        self._count += 1
        articles = self._articles
        for term in terms:
            articles[term % BUCKETS] += 1

    def remove(self, places: bytes) -> None:
        """Take an article out again, by what `places` says of its terms."""
        self._count -= 1
        articles = self._articles
        for place in _unpacked(places):
            articles[place] -= 1

    def weighed(self, counts: Mapping[int, int]) -> tuple[array[int], array[int]]:
        """The terms of an article and their weights, a vector of length 1, the heaviest first.

        (1 + ln tf) * idf^0.8, where idf = ln((N + 1) / df) counts the article itself (Manning et al., IIR, 6.4.1).
        """
        articles, seldom = self._articles, _Seldom(self._count + 2)
        weights = [
            ((LOG[count] if count < COMMON else 1 + log(count)) * seldom[articles[term % BUCKETS] + 1], term)
            for term, count in counts.items()
        ]
        weights.sort(reverse=True)
        kept = [weight for weight, _ in weights[:COMPARED]]
        unit = SCALE / (sqrt(sum(map(mul, kept, kept))) or 1.0)
        return array("I", [term for _, term in weights[:MOST]]), array("H", [int(unit * weight) for weight in kept])


def places(terms: Iterable[int]) -> bytes:
    """Where terms are counted, in two bytes each: the gaps between the places in rising order."""
    gaps = [after - before for before, after in pairwise(sorted([0, *(term % BUCKETS for term in terms)]))]
    if not gaps or max(gaps) < WIDEST:
        return array("H", gaps).tobytes()
    parts = ([WIDEST] * (gap // WIDEST) + [gap % WIDEST] for gap in gaps)
    return array("H", chain.from_iterable(parts)).tobytes()


def _unpacked(packed: bytes) -> Iterator[int]:
    gaps = array("H", packed)
    ends = accumulate(gaps)
    return ends if not gaps or max(gaps) < WIDEST else compress(ends, (gap < WIDEST for gap in gaps))


class _Seldom(dict[int, float]):
    """The inverse document frequency to its power, worked out once for each number of articles with a term."""

    def __init__(self, every: int) -> None:
        super().__init__()
        self._every = every

    def __missing__(self, articles: int) -> float:
        found: float = max(0.0, log(self._every / articles)) ** POWER
        self[articles] = found
        return found


def _parts(words: Sequence[str]) -> list[str]:
    """Beginnings of words; of scripts without spaces each two letters that follow each other."""
    if not UNSPACED_WORD.search("".join(words)):
        return [word[:PREFIX] for word in words]
    letter = [len(word) == 1 and bool(UNSPACED_WORD.match(word)) for word in words]
    found = [word[:PREFIX] for word, single in zip(words, letter, strict=True) if not single]
    both = zip(pairwise(words), pairwise(letter), strict=True)
    return found + [one + other for (one, other), singles in both if all(singles)]


@lru_cache(maxsize=1 << 16)
def _term(part: str) -> int:
    return xxh32_intdigest(part.encode("utf-8", "surrogatepass"))
