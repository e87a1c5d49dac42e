"""Time as a port: the wall clock in service, a faster one in rehearsals."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The time that decides what is due, and what digests display."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class WallClock:
    """Real time."""

    def now(self) -> datetime:
        """The system's time."""
        return datetime.now(UTC)


class ScaledClock:
    """Time that began at `start` and passes `factor` times as fast as the monotonic clock."""

    def __init__(self, start: datetime, factor: float) -> None:
        self._start, self._factor = start.astimezone(UTC), factor
        self._began = time.monotonic()

    def now(self) -> datetime:
        """`start` and the scaled time since."""
        return self._start + timedelta(seconds=(time.monotonic() - self._began) * self._factor)
