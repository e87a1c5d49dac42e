"""How the polls of a day are dealt out among the sources."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from crawlers.cadence import Bounds, Share, demand_of, pressure_for
from crawlers.store import sources

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.cadence import Habit, Hints
    from pipeline.model.outlet import Source
    from pipeline.store.database import Database

RENEWED = timedelta(hours=1)


class Budget:
    """The share of a source without an interval of its own, weighed anew each hour by what all of them publish."""

    def __init__(self, database: Database, configured: list[Source], polls_per_day: int) -> None:
        self._database, self._polls = database, polls_per_day
        self._adaptive = {(source.outlet, source.url) for source in configured if source.interval is None}
        self._bounds = Bounds.around(timedelta(days=1) / polls_per_day)
        self._weighed: datetime | None = None
        self.share = Share(1.0, self._bounds)

    @property
    def longest(self) -> timedelta:
        """No interval is longer, unless the outlet asks for that."""
        return self._bounds.longest

    async def renew(self, now: datetime) -> None:
        """Weigh again, if an hour has passed or the clock was set back."""
        if self._weighed is not None and timedelta(0) <= now - self._weighed < RENEWED:
            return
        self._weighed = now
        if self._adaptive:
            habits = await self._database.read(lambda conn: sources.habits(conn, self._adaptive, now))
            self.share = Share(await asyncio.to_thread(self._pressure, habits), self._bounds)

    def _pressure(self, habits: list[tuple[Habit, Hints]]) -> float:
        demands = [demand_of(habit, self._bounds, hints) for habit, hints in habits]
        return pressure_for(demands, self._polls * len(demands))
