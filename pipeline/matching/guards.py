"""Whether an occurrence of a name is meant in the rule's sense."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.matching.nodes import Node
    from pipeline.matching.reading import Place, Reading

STRONG_FOR_LOWER_CASE: Final = 3
NEAR_FOR_TITLE_CASE: Final = 2
REACH: Final = 3
"""Words on each side of an acronym by which one sees whether it stands among words in capitals."""
FEWEST: Final = 2
LONGEST_TERM: Final = 12
"""Words of the longest term of a context that is looked for before a name."""


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """A `Context`, compiled."""

    near: tuple[Node, ...]
    within: int
    strong: tuple[Node, ...]
    """Those of the context, then the rule's own names that need none."""

    def closeness(self, reading: Reading, place: Place) -> int:
        """How many different terms stand near a place, and do not overlap it."""
        terms = reading.once((id(self), "near"), self._terms)
        low, high = place[0] - self.within - LONGEST_TERM, place[1] + self.within
        found = set()
        for at in range(bisect_left(terms, (low, 0, 0)), len(terms)):
            start, end, term = terms[at]
            if start >= high:
                break
            if start >= place[1] or (end <= place[0] and place[0] - end < self.within):
                found.add(term)
        return len(found)

    def overlaps(self, reading: Reading, place: Place) -> bool:
        """Whether a term shares a word with a place."""
        terms = reading.once((id(self), "near"), self._terms)
        at = bisect_left(terms, (place[0] - LONGEST_TERM, 0, 0))
        while at < len(terms) and terms[at][0] < place[1]:
            if terms[at][1] > place[0]:
                return True
            at += 1
        return False

    def strength(self, reading: Reading) -> int:
        """How many different strong terms stand anywhere."""
        found: int = reading.once((id(self), "strong"), self._strong)
        return found

    def _terms(self, reading: Reading) -> list[tuple[int, int, int]]:
        return sorted((*place, number) for number, term in enumerate(self.near) for place in term.places(reading))

    def _strong(self, reading: Reading) -> int:
        return sum(term.holds(reading) for term in self.strong)


@dataclass(frozen=True, slots=True)
class Guarded:
    """A name, and what its occurrences must fulfil."""

    node: Node
    """Finds it in whatever case."""
    written: tuple[str, ...] | None
    """Its words, where their case counts."""
    sense: Sense | None
    capitals: bool

    @property
    def free(self) -> bool:
        """Whether every occurrence counts."""
        return self.written is None and self.sense is None

    def objection(self, reading: Reading, place: Place) -> str | None:
        """The guard that rejects an occurrence: `case`, `capitals` or `context`; None where it counts.

        In its exact case a name needs context near, or a strong term anywhere; in Title Case a strong term anywhere or
        two terms near; in other cases three strong terms. Without a context only the exact case counts, and not where
        the words around are in capitals too.
        """
        if self.written is None or (words := tuple(reading.written(place))) == self.written:
            return self._as_written(reading, place)
        if self.sense is None:
            return "case"
        strength = self.sense.strength(reading)
        if all(word.isupper() for word in words):
            return None if strength or self.sense.closeness(reading, place) else "context"
        if all(word[0].isupper() for word in words):
            near = strength or self.sense.closeness(reading, place) >= NEAR_FOR_TITLE_CASE
            return None if near else "case"
        return None if strength >= STRONG_FOR_LOWER_CASE else "case"

    def _as_written(self, reading: Reading, place: Place) -> str | None:
        if self.sense:
            meant = self.sense.strength(reading) or self.sense.closeness(reading, place)
            return None if meant else "context"
        doubtful = self.written and not self.capitals and all(map(str.isupper, self.written))
        return "capitals" if doubtful and self._among_capitals(reading, place) else None

    def _among_capitals(self, reading: Reading, place: Place) -> bool:
        """Whether the words around are in capitals, as in headlines of some agencies."""
        own = self.written or ()
        words = (word for word in reading.around(place, REACH) if word not in own)
        around = [word for word in words if len(word) > 1 and word.isalpha()]
        return len(around) >= FEWEST and sum(map(str.isupper, around)) * 3 >= len(around) * 2
