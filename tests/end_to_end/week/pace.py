"""How fast the script's time passes: as fast as the program keeps up with."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tests.end_to_end.week.clock import LeapingClock, ScriptClock

STEP, TICK = timedelta(minutes=2), 0.004
"""A step of the script in so many real seconds at the fastest: 30,000 times as fast as life."""
LATE, STUCK = timedelta(minutes=6), timedelta(minutes=30)
"""Time waits for polls that are overdue, but not for those that seem not to come at all."""
MOST_TICKS = 400
"""For which a step is held up; longer than a request that is never answered takes."""
START = 60.0
"""Real seconds for the first polls, which start the worker processes."""
OVERDUE = """
select count(*) from sources s left join hosts h on h.host = s.host
where active and next_due between ? and ? and (paused_until is null or paused_until < ?)
"""
WAITING = "select count(*) from pages"
UNPOLLED = "select count(*) from sources where active and last_polled is null"


class Pace:
    """Moves the script's clock on; used as a context."""

    def __init__(self, store: Path, clock: ScriptClock, seen: LeapingClock) -> None:
        self._clock, self._seen = clock, seen
        self._store = sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    async def until_begun(self) -> None:
        """Wait, while time stands still, until every source was polled once."""
        async with asyncio.timeout(START):
            while self._ask(UNPOLLED):  # noqa: ASYNC110 - the service stores it, and knows nothing of us
                await asyncio.sleep(TICK)

    async def until(self, end: datetime) -> None:
        """Let time pass. It stands still while the loop is busy, as it only moves in turns of the loop."""
        while self._clock.now() < end:
            await self._kept_up()
            self._clock.advance(STEP)

    async def until_settled(self) -> None:
        """Let time pass until no page waits."""
        while self._ask(WAITING):
            await self._kept_up()
            self._clock.advance(STEP)

    async def _kept_up(self) -> None:
        await asyncio.sleep(TICK)
        for _ in range(MOST_TICKS):
            now = self._seen.now()
            if not self._ask(OVERDUE, _stored(now - STUCK), _stored(now - LATE), _stored(now)):
                return
            await asyncio.sleep(TICK)

    def _ask(self, query: str, *values: str) -> int:
        (found,) = self._store.execute(query, values).fetchone()
        return int(found)


def _stored(moment: datetime) -> str:
    """As the store writes it."""
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"
