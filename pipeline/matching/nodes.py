"""Queries, compiled: whether each holds of a reading, and where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import islice
from sys import maxsize
from typing import TYPE_CHECKING, Final, Protocol

from pipeline.matching.normal import normal
from pipeline.matching.reading import LEAD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.matching.reading import Place, Reading


MOST_PAIRS: Final = 2_000
MOST_PLACES: Final = 5_000
"""Of a part of a query that are shown; more have only texts made to do harm."""


class Node(Protocol):
    """A part of a query."""

    def holds(self, reading: Reading) -> bool:
        """Whether it does."""
        ...

    def places(self, reading: Reading) -> list[Place]:
        """The words because of which it holds, in order; for what holds by other things, none."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """Any of some patterns, anywhere."""

    patterns: frozenset[int]

    def holds(self, reading: Reading) -> bool:
        """Whether one stands there."""
        return not self.patterns.isdisjoint(reading.patterns)

    def places(self, reading: Reading) -> list[Place]:
        """Where they stand."""
        here = self.patterns & reading.patterns
        if len(here) == 1:
            return reading.places(next(iter(here)))
        found: list[Place] = reading.once(
            here, lambda _: sorted({place for pattern in here for place in reading.places(pattern)})
        )
        return found


@dataclass(frozen=True, slots=True)
class AsWritten:
    """Words in their exact case."""

    node: Node
    words: tuple[str, ...]

    def holds(self, reading: Reading) -> bool:
        """Whether they stand there so."""
        return self.node.holds(reading) and bool(self.places(reading))

    def places(self, reading: Reading) -> list[Place]:
        """Where they do."""
        return [place for place in self.node.places(reading) if tuple(reading.written(place)) == self.words]


@dataclass(frozen=True, slots=True)
class In:
    """Words in `title`, `body` or `lead`."""

    node: Node
    place: str

    def holds(self, reading: Reading) -> bool:
        """Whether they stand there."""
        if self.place == "title" and isinstance(self.node, Words):
            return not self.node.patterns.isdisjoint(reading.in_title)
        return self.node.holds(reading) and bool(self.places(reading))

    def places(self, reading: Reading) -> list[Place]:
        """Where they do, as a whole."""
        places, body = self.node.places(reading), reading.body
        if self.place == "title":
            return [place for place in places if place[0] < body]
        end = body + LEAD if self.place == "lead" else maxsize
        return [place for place in places if place[0] >= body and place[1] <= end]


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold."""

    parts: tuple[Node, ...]
    wanted: tuple[frozenset[int], ...]
    """Patterns of the parts that are words only: they are looked up here, as most of matching is that."""
    unwanted: frozenset[int]
    """Patterns of the parts that are words only, which must not be there."""
    others: tuple[Node, ...]
    telling: tuple[Node, ...]
    """Parts that tell where it holds: words that have to be near each other where there are such, else all."""

    @classmethod
    def of(cls, parts: tuple[Node, ...]) -> Both:
        """All of these."""
        words = [part for part in parts if isinstance(part, Words)]
        without = [part for part in parts if isinstance(part, Without) and isinstance(part.part, Words)]
        plain = {id(part) for part in (*words, *without)}
        return cls(
            parts,
            tuple(part.patterns for part in words),
            frozenset().union(*(part.part.patterns for part in without if isinstance(part.part, Words))),
            tuple(part for part in parts if id(part) not in plain),
            tuple(part for part in parts if isinstance(part, Close)) or parts,
        )

    def holds(self, reading: Reading) -> bool:
        """Whether they do."""
        here = reading.patterns
        for patterns in self.wanted:
            if patterns.isdisjoint(here):
                return False
        if not self.unwanted.isdisjoint(here):
            return False
        return not self.others or all(part.holds(reading) for part in self.others)

    def places(self, reading: Reading) -> list[Place]:
        """Those of the telling parts; what else has to be there may stand anywhere and often, and shows little."""
        return merged(part.places(reading) for part in self.telling)


@dataclass(frozen=True, slots=True)
class Some:
    """At least so many parts hold."""

    parts: tuple[Node, ...]
    count: int = 1

    def holds(self, reading: Reading) -> bool:
        """Whether they do."""
        left = self.count
        for part in self.parts:
            if part.holds(reading):
                left -= 1
                if not left:
                    return True
        return False

    def places(self, reading: Reading) -> list[Place]:
        """Those of the parts that hold."""
        return merged(part.places(reading) for part in self.parts if part.holds(reading))


@dataclass(frozen=True, slots=True)
class Without:
    """The part does not hold."""

    part: Node

    def holds(self, reading: Reading) -> bool:
        """Whether it does not."""
        return not self.part.holds(reading)

    def places(self, reading: Reading) -> list[Place]:  # noqa: ARG002 - a Node's signature
        """What is not there stands nowhere."""
        return []


@dataclass(frozen=True, slots=True)
class Close:
    """Words of both sides at most `within` apart, without overlapping."""

    left: Node
    right: Node
    within: int
    ordered: bool

    def holds(self, reading: Reading) -> bool:
        """Whether there are such."""
        both = self.left.holds(reading) and self.right.holds(reading)
        return both and next(self._pairs(reading), None) is not None

    def places(self, reading: Reading) -> list[Place]:
        """Those of both sides that are close; of texts made to hold more than any reader wants, the first."""
        return merged(islice(self._pairs(reading), MOST_PAIRS))

    def _pairs(self, reading: Reading) -> Iterator[tuple[Place, Place]]:
        """Each word of the left side with the nearest of the right, and the other way round."""
        left, right = self.left.places(reading), self.right.places(reading)
        yield from self._followed(left, right)
        if not self.ordered:
            yield from self._followed(right, left)

    def _followed(self, first: list[Place], then: list[Place]) -> Iterator[tuple[Place, Place]]:
        for place in first:
            after = bisect_left(then, (place[1], 0))
            if after < len(then) and then[after][0] - place[1] < self.within:
                yield place, then[after]
        ends = sorted(first, key=lambda place: place[1])
        reached = [end for _, end in ends]
        for place in then:
            before = bisect_right(reached, place[0]) - 1
            if before >= 0 and place[0] - reached[before] < self.within:
                yield ends[before], place


@dataclass(frozen=True, slots=True)
class InARow:
    """Words side by side, each in one of several forms."""

    words: tuple[Words, ...]

    def holds(self, reading: Reading) -> bool:
        """Whether they stand there."""
        return all(word.holds(reading) for word in self.words) and bool(self.places(reading))

    def places(self, reading: Reading) -> list[Place]:
        """Where the rows stand."""
        rows = self.words[0].places(reading)
        for word in self.words[1:]:
            ends = dict(word.places(reading))
            rows = [(start, ends[end]) for start, end in rows if end in ends]
        return rows


@dataclass(frozen=True, slots=True)
class Known:
    """Something that is known of the document beside its words."""

    field: str
    value: bytes

    def holds(self, reading: Reading) -> bool:
        """Whether it has the value; authors, whether their name holds it."""
        if self.field == "author":
            return any(self.value in normal(author) for author in reading.document.authors)
        return (self.field, self.value) in reading.once("known", known)

    def places(self, reading: Reading) -> list[Place]:  # noqa: ARG002 - a Node's signature
        """It is not said in words."""
        return []


def known(reading: Reading) -> frozenset[tuple[str, bytes]]:
    """What is known of a document beside its words and authors, in the normal form."""
    document = reading.document
    said = [
        ("outlet", document.outlet),
        ("country", document.country),
        ("language", document.language),
        ("ownership", document.ownership),
        *(("tag", tag) for tag in document.tags),
    ]
    return frozenset((field, normal(value)) for field, value in said if value)


def merged(places: Iterable[Iterable[Place]]) -> list[Place]:
    """The first places of each, each place once, in order."""
    return sorted({place for some in places for place in islice(some, MOST_PLACES)})
