"""Our own cadence, replayed through the functions that run in production."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawlers.cadence.due import Share, Standing, next_due
from crawlers.cadence.habit import BURST, habit_of
from crawlers.cadence.hints import Hints
from crawlers.cadence.interval import Bounds
from crawlers.cadence.pressure import demand_of, pressure_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from crawlers.simulation.period import Period, Schedule, Timelines

HOUR = timedelta(hours=1)
"""How often the pressure is found anew."""
NO_HINTS = Hints()


def adaptive(timelines: Timelines, period: Period, budget: float, chance: Random) -> Schedule:
    """Polls of all sources where each may have `budget` a day on average. At a poll, no later item is looked at."""
    even = timedelta(days=1) / budget
    bounds = Bounds.around(even)
    sources = [_Source(times, period.start, bounds, even * chance.random()) for times in timelines.values()]
    hour = period.start
    while hour <= period.end:
        hour += HOUR
        share = Share(pressure_for([source.demand for source in sources], budget * len(sources)), bounds)
        for source in sources:
            source.run(min(hour, period.end), share, chance)
    return {name: [*source.polls, source.due.timestamp()] for name, source in zip(timelines, sources, strict=True)}


class _Source:
    """A source under way."""

    def __init__(self, times: Sequence[datetime], start: datetime, bounds: Bounds, phase: timedelta) -> None:
        self._times, self._start, self._bounds, self.due = times, start, bounds, start + phase
        self.polls: list[float] = []
        self._learn(start)

    def run(self, until: datetime, share: Share, chance: Random) -> None:
        """Poll up to a moment."""
        while self.due < until:
            self._poll(share, chance)

    def _poll(self, share: Share, chance: Random) -> None:
        now = self.due
        self.polls.append(now.timestamp())
        if self._habit.stale(now, self._start):
            self._learn(now)
        recent = bisect_right(self._times, now) - bisect_right(self._times, now - BURST * HOUR)
        self.due = next_due(now, Standing(self._habit, recent, NO_HINTS), share, chance.random()).at

    def _learn(self, now: datetime) -> None:
        self._habit = habit_of(self._times, self._start, now)
        self.demand = demand_of(self._habit, self._bounds, NO_HINTS)
