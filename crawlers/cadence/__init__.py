"""When to poll a source next: from its habit, the budget of polls, and what its outlet asked for.

Pure throughout: the clock, the past and chance come in as arguments.
"""

from crawlers.cadence.backoff import doubled, retry_poll
from crawlers.cadence.due import Due, Share, Standing, Why, next_due
from crawlers.cadence.habit import Habit, habit_of
from crawlers.cadence.hints import Hints
from crawlers.cadence.interval import Bounds, interval, next_poll
from crawlers.cadence.pressure import demand_of, pressure_for

__all__ = [
    "Bounds",
    "Due",
    "Habit",
    "Hints",
    "Share",
    "Standing",
    "Why",
    "demand_of",
    "doubled",
    "habit_of",
    "interval",
    "next_due",
    "next_poll",
    "pressure_for",
    "retry_poll",
]
