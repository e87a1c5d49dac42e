"""How long to wait until the next poll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import TYPE_CHECKING

from crawlers.cadence.clockwork import hours_of
from crawlers.cadence.rate import QUIETEST_RATE

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.cadence.hints import Hints

SPREAD = 0.05
"""Share of an interval by which a poll may come early or late, so that sources drift apart."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How short and how long an interval may be."""

    shortest: timedelta
    longest: timedelta
    longest_hint: timedelta = timedelta(hours=24)
    """Outlets that ask for longer than this by TTL or freshness are asked daily all the same."""

    def __post_init__(self) -> None:
        if not timedelta(0) < self.shortest <= self.longest:
            raise ValueError(
                f"intervals from {self.shortest} to {self.longest}: the shortest must be above zero "
                "and no longer than the longest"
            )

    @classmethod
    def around(cls, even: timedelta) -> Bounds:
        """A fifth to two and a half times the interval that all sources would have if polls were dealt out evenly.

        The shortest binds for sources 25 times as busy as the usual one. The longest keeps the tail: only in the first
        fifth of a longest interval does an item wait more than twice the even one, so that 99 of 100 don't while one in
        twenty at most comes in intervals so long.
        """
        return cls(even / 5, even * 2.5)

    def clamp(self, wait: timedelta) -> timedelta:
        """The nearest wait within the bounds."""
        return min(max(wait, self.shortest), self.longest)

    def floor(self, hints: Hints) -> timedelta:
        """The shortest wait that bounds and outlet allow; a Retry-After is not shortened."""
        return max(self.shortest, min(hints.fresh, self.longest_hint), hints.retry_after or timedelta(0))


def interval(rate: float, pressure: float, hints: Hints, bounds: Bounds) -> timedelta:
    """Time until the next poll of a source.

    `rate` is the expected number of new items per hour, `pressure` the multiplier that spends the poll budget exactly
    (`pressure_for`). Waiting time summed over items is least when the interval is proportional to 1/sqrt(rate): the
    linear-delay form of Kolobov et al., "Staying up to Date with Online Content Changes Using Reinforcement Learning
    for Scheduling" (2019). Never zero or negative; hints are floors, also above the longest interval.
    """
    wanted = min(pressure / sqrt(max(rate, QUIETEST_RATE)), hours_of(bounds.longest))
    return max(bounds.clamp(timedelta(hours=wanted)), bounds.floor(hints))


def next_poll(now: datetime, interval: timedelta, chance: float, floor: timedelta = timedelta(0)) -> datetime:
    """When to poll a source that answered; `chance` in [0, 1) spreads it around the interval, not under the floor."""
    return now + max(interval * (1 + SPREAD * (2 * chance - 1)), floor)
