"""The service's polls and pages, wired as in production, against a web on loopback."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from alerts.folder import FolderTransport
from bench.server import PROJECT
from crawlers.fetch import open_fetcher
from crawlers.parsing import PageExtractor, parsers
from crawlers.store import sources
from crawlers.workers import Workers
from pipeline.matching.matcher import Matcher
from pipeline.store.database import Database
from treatywatch.crew import Crew
from treatywatch.memory import RobotsInDatabase
from treatywatch.migrations.upgrade import migrate
from treatywatch.parts import Parts
from treatywatch.placing import Placer
from treatywatch.polling import Polling
from treatywatch.service import POOL_FACTOR, REST
from treatywatch.settings.load import load
from treatywatch.settling import Settling

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bench.server import Server
    from crawlers.state import SourceState
    from pipeline.model.outlet import Outlet, Source
    from pipeline.store.database import Connection
    from treatywatch.settings.settings import Settings
    from treatywatch.settling import Work

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
PATIENCE = timedelta(seconds=30)
"""For a worker to answer while all start."""


class SteppedClock:
    """Time that passes when it is told to."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The moment it stands at."""
        return self._now

    def step(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by


@dataclass(frozen=True, slots=True)
class Installation:
    """Polls and pages with all that they need, state and ledger on disk."""

    database: Database
    clock: SteppedClock
    polls: Crew[str, SourceState]
    pages: Crew[str, Work]

    async def watch(self, watched: Sequence[Source]) -> None:
        """Have these sources polled and no others; new ones are due at once."""
        now = self.clock.now()
        await self.database.write(lambda conn: sources.sync(conn, watched, now, timedelta(hours=1)))

    async def make_due(self) -> None:
        """Have every source watched polled by the next pass, whenever the cadence would."""
        await self.database.write(lambda conn: conn.exec_driver_sql("UPDATE sources SET next_due = added_at"))

    async def drop_pages(self) -> None:
        """Have what waits for its page wait no longer."""
        await self.database.write(lambda conn: conn.exec_driver_sql("DELETE FROM pages"))

    async def failing(self) -> dict[str, str]:
        """Addresses of sources whose last poll found no feed, and why."""
        found = await self.database.read(sources.coverage)
        return {trouble.url: trouble.reason for trouble in found.failing}

    async def unsettled(self) -> dict[str, str]:
        """Addresses of pages that wait to be tried again, and why."""
        query = "SELECT url, message FROM pages"
        return {str(url): str(why) for url, why in await self._rows(query)}

    async def outcomes(self) -> Counter[str]:
        """How many polls of the ledger came to what."""
        return await self._count("SELECT outcome, count(*) FROM polls GROUP BY outcome")

    async def ledger(self) -> Counter[str]:
        """How many polls of the ledger came to what, and under `new` how many new entries they found."""
        new = Counter({"new": await self.database.read(_new_entries)})
        return await self.outcomes() + new

    async def stored(self) -> Counter[str]:
        """How many articles are stored, by where their text comes from."""
        return await self._count("SELECT text_by, count(*) FROM versions WHERE number = 1 GROUP BY text_by")

    async def _count(self, query: str) -> Counter[str]:
        return Counter({str(name): int(number) for name, number in await self._rows(query)})

    async def _rows(self, query: str) -> list[tuple[Any, Any]]:
        return await self.database.read(lambda conn: [(row[0], row[1]) for row in conn.exec_driver_sql(query)])


def _new_entries(conn: Connection) -> int:
    return int(conn.exec_driver_sql("SELECT coalesce(sum(new), 0) FROM polls").scalar_one())


@asynccontextmanager
async def open_installation(outlets: Sequence[Outlet], server: Server, folder: Path) -> AsyncIterator[Installation]:
    """An installation with an empty store; its engine and workers are warm, and end with the block."""
    settings = _settings(outlets, server, folder)
    database, clock = Database(settings.store.path), SteppedClock(START)
    workers = Workers(settings.workers.processes, settings.workers.memory_bytes)
    parse = parsers(workers, settings.workers)
    extract = PageExtractor(workers, settings.workers)
    parts = Parts(settings, database, clock, FolderTransport(folder), random.Random(1).random)
    try:
        migrate(database)
        await _warm(workers, settings.workers.processes)
        async with open_fetcher(settings.fetch, RobotsInDatabase(database), clock.now) as fetch:
            placer = Placer(Matcher(settings.rules))
            polling, settling = Polling(parts, fetch, parse, placer), Settling(parts, fetch, extract, placer)
            at_once = settings.fetch.at_once * POOL_FACTOR
            polls = Crew("poll", polling.find, polling.do, at_once=at_once, rest=REST)
            pages = Crew("page", settling.find, settling.do, at_once=at_once, rest=REST)
            yield Installation(database, clock, polls, pages)
    finally:
        await workers.close(grace=0)
        database.close()


async def _warm(workers: Workers, processes: int) -> None:
    """Start all processes: one answers while the others sleep, until each has."""
    answered: set[int] = set()
    while len(answered) < processes:
        asleep = [asyncio.create_task(workers.run(time.sleep, 0.02, timeout=PATIENCE)) for _ in range(processes - 1)]
        answered.add(await workers.run(os.getpid, timeout=PATIENCE))
        await asyncio.gather(*asleep)


def _settings(outlets: Sequence[Outlet], server: Server, folder: Path) -> Settings:
    """As shipped, but for the outlets, and the place where everything is fetched from."""
    shipped = load(PROJECT / "config", {})
    return replace(
        shipped,
        store=replace(shipped.store, path=folder / "bench.db"),
        fetch=replace(shipped.fetch, map_hosts={"*": f"127.0.0.1:{server.port}"}),
        outlets=tuple(outlets),
    )
