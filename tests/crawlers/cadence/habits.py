"""Pasts of invented sources."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.builders import HOUR, NOON

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = timedelta(days=1)
SINCE = NOON - 28 * DAY


def published(rate: Callable[[datetime], float], since: datetime = SINCE, until: datetime = NOON) -> list[datetime]:
    """Items at a rate per hour, one as soon as the rate has added up to one."""
    times, owed, at = [], 0.0, since
    step = HOUR / 60
    while at < until:
        owed += rate(at) / 60
        if owed >= 1:
            owed -= 1
            times.append(at)
        at += step
    return times
