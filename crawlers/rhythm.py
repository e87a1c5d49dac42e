"""How a source is polled: what its past, its outlet and its last gap say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from crawlers.cadence import Due, Standing, Why, next_due, next_poll
from crawlers.cadence.hints import Hints
from crawlers.cadence.rate import steady_rate
from crawlers.cadence.recent import still_recent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from crawlers.cadence import Habit, Share

TIGHT_FOR = timedelta(days=7)
"""How long a source is polled more often after a gap; its habit has learned of the rush by then."""
BEGINNING = timedelta(days=1)
FEWEST_LEFT = 2
"""A window of items may move on by one over so many of its length from one poll to the next."""


@dataclass(frozen=True, slots=True)
class Tight:
    """At the beginning, and after a gap: no interval is longer, for a while."""

    interval: timedelta
    until: datetime


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What the last poll left behind of when to come back."""

    habit: Habit | None = None
    since: datetime | None = None
    """From when on all its items are known, which the habit is learned from."""
    patience: timedelta | None = None
    """How long it may be silent by that habit."""
    hints: Hints = Hints()
    recent: tuple[datetime, ...] = ()
    """When its items of the last two hours appeared."""
    window: int = 0
    """Items in the document last read; 0 where it holds all of a time, as sitemaps do."""
    interval: timedelta | None = None
    why: Why | None = None
    tight: Tight | None = None

    def begun(self, since: datetime, now: datetime) -> Rhythm:
        """After a first document, of items that came `since`: at first polled before half of them could be others."""
        tight = Tight((now - since) / 2, now + BEGINNING) if since < now else None
        return replace(self, since=since, tight=tight)

    def stale(self, now: datetime) -> bool:
        """True where its habit is to be learned anew."""
        return self.habit is None or self.since is None or self.habit.stale(now, self.since)

    def after(self, new: Iterable[datetime], now: datetime) -> Rhythm:
        """With items that have appeared since, and without what is over."""
        tight = self.tight if self.tight and now < self.tight.until else None
        return replace(self, recent=still_recent((*self.recent, *new), now), tight=tight)

    def tightened(self, passed: timedelta, now: datetime) -> Rhythm:
        """After a gap, `passed` after the poll before: twice as often, for a week."""
        planned = self.interval or passed
        return replace(self, tight=Tight(min(passed, planned) / 2, now + TIGHT_FOR))


def next_of(rhythm: Rhythm, now: datetime, share: Share, chance: float) -> Due:
    """When to poll a source that has just answered, by its own habit."""
    if rhythm.habit is None:
        raise ValueError("a habit is learned before it is followed")
    standing = Standing(rhythm.habit, len(rhythm.recent), rhythm.hints, _longest(rhythm, now, share))
    return next_due(now, standing, share, chance)


def fixed(rhythm: Rhythm, now: datetime, interval: timedelta, chance: float) -> Due:
    """When to poll a source that has just answered, to which the operator gave an interval."""
    at = next_poll(now, interval, chance, rhythm.hints.retry_after or timedelta(0))
    return Due(at, interval, Why.FIXED)


def _longest(rhythm: Rhythm, now: datetime, share: Share) -> timedelta | None:
    """So that the window of the feed does not move on by more than a part of its length, nor by more than it did."""
    limits = [rhythm.tight.interval] if rhythm.tight else []
    if rhythm.window and rhythm.habit:
        rate = steady_rate(rhythm.habit, len(rhythm.recent), now, share.pressure, share.bounds.longest)
        limits.append(timedelta(hours=rhythm.window / FEWEST_LEFT / rate))
    return min(limits, default=None)
