"""How many items a source is expected to publish per hour, from now on."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from crawlers.cadence.clockwork import SECONDS, hours_of, pieces
from crawlers.cadence.credibility import factor
from crawlers.cadence.habit import BURST, MEMORY

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from crawlers.cadence.habit import Habit

QUIETEST_RATE = 1 / hours_of(MEMORY)
"""Items per hour, under which a source can't be told from a silent one: one in all we remember."""


def burst(habit: Habit, recent: int, now: datetime) -> float:
    """How many times its habit a source publishes at present, given its items of the last two hours."""
    at = now.timestamp()
    usual = habit.level * sum(habit.week[place] * hours for place, hours in pieces(at - BURST * SECONDS, at))
    return factor(habit.burst_weight, recent, usual)


def steady_rate(habit: Habit, recent: int, now: datetime, pressure: float, horizon: timedelta) -> float:
    """The constant rate, in items per hour, that would bring the next poll at the moment the varying one does.

    Where the rate varies, polls are best spaced so that the integral of its square root from one to the next is the
    same, `pressure`; a constant rate makes that the interval `pressure` / sqrt(rate). Looks `horizon` ahead at most,
    with nothing but the past: the habit, and the items of the last two hours.
    """
    scale = habit.level * burst(habit, recent, now)
    at = now.timestamp()
    gathered = passed = 0.0
    for place, hours in pieces(at, at + horizon.total_seconds()):
        root = sqrt(max(scale * habit.week[place], QUIETEST_RATE))
        if gathered + root * hours >= pressure:
            passed += (pressure - gathered) / root
            return (pressure / passed) ** 2
        gathered += root * hours
        passed += hours
    return (gathered / passed) ** 2
