"""When to ask a source again that failed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.limits import Cadence


def retry_poll(now: datetime, interval: timedelta, failures: int, cadence: Cadence) -> datetime:
    """When to poll a source again that failed `failures` times in a row: doubling, never sooner than its interval."""
    wait = doubled(cadence.first_backoff, failures, cadence.longest_backoff)
    return now + max(wait, interval)


def doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    """`first` after one failure, twice that after two, and so on up to `longest`."""
    steps = min(max(times, 1) - 1, 62)
    return min(longest, timedelta(seconds=min(first.total_seconds() * 2**steps, longest.total_seconds())))
