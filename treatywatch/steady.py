from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger()

TOLERANCE: Final = timedelta(minutes=1)
"""The wall clock may be put right by so much at a time."""
PATIENCE: Final = timedelta(hours=1)
"""A jump is believed after so long."""


class SteadyClock:
    """The wall clock, but for jumps: those are believed only when they last.

    A clock that is an hour or a year ahead for some minutes would otherwise expire all mail at once and plan digests of
    days to come; one that falls back would hold mail up. Meanwhile time goes on at the rate of the monotonic clock.
    """

    def __init__(self, wall: Callable[[], datetime], elapsed: Callable[[], float]) -> None:
        self._wall, self._elapsed = wall, elapsed
        self._said, self._at = wall(), elapsed()
        self._doubted: float | None = None

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        wall, at = self._wall(), self._elapsed()
        steady = self._said + timedelta(seconds=at - self._at)
        self._said, self._at = (wall if self._believes(wall - steady, at) else steady), at
        return self._said

    def _believes(self, jump: timedelta, at: float) -> bool:
        if abs(jump) <= TOLERANCE:
            self._doubted = None
            return True
        if self._doubted is None:
            self._doubted = at
            log.error(
                "the clock jumped, and is believed when it still says so in an hour", seconds=jump.total_seconds()
            )
        if at - self._doubted < PATIENCE.total_seconds():
            return False
        log.warning("the clock is believed", seconds=jump.total_seconds())
        self._doubted = None
        return True


def since_boot() -> float:
    """Seconds that no setting of the clock changes; where the system can tell, a suspended machine's sleep counts."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)
