"""Schedules to be compared with, each at a given number of polls."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from crawlers.simulation.period import Period, Schedule, Timelines

_MINUTE, _DAY = 60.0, 86_400.0
_WEEK = 7 * _DAY
MINIFLUX_SHORTEST, MINIFLUX_LONGEST = 5 * _MINUTE, _DAY
"""Seconds; the stock bounds of Miniflux's entry_frequency scheduler."""
_NARROWINGS = 16


def fixed(timelines: Timelines, period: Period, polls: int, chance: Random) -> Schedule:
    """One interval for all sources."""
    every = period.days * _DAY * len(timelines) / polls
    return {name: _evenly(every, period, chance) for name in timelines}


def best_stationary(timelines: Timelines, period: Period, polls: int, chance: Random) -> Schedule:
    """The least mean delay that fixed intervals can have, one for each source, for who knows the future.

    Intervals are proportional to 1/sqrt(rate) with the rates of the counted period; a source without items is left out.
    """
    roots = {name: sqrt(len(times) - bisect_left(times, period.counted)) for name, times in timelines.items()}
    scale = period.days * _DAY * sum(roots.values()) / polls
    return {name: _evenly(scale / root, period, chance) if root else () for name, root in roots.items()}


def miniflux(timelines: Timelines, period: Period, polls: int, chance: Random) -> Schedule:
    """Miniflux's entry_frequency rule, its factor set so that it polls as often.

    The interval is a week / (items of the last week x factor), from 5 minutes to 24 hours.
    """
    phases = {name: chance.random() for name in timelines}
    seconds = {name: [time.timestamp() for time in times] for name, times in timelines.items()}
    low, high = 2.0**-8, 2.0**8
    best: Schedule = {}
    for _ in range(_NARROWINGS):
        factor = sqrt(low * high)
        best = {name: _by_frequency(times, period, factor, phases[name]) for name, times in seconds.items()}
        low, high = (low, factor) if counted(best, period) > polls else (factor, high)
    return best


def counted(schedule: Schedule, period: Period) -> int:
    """Polls within the counted period."""
    start, end = period.counted.timestamp(), period.end.timestamp()
    return sum(bisect_left(polls, end) - bisect_left(polls, start) for polls in schedule.values())


def _evenly(every: float, period: Period, chance: Random) -> list[float]:
    start, end = period.start.timestamp() + every * chance.random(), period.end.timestamp()
    count = max(0, int((end - start) / every) + 1)
    return [start + every * number for number in range(count + 1)]


def _by_frequency(times: Sequence[float], period: Period, factor: float, phase: float) -> list[float]:
    end = period.end.timestamp()
    polls = [period.start.timestamp() + MINIFLUX_LONGEST * phase]
    while (now := polls[-1]) < end:
        weekly = bisect_right(times, now) - bisect_right(times, now - _WEEK)
        wanted = _WEEK / (weekly * factor) if weekly else MINIFLUX_LONGEST
        polls.append(now + min(max(wanted, MINIFLUX_SHORTEST), MINIFLUX_LONGEST))
    return polls
