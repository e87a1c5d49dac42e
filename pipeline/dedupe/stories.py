"""Stories: reports of one event in different words, told as they come (single pass, average link)."""

from __future__ import annotations

from array import array
from collections import Counter
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Final

from pipeline.dedupe.member import HOUR
from pipeline.dedupe.terms import SCALE
from pipeline.model.story import Grounds

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pipeline.dedupe.member import Candidate, Member
    from pipeline.dedupe.signature import Signature

WINDOW: Final = 60 * HOUR
"""Seconds for which an article attracts others."""
THRESHOLD: Final = 0.22
"""Mean probability from which on an article belongs to a story."""
ENOUGH: Final = 150
MANY: Final = 1200
CROWD: Final = 0.6
"""The more articles attract, the less likely it is any one of them: log-odds lost with each e-fold of their number from
150 on. It was measured up to 1,200, and is taken to stay the same beyond."""
COLD: Final = 0.2
"""The same with each e-fold below: among a few articles words that a day's reports share still look rare."""
SIMILAR: Final = 9.0
ROOT: Final = 13.0
APART: Final = 2.3
SHORTER: Final = 0.25
LONGER: Final = -1.13
ELSE: Final = -4.25
"""Logistic regression of "both report one event" on the similarity of two articles, its square root, their distance in
windows, and the logarithms of their lengths in words. Fitted on the training part of bench/stories.py."""
OWN: Final = 1.5
"""Log-odds lost where both are by one outlet. It seldom reports an event twice, and its articles share sources, phrases
and subjects; that can't be learnt from events that three outlets report once each."""
LONGEST: Final = 300
"""Words above which length no longer counts. The slope was learnt on texts of up to 100 words; without it, longer texts
that only share a topic were taken for one story."""
SHORTEST: Final = 20
"""Words below which it counts no more either: there were no shorter texts to learn from."""
HEAVY: Final = 40
"""Terms by which articles are found; all terms are compared."""
VISITS: Final = 6000
"""Entries of the index that are looked at for an article, those of its rarest terms first."""
NEAREST: Final = 24
"""Articles found whose stories are compared."""
FEWEST: Final = 2
"""Terms in common from which on they are."""
LATEST: Final = 16
"""Articles of a story that are compared."""


class Stories:
    """The articles of the last 60 hours by their terms, without copies."""

    def __init__(self, members: Mapping[int, Member]) -> None:
        self._members = members
        self._postings: dict[int, array[int]] = {}
        self._stories: dict[int, list[int]] = {}
        self._vectors: dict[int, tuple[array[int], array[int]]] = {}

    def add(self, slot: int, signature: Signature) -> None:
        """Let a member attract others."""
        for term in signature.terms[:HEAVY]:
            self._postings.setdefault(term, array("Q")).append(slot)
        self._stories.setdefault(self._members[slot].story, []).append(slot)
        self._vectors[slot] = signature.terms[: len(signature.weights)], signature.weights

    def remove(self, slot: int) -> None:
        """Let a member attract no more, if it does."""
        if vector := self._vectors.pop(slot, None):
            for term in vector[0][:HEAVY]:
                _take(self._postings, term, slot)
            _take(self._stories, self._members[slot].story, slot)

    def find(self, it: Candidate, apart: Collection[int] = ()) -> tuple[int | None, Grounds]:
        """The story an article belongs to, None for none; and the measure. Stories in `apart` are none of its own."""
        mine = dict(zip(it.signature.terms, it.signature.weights, strict=False))
        best, story = 0.0, None
        for one in sorted(self._candidates(it)):
            score = self._probability(it, mine, one)
            if score > best and one not in apart:
                best, story = score, one
        nearest = None if story is None else self._nearest(mine, story)
        return (story if best >= THRESHOLD else None), Grounds("similarity", best, THRESHOLD, nearest)

    def _candidates(self, it: Candidate) -> set[int]:
        found: Counter[int] = Counter()
        left = VISITS
        postings = (self._postings.get(term) for term in it.signature.terms[:HEAVY])
        for posting in sorted(filter(None, postings), key=len):
            left -= len(posting)
            if left < 0:
                break
            found.update(posting)
        alive = (
            (slot, count) for slot, count in found.items() if count >= FEWEST and self._may(it, self._members[slot])
        )
        nearest = sorted(alive, key=lambda item: (-item[1], item[0]))[:NEAREST]
        return {self._members[slot].story for slot, _ in nearest}

    def _may(self, it: Candidate, other: Member) -> bool:
        spoken = it.language is None or other.language is None or it.language == other.language
        return spoken and abs(other.at - it.at) <= WINDOW

    def _probability(self, it: Candidate, mine: Mapping[int, int], story: int) -> float:
        """That it reports the same event, by the mean log-odds over the story's articles: average link."""
        slots = self._stories[story][-LATEST:]
        odds = [_odds(it, self._members[slot], self._similarity(mine, slot)) for slot in slots]
        return 1 / (1 + exp(self._crowd() - sum(odds) / len(odds)))

    def _crowd(self) -> float:
        """Log-odds that an article loses by how many others there are."""
        size = log(max(1, min(len(self._vectors), MANY)) / ENOUGH)
        return max(CROWD * size, -COLD * size)

    def _nearest(self, mine: Mapping[int, int], story: int) -> int:
        slots = self._stories[story][-LATEST:]
        nearest = max(slots, key=lambda slot: (self._similarity(mine, slot), -self._members[slot].article))
        return self._members[nearest].article

    def _similarity(self, mine: Mapping[int, int], slot: int) -> float:
        """The cosine of two articles' vectors."""
        terms, weights = self._vectors[slot]
        return sum(mine[term] * weight for term, weight in zip(terms, weights, strict=True) if term in mine) / SCALE**2


def _odds(it: Candidate, other: Member, similarity: float) -> float:
    one, two = (max(SHORTEST, min(words, LONGEST)) for words in (it.signature.words, other.words))
    lengths = SHORTER * log(1 + min(one, two)) + LONGER * log(1 + max(one, two))
    alike = SIMILAR * similarity + ROOT * sqrt(similarity)
    own = OWN if it.outlet == other.outlet else 0.0
    return ELSE + alike - APART * abs(other.at - it.at) / WINDOW + lengths - own


def _take(lists: dict[int, array[int]] | dict[int, list[int]], key: int, slot: int) -> None:
    lists[key].remove(slot)
    if not lists[key]:
        del lists[key]
