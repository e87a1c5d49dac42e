"""Byte patterns of all rules in one automaton, to which some are added now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ahocorasick_rs import BytesAhoCorasick

if TYPE_CHECKING:
    from collections.abc import Sequence

Hit = tuple[int, int, int]
"""Number of the pattern, and where in the text it begins and ends, in bytes."""
FEW: Final = 2000
"""Later patterns have an automaton of their own, quickly built, while they are no more, or less than a quarter."""


class Patterns:
    """Patterns by number, and where they stand in a text."""

    def __init__(self) -> None:
        self.known: list[bytes] = []
        self._numbers: dict[bytes, int] = {}
        self._main: BytesAhoCorasick | None = None
        self._later: BytesAhoCorasick | None = None
        self._in_main = self._built = 0

    def number(self, pattern: bytes) -> int:
        """The number of a pattern, which is added where it is new."""
        number = self._numbers.setdefault(pattern, len(self.known))
        if number == len(self.known):
            self.known.append(pattern)
        return number

    def hits(self, text: bytes) -> Sequence[Hit]:
        """Every place of every pattern, overlapping ones included."""
        if self._built != len(self.known):
            self._build()
        found = self._main.find_matches_as_indexes(text, overlapping=True) if self._main else []
        if self._later:
            base = self._in_main
            later = self._later.find_matches_as_indexes(text, overlapping=True)
            found = [*found, *((number + base, start, end) for number, start, end in later)]
        return found

    def _build(self) -> None:
        late = len(self.known) - self._in_main
        if late > max(FEW, self._in_main // 4) or not self._in_main:
            self._main, self._later, self._in_main = BytesAhoCorasick(self.known), None, len(self.known)
        else:
            self._later = BytesAhoCorasick(self.known[self._in_main :])
        self._built = len(self.known)
