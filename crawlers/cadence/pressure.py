"""The multiplier that spends the budget of polls: water-filling."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from math import sqrt
from typing import TYPE_CHECKING

from crawlers.cadence.clockwork import DAY, hours_of
from crawlers.cadence.rate import QUIETEST_RATE

if TYPE_CHECKING:
    from collections.abc import Collection

    from crawlers.cadence.habit import Habit
    from crawlers.cadence.hints import Hints
    from crawlers.cadence.interval import Bounds

_CLOSE = 1e-6
"""Share of the budget by which the polls may miss it."""
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Demand:
    """What a source asks of the budget."""

    roots: array[float]
    """Square roots of its expected rate in each hour of a week, sorted."""
    shortest: float
    """Hours."""
    longest: float
    sums: array[float] = field(init=False, repr=False)
    """Of the first none, one, two … roots."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "sums", array("d", accumulate(self.roots, initial=0.0)))

    def polls_a_day(self, pressure: float) -> float:
        """Polls to be expected at a pressure: falls as it rises."""
        quiet = bisect_left(self.roots, pressure / self.longest)
        busy = max(quiet, bisect_right(self.roots, pressure / self.shortest))
        between = (self.sums[busy] - self.sums[quiet]) / pressure
        hourly = quiet / self.longest + between + (len(self.roots) - busy) / self.shortest
        return hourly / len(self.roots) * DAY


def demand_of(habit: Habit, bounds: Bounds, hints: Hints) -> Demand:
    """What a source asks of the budget, with the intervals that bounds and outlet allow."""
    floor = hours_of(bounds.floor(hints))
    roots = sorted(sqrt(max(habit.level * share, QUIETEST_RATE)) for share in habit.week)
    return Demand(array("d", roots), floor, max(floor, hours_of(bounds.longest)))


def pressure_for(demands: Collection[Demand], polls_a_day: float) -> float:
    """The pressure, in sqrt(items x hours), at which all sources together are polled so often; 1 without sources.

    A budget that the bounds don't let be spent, or don't let be kept, gives the pressure at which all bounds bind. Some
    0.1 s for 2,000 sources.
    """
    if not demands:
        return 1.0
    low = min(demand.roots[0] * demand.shortest for demand in demands)
    high = max(demand.roots[-1] * demand.longest for demand in demands)
    for _ in range(_HALVINGS):
        middle = sqrt(low * high)
        spent = sum(demand.polls_a_day(middle) for demand in demands)
        if abs(spent - polls_a_day) <= _CLOSE * polls_a_day:
            return middle
        low, high = (middle, high) if spent > polls_a_day else (low, middle)
    return high
