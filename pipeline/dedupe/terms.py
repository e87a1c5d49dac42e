"""What a story is compared by: beginnings of words, weighed by how seldom they are (TF-IDF)."""

from __future__ import annotations

from array import array
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import TYPE_CHECKING, Final

from xxhash import xxh32_intdigest

from pipeline.dedupe.tokens import UNSPACED_WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PREFIX: Final = 6
"""Letters of a word that count: what inflection leaves of it in most languages."""
TITLE: Final = 2
"""How often the title counts."""
MOST: Final = 256
"""Terms kept of a text, the heaviest."""
SCALE: Final = 1 << 15
"""Weights are whole numbers of this part, so that sums do not depend on their order."""
POWER: Final = 0.8
"""Of the inverse document frequency; tuned with the threshold of `stories` on bench/stories.py."""
BUCKETS: Final = 1 << 18


def counted(title: Sequence[str], text: Sequence[str]) -> dict[int, int]:
    """How often each term stands in an article, by its hash."""
    found = Counter(map(_term, _parts(text)))
    for term, count in Counter(map(_term, _parts(title))).items():
        found[term] += TITLE * count
    return found


class Frequencies:
    """In how many articles of the window each term stands; terms whose hashes agree in 18 bits are counted together."""

    def __init__(self) -> None:
        self._articles = array("I", bytes(4 * BUCKETS))
        self._count = 0

    def add(self, terms: Iterable[int]) -> None:
        """Count an article."""
        self._change(terms, 1)

    def remove(self, terms: Iterable[int]) -> None:
        """Take an article out again."""
        self._change(terms, -1)

    def weighed(self, counts: Mapping[int, int]) -> tuple[array[int], array[int]]:
        """The terms of an article and their weights, a vector of length 1, the heaviest first.

        (1 + ln tf) * idf^0.8, where idf = ln((N + 1) / df) counts the article itself (Manning et al., IIR, 6.4.1).
        """
        every, articles = self._count + 2, self._articles
        weights = {
            term: (1 + log(count)) * log(every / (articles[term % BUCKETS] + 1)) ** POWER
            for term, count in counts.items()
        }
        kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MOST]
        length = sqrt(sum(weight * weight for _, weight in kept)) or 1.0
        return array("I", [term for term, _ in kept]), array("H", [int(SCALE * w / length) for _, w in kept])

    def _change(self, terms: Iterable[int], by: int) -> None:
        self._count += by
        articles = self._articles
        for term in terms:
            articles[term % BUCKETS] += by


def _parts(words: Sequence[str]) -> Iterable[str]:
    """Beginnings of words; of scripts without spaces each two letters that follow each other."""
    for word in words:
        if len(word) > 1 or not UNSPACED_WORD.match(word):
            yield word[:PREFIX]
    for one, other in pairwise(words):
        if len(one) == len(other) == 1 and UNSPACED_WORD.match(one) and UNSPACED_WORD.match(other):
            yield one + other


@lru_cache(maxsize=1 << 16)
def _term(part: str) -> int:
    return xxh32_intdigest(part.encode("utf-8", "surrogatepass"))
