"""Stories in other languages that seem to be about the same. Shown beside a story, never a reason to merge."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import log, sqrt
from typing import Final

from pipeline.dedupe.member import HOUR

WITHIN: Final = 48 * HOUR
LIKENESS: Final = 0.3
"""Weighed marks in common, of the geometric mean of both stories', from which on stories are linked.

Set on texts and their translations, which is kind: how well it does on independent reports is not known.
"""
FEWEST: Final = 3
"""Marks in common."""


@dataclass(slots=True)
class _Story:
    language: str
    at: int
    marks: set[str] = field(default_factory=set)


class Links:
    """The stories of two days by their marks."""

    def __init__(self) -> None:
        self._stories: dict[int, _Story] = {}
        self._spread: Counter[str] = Counter()

    def add(self, story: int, language: str, at: int, marks: frozenset[str]) -> None:
        """Add an article's marks to its story; forget stories that began too long before it."""
        for old in [number for number, one in self._stories.items() if at - one.at > WITHIN]:
            self._spread.subtract(self._stories.pop(old).marks)
        known = self._stories.setdefault(story, _Story(language, at))
        self._spread.update(marks - known.marks)
        known.marks |= marks

    def also(self, story: int) -> tuple[tuple[str, int], ...]:
        """Language and number of the nearest story in each other language, where this one is its nearest, too."""
        mine = self._stories.get(story)
        others = {one.language for one in self._stories.values()} - {mine.language} if mine else set()
        nearest = ((language, self._nearest(story, language)) for language in sorted(others))
        return tuple(
            (language, other)
            for language, other in nearest
            if other is not None and mine and self._nearest(other, mine.language) == story
        )

    def _nearest(self, story: int, language: str) -> int | None:
        likeness = {
            number: self._likeness(self._stories[story], one)
            for number, one in self._stories.items()
            if one.language == language
        }
        best = max(likeness, key=lambda number: (likeness[number], -number), default=None)
        return best if best is not None and likeness[best] >= LIKENESS else None

    def _likeness(self, one: _Story, other: _Story) -> float:
        shared = one.marks & other.marks
        if len(shared) < FEWEST or abs(one.at - other.at) > WITHIN:
            return 0.0
        return self._weight(shared) / sqrt(self._weight(one.marks) * self._weight(other.marks))

    def _weight(self, marks: set[str]) -> float:
        """Marks that few stories have weigh more."""
        return sum(log(1 + len(self._stories) / self._spread[mark]) for mark in marks)
