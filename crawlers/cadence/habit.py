"""How often a source publishes, and when in the week: learned from its own past."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from math import ceil, inf
from typing import TYPE_CHECKING

from crawlers.cadence.clockwork import DAY, HOUR, SECONDS, WEEK, hour_of_week, hours_of
from crawlers.cadence.credibility import factor, prior_weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from crawlers.cadence.credibility import Cell

MEMORY = timedelta(days=28)
"""Older items say nothing: four weeks hold each hour of the week four times."""
LEVEL = timedelta(days=7)
"""How far the level looks back: whole weeks only, lest it follow the day of the week."""
BURST = 2
"""Hours that the burst term looks back."""
_UNKNOWN_ITEMS, _UNKNOWN_HOURS = 1.0, 24.0
"""What is believed of a source before anything is known: one item in one day; each item seen counts as much."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What a source's past says of its future."""

    learned: datetime
    """When, aware."""
    level: float
    """Items per hour over the last week; never zero."""
    week: tuple[float, ...] = (1.0,) * WEEK
    """How many times the level each hour of the week has, from Monday 00:00 UTC; the mean is one."""
    burst_weight: float = inf
    """Items of prior weight against the count of the last two hours; infinite where bursts and lulls don't last."""

    def stale(self, now: datetime, since: datetime) -> bool:
        """True where it should be learned again: once a day, and before that whenever what was watched has doubled."""
        return not timedelta(0) <= now - self.learned < min(DAY * HOUR, max(self.learned - since, HOUR / 4))


def habit_of(times: Sequence[datetime], since: datetime, now: datetime) -> Habit:
    """Learn a source's habit; about a millisecond for a thousand items.

    The level counts the last 7 days. The profile is shrunk in steps, hour of day towards flat and hour of week towards
    hour of day, each by the credibility that repetition lends it; so is the burst term, by how each two hours foretold
    the next.

    Args:
        times: When items appeared (published if credible, else first seen), sorted; later than `now` is not looked at.
        since: When watching began, or the oldest time from which the items are known to be all.
        now: The time of learning.
    """
    since = min(max(since, now - MEMORY), now)
    week_ago = max(since, now - LEVEL)
    recent = bisect_right(times, now) - bisect_left(times, week_ago)
    level = (recent + _UNKNOWN_ITEMS) / (hours_of(now - week_ago) + _UNKNOWN_HOURS / (recent + _UNKNOWN_ITEMS))
    past = _past(times, since, now)
    if not sum(past.counts):
        return Habit(now, level)
    week = past.shrunk(past.shrunk([1.0] * WEEK, DAY), WEEK)
    mean = sum(week) / WEEK
    week = [round(share / mean, 4) for share in week]
    return Habit(now, level, tuple(week), prior_weight(pairwise(past.blocks(week))))


@dataclass(frozen=True, slots=True)
class _Past:
    """Items of each whole hour that was watched, beginning with hour `first` since 1970."""

    first: int
    counts: Sequence[int]

    @property
    def mean(self) -> float:
        return sum(self.counts) / len(self.counts)

    def shrunk(self, week: Sequence[float], period: int) -> list[float]:
        """A profile with factors for the hours of a period, 24 or 168, each as far as it is to be believed."""
        groups: list[list[Cell]] = [[] for _ in range(period)]
        mean = self.mean
        for hour, count in enumerate(self.counts, self.first):
            place = hour_of_week(hour)
            groups[place % period].append((count, mean * week[place]))
        weight = prior_weight(groups)
        factors = [factor(weight, sum(n for n, _ in cells), sum(e for _, e in cells)) for cells in groups]
        return [share * factors[place % period] for place, share in enumerate(week)]

    def blocks(self, week: Sequence[float]) -> Iterator[Cell]:
        """Successive stretches as long as the burst term looks back: items counted and expected."""
        mean = self.mean
        for at in range(0, len(self.counts) - BURST + 1, BURST):
            places = (hour_of_week(self.first + at + step) for step in range(BURST))
            yield sum(self.counts[at : at + BURST]), mean * sum(week[place] for place in places)


def _past(times: Sequence[datetime], since: datetime, now: datetime) -> _Past:
    first, end = ceil(since.timestamp() / SECONDS), int(now.timestamp() // SECONDS)
    counts = [0] * max(end - first, 0)
    for time in times[bisect_left(times, since) : bisect_right(times, now)]:
        hour = int(time.timestamp() // SECONDS)
        if first <= hour < end:
            counts[hour - first] += 1
    return _Past(first, counts)
