from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from treatywatch.settings.faults import Fault, Where, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Mark: TypeAlias = tuple[int, int]
"""Line and column, from 1."""


@dataclass(frozen=True, slots=True)
class Document:
    """A configuration file, read: plain values, and where each of them stands."""

    file: str
    data: dict[str, object] = field(repr=False)
    """Mappings, lists, text, numbers and booleans; dates stay text. May hold secrets."""
    values: Mapping[Where, Mark]
    keys: Mapping[Where, Mark]

    def fault(self, where: Where, what: str) -> Fault:
        """`what` is wrong with the value at `where`, or with the nearest value around it."""
        known = where
        while known and known not in self.values:
            known = known[:-1]
        return self._at(self.values.get(known, (1, 1)), known, what)

    def fault_of_key(self, where: Where, what: str) -> Fault:
        """`what` is wrong with the last key of `where`: unknown, or not there."""
        mark = self.keys.get(where) or self.values.get(where[:-1], (1, 1))
        return self._at(mark, where, what)

    def find(self, *pattern: str) -> Iterator[tuple[Where, object]]:
        """Values at the paths that fit, `*` standing for every item of a list; what has another shape is passed by."""
        found: list[tuple[Where, object]] = [((), self.data)]
        for step in pattern:
            found = [child for where, value in found for child in _children(where, value, step)]
        yield from found

    def texts(self, *pattern: str) -> Iterator[tuple[Where, str]]:
        """Those of `find` that are text."""
        return ((where, value) for where, value in self.find(*pattern) if isinstance(value, str))

    def _at(self, mark: Mark, where: Where, what: str) -> Fault:
        return Fault(self.file, *mark, spelled(where), what)


def _children(where: Where, value: object, step: str) -> Iterator[tuple[Where, object]]:
    if step == "*" and isinstance(value, list):
        yield from (((*where, index), item) for index, item in enumerate(value))
    elif isinstance(value, dict) and step in value:
        yield (*where, step), value[step]
