"""Hours, counted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = 24
"""Hours."""
WEEK = 168
"""Hours."""
SECONDS = 3600
HOUR = timedelta(hours=1)
_THURSDAY = 3
"""Weekday of 1 January 1970."""


def hour_of_week(hour: int) -> int:
    """0 to 167 from Monday 00:00 UTC, of a whole hour since 1970."""
    return (hour + _THURSDAY * DAY) % WEEK


def hours_of(wait: timedelta) -> float:
    """A wait in hours."""
    return wait.total_seconds() / SECONDS


def pieces(start: float, end: float) -> Iterator[tuple[int, float]]:
    """The hours of the week that a time in seconds since 1970 runs through, and how many hours it spends in each."""
    while start < end:
        hour = int(start // SECONDS)
        until = min(float((hour + 1) * SECONDS), end)
        yield hour_of_week(hour), (until - start) / SECONDS
        start = until
