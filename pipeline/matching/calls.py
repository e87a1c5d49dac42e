"""Which rules the words of a document call for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pipeline.matching.nodes import known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pipeline.matching.reading import Reading
    from pipeline.matching.triggers import Key


class Candidate(NamedTuple):
    """A rule that has to be evaluated."""

    also: frozenset[int] | None
    """Patterns of which one must be there besides what calls for the rule; None for none. Rules out most candidates."""
    rule: str
    holds: Callable[[Reading], bool]


Called: TypeAlias = str | Candidate
"""A rule that has to be evaluated, or the id of one that matches for sure."""


class Calls:
    """Rules by what calls for them.

    What a pattern calls for is mostly one rule, for sure, whose id then stands in the list itself: matching spends most
    of its time fetching from memory, and so each step less counts.
    """

    def __init__(self, patterns: Sequence[bytes]) -> None:
        self._patterns = patterns
        self._called: list[str | list[Called] | None] = []
        self._titled: defaultdict[int, list[Called]] = defaultdict(list)
        self._known: defaultdict[tuple[str, bytes], list[Called]] = defaultdict(list)
        self._always: list[Called] = []

    def put(self, called: Called, keys: Iterable[Key] | None) -> None:
        """Put in a rule for each of these keys; for None, as one to be evaluated always."""
        self._reach()
        for key in keys or ():
            if isinstance(key, int) and key >= 0:
                there = self._called[key]
                if isinstance(there, list):
                    there.append(called)
                elif there is None and isinstance(called, str):
                    self._called[key] = called
                else:
                    self._called[key] = [called] if there is None else [there, called]
            else:
                self._listed(key).append(called)
        if keys is None:
            self._always.append(called)

    def take(self, called: Called, keys: Iterable[Key] | None) -> None:
        """Take out what was put in so."""
        for key in keys or ():
            if isinstance(key, int) and key >= 0:
                there = self._called[key]
                self._called[key] = [one for one in there if one != called] if isinstance(there, list) else None
            else:
                self._listed(key).remove(called)
        if keys is None:
            self._always.remove(called)

    def matching(self, reading: Reading) -> set[str]:
        """Ids of the rules that match."""
        here = reading.patterns
        found, called = self._by(reading)
        for one in called:
            if isinstance(one, str):
                found.add(one)
                continue
            also, rule, holds = one
            if (also is None or not also.isdisjoint(here)) and rule not in found and holds(reading):
                found.add(rule)
        return found

    def called(self, reading: Reading) -> set[str]:
        """Ids of the rules that may match; all others do not."""
        found, called = self._by(reading)
        found.update(one if isinstance(one, str) else one.rule for one in called)
        return found

    def _by(self, reading: Reading) -> tuple[set[str], list[Called]]:
        """Ids of rules that match for sure, and more of what is called for, some of it more than once."""
        self._reach()
        sure, called = set(), self._always.copy()
        for one in map(self._called.__getitem__, reading.patterns):
            if isinstance(one, str):
                sure.add(one)
            elif one is not None:
                called += one
        if self._titled:
            for pattern in reading.in_title & self._titled.keys():
                called += self._titled[pattern]
        if self._known:
            for fact in known(reading) & self._known.keys():
                called += self._known[fact]
        return sure, called

    def _listed(self, key: Key) -> list[Called]:
        return self._known[key] if isinstance(key, tuple) else self._titled[~key]

    def _reach(self) -> None:
        """Patterns of rules that were refused are found in texts, too."""
        if missing := len(self._patterns) - len(self._called):
            self._called += [None] * missing
