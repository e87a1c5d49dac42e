from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawlers.fetch import open_fetcher
from crawlers.store import sources
from crawlers.walk.walk import WalkReaders, walk
from crawlers.workers import Workers
from treatywatch.backfill.queue import Queue
from treatywatch.backfill.starts import starts_of
from treatywatch.errors import NeverPolled
from treatywatch.memory import RobotsInDatabase

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from crawlers.walk.plan import Bounds, Walked
    from pipeline.model.outlet import Outlet
    from pipeline.store.database import Database
    from treatywatch.clock import Clock
    from treatywatch.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Filled:
    """What a backfill found, and what of it is new."""

    queued: int
    """Pages that the service is to fetch."""
    known: int
    """Articles that are in the archive, or were seen in a source."""
    walked: Walked


async def backfill(  # noqa: PLR0913 - the walk and its surroundings
    outlet: Outlet,
    bounds: Bounds,
    named: Sequence[str],
    *,
    settings: Settings,
    database: Database,
    clock: Clock,
    stop: asyncio.Event,
) -> Filled:
    """Find what an outlet published within `bounds`, and queue its pages; a service may run meanwhile.

    `named` are addresses of sitemaps in place of those of the outlet.

    Raises:
        NeverPolled: when no source of the outlet has been polled yet.
    """
    ids = await database.read(lambda conn: sources.ids(conn, outlet.id))
    if not any(source.url in ids for source in outlet.sources):
        raise NeverPolled(outlet.id)
    now = clock.now()
    workers, queue = Workers(1, settings.workers.memory_bytes), Queue(database, outlet, ids, now)
    readers = WalkReaders(workers, settings.workers, now, outlet.zone)
    try:
        async with open_fetcher(settings.fetch, RobotsInDatabase(database), clock.now) as fetch:
            starts = await starts_of(outlet, named, ids, fetch)
            walked = await walk(
                starts, bounds, settings.fetch, fetch=fetch, readers=readers, keep=queue, now=now, stop=stop
            )
    finally:
        await workers.close(grace=0)
    return Filled(queue.queued, queue.known, walked)
