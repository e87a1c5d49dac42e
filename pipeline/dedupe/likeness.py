"""Whether two texts that share words are copies of each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.dedupe.member import HOUR
from pipeline.dedupe.shingles import containment, thinned

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.dedupe.member import Candidate, Member
    from pipeline.dedupe.signature import Signature

CONTAINED: Final = 0.55
"""Containment from which on texts are copies."""
FEWEST: Final = 10
"""Shingles that copies share at least."""
AGREEING: Final = 0.5
"""Share of the numbers of the text with fewer, that the other has too; below it they report different things."""
AGREEING_LATER: Final = 0.75
"""The same, of one outlet half a day apart or more."""
TELLING: Final = 3
"""Numbers from which on they are compared; an outlet's own texts agree in fewer, half a day apart in each."""
TELLING_WITHIN: Final = 2
NEARLY_ALL: Final = 0.95
"""Containment from which on a text without numbers, half a day later, is the same and not the same formula."""
HALF_A_DAY: Final = 12 * HOUR
HEAD: Final = 30
"""Shingles of a text's beginning."""
ADDED: Final = 0.15
"""Share of a copy's shingles that are its own, from which on it says noticeably more."""
ADDED_FEWEST: Final = 20


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts share."""

    containment: float
    copy: bool
    formula: bool = False
    """Whether they look like two reports after one pattern: much in common, but about different days."""


class Comparer:
    """Compares one article with many."""

    def __init__(self, it: Candidate) -> None:
        self._it = it
        self._shingles = {it.signature.rate: frozenset(it.signature.shingles)}
        self._head = frozenset(it.signature.shingles[:HEAD])
        self._numbers = frozenset(it.signature.numbers)

    def likeness(self, other: Member) -> Likeness:
        """Judge by containment; within one outlet, and where numbers differ, more is asked."""
        signature = other.signature
        mine, theirs = self._alike(signature)
        shared = len(mine.intersection(theirs))
        found = containment(shared, len(mine), len(theirs))
        if found < CONTAINED or shared < FEWEST:
            return Likeness(found, copy=False)
        if other.outlet != self._it.outlet:
            return Likeness(found, copy=self._agreement(signature, TELLING) >= AGREEING)
        return self._within_outlet(signature, other.at, found)

    def adds(self, other: Member) -> bool:
        """Whether the article says noticeably more than the other."""
        mine, theirs = self._alike(other.signature)
        own = len(mine.difference(theirs))
        return own >= ADDED_FEWEST and own >= ADDED * len(mine)

    def _alike(self, other: Signature) -> tuple[frozenset[int], Collection[int]]:
        """Both sets of shingles, thinned to the same rate."""
        rate = max(other.rate, self._it.signature.rate)
        if rate not in self._shingles:
            self._shingles[rate] = frozenset(thinned(self._it.signature.shingles, rate))
        return self._shingles[rate], other.shingles if other.rate == rate else thinned(other.shingles, rate)

    def _within_outlet(self, other: Signature, at: int, found: float) -> Likeness:
        """An outlet prints a text again under another address; but its formulas, and its footers, are no copies."""
        head = self._head.intersection(other.shingles[:HEAD])
        if len(head) * 2 < min(len(self._head), len(other.shingles[:HEAD])):
            return Likeness(found, copy=False)
        if abs(at - self._it.at) < HALF_A_DAY:
            return Likeness(found, copy=self._agreement(other, TELLING_WITHIN) >= AGREEING)
        agrees = self._agreement(other, 1, unknown=found >= NEARLY_ALL) >= AGREEING_LATER
        return Likeness(found, copy=agrees, formula=not agrees)

    def _agreement(self, other: Signature, telling: int, *, unknown: bool = True) -> float:
        """Which part of the fewer numbers stands in the other text; `unknown` where they are too few to tell."""
        numbers = frozenset(other.numbers)
        fewest = min(len(numbers), len(self._numbers))
        return len(numbers & self._numbers) / fewest if fewest >= telling else float(unknown)
