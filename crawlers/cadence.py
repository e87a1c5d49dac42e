"""When to come back. Pure: the clock and chance come in as arguments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.limits import Cadence

SPREAD = 0.05
"""Share of an interval by which a poll may come early or late, so that sources drift apart."""


def next_poll(now: datetime, interval: timedelta, chance: float) -> datetime:
    """When to poll a source that answered; `chance` in [0, 1) spreads it around the interval."""
    return now + interval * (1 + SPREAD * (2 * chance - 1))


def retry_poll(now: datetime, interval: timedelta, failures: int, cadence: Cadence) -> datetime:
    """When to poll a source again that failed `failures` times in a row: doubling, never sooner than its interval."""
    wait = doubled(cadence.first_backoff, failures, cadence.longest_backoff)
    return now + max(wait, interval)


def doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    """`first` after one failure, twice that after two, and so on up to `longest`."""
    steps = min(max(times, 1) - 1, 62)
    return min(longest, timedelta(seconds=min(first.total_seconds() * 2**steps, longest.total_seconds())))
