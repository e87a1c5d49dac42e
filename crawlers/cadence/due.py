"""The next poll of a source, and why then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crawlers.cadence.clockwork import HOUR
from crawlers.cadence.interval import SPREAD, interval, next_poll
from crawlers.cadence.rate import steady_rate

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from crawlers.cadence.habit import Habit
    from crawlers.cadence.hints import Hints
    from crawlers.cadence.interval import Bounds


class Why(StrEnum):
    """What decided when the next poll is."""

    RATE = "rate"
    """How much the source is expected to publish."""
    SHORTEST = "shortest"
    """It would be due sooner, but no interval is shorter."""
    LONGEST = "longest"
    """It would be due later, but no interval is longer."""
    HINT = "hint"
    """The outlet asked for so long a wait: TTL, max-age, Expires or Retry-After."""
    SKIP = "skip"
    """The outlet asked to skip the hours or days before."""
    WINDOW = "window"
    """Later, its window of items might have moved on by more than its length."""
    FIXED = "fixed"
    """The operator gave it an interval."""
    DEAD = "dead"
    """A sitemap that has long listed nothing new is asked once a day."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a source that has just been polled."""

    habit: Habit
    recent: int
    """Items that appeared in the last two hours (`habit.BURST`)."""
    hints: Hints
    longest: timedelta | None = None
    """Its interval is no longer than this, bounds and hints permitting, lest items come and go unseen."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a source may have of the budget."""

    pressure: float
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Due:
    """When a source is polled next."""

    at: datetime
    interval: timedelta
    """As decided, before chance and skipped hours move it."""
    why: Why


def next_due(now: datetime, source: Standing, share: Share, chance: float) -> Due:
    """When to poll a source that has just answered; `chance` in [0, 1) keeps sources from moving in step."""
    bounds, hints = share.bounds, source.hints
    rate = steady_rate(source.habit, source.recent, now, share.pressure, bounds.longest)
    wanted = interval(rate, share.pressure, hints, bounds)
    floor = bounds.floor(hints)
    wait = max(min(wanted, source.longest or wanted), floor)
    at = next_poll(now, wait, chance, floor)
    opens = hints.opening(at)
    if opens != at:
        return Due(opens + HOUR * SPREAD * chance, wait, Why.SKIP)
    return Due(at, wait, Why.WINDOW if floor < wait < wanted else _why(wait, source.hints, bounds))


def _why(wait: timedelta, hints: Hints, bounds: Bounds) -> Why:
    floor = bounds.floor(hints)
    if wait == floor:
        return Why.HINT if floor > bounds.shortest else Why.SHORTEST
    return Why.LONGEST if wait == bounds.longest else Why.RATE
