from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from crawlers.simulation.baselines import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawlers.simulation.period import Period, Schedule, Timelines


@dataclass(frozen=True, slots=True)
class Delays:
    """What a schedule cost, and how late it saw the items; delays in minutes from an item to the first poll since."""

    polls: int
    mean: float
    median: float
    p90: float
    p99: float


def delays_of(schedule: Schedule, timelines: Timelines, period: Period) -> Delays:
    """Measure a schedule over the counted period; an item stamped at the very poll is seen by it."""
    minutes = sorted(_minutes(schedule, timelines, period))
    mean = sum(minutes) / len(minutes)
    return Delays(counted(schedule, period), mean, *(_quantile(minutes, share) for share in (0.5, 0.9, 0.99)))


def _minutes(schedule: Schedule, timelines: Timelines, period: Period) -> Iterator[float]:
    for name, times in timelines.items():
        polls = schedule[name]
        for time in times[bisect_left(times, period.counted) :]:
            stamp = time.timestamp()
            yield (polls[bisect_left(polls, stamp)] - stamp) / 60


def _quantile(values: Sequence[float], share: float) -> float:
    """By nearest rank."""
    return values[ceil(share * len(values)) - 1]
