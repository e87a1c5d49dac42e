from __future__ import annotations

from typing import TYPE_CHECKING

from crawlers.identity import identify
from crawlers.state import PageWork
from crawlers.store import pages, polls
from pipeline.model.article import Arrival
from pipeline.store import articles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from crawlers.entry import Entry
    from crawlers.identity import Identified
    from pipeline.model.outlet import Outlet
    from pipeline.store.database import Connection, Database


class Queue:
    """A `crawlers.walk.plan.Keep`: pages to fetch for the service, those that are known left out.

    Each document is a short transaction, so that a running service waits for none.
    """

    def __init__(self, database: Database, outlet: Outlet, ids: Mapping[str, int], now: datetime) -> None:
        self._database, self._outlet, self._ids, self._now = database, outlet, ids, now
        self.queued = self.known = 0

    async def __call__(self, source: str, entries: Sequence[Entry]) -> None:
        """Queue what a document listed."""
        found = {item.url_key: item for item in identify(source, entries) if item.page}

        def add(conn: Connection) -> int:
            fresh = self._fresh(conn, found)
            pages.queue(conn, [self._work(source, item) for item in fresh], self._now)
            return len(fresh)

        queued = await self._database.write(add)
        self.queued += queued
        self.known += len(found) - queued

    def _fresh(self, conn: Connection, found: Mapping[str, Identified]) -> list[Identified]:
        keys = list(found)
        known = polls.sighted(conn, self._outlet.id, keys) | pages.wanted(conn, self._outlet.id, keys)
        known |= articles.stored(conn, self._outlet.id, keys)
        return [item for key, item in found.items() if key not in known]

    def _work(self, source: str, item: Identified) -> PageWork:
        return PageWork(
            source_id=self._ids[source],
            outlet=self._outlet.id,
            source=source,
            url=item.url,
            url_key=item.url_key,
            fingerprint=item.fingerprint,
            page=True,
            entry=item.entry,
            arrival=Arrival.BACKFILL,
            queued_at=self._now,
        )
