"""The demo from end to end: recorded days through the service, as fast as this machine can."""

from __future__ import annotations

import asyncio
import logging
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from alerts.pool import SmtpPool
from crawlers.store.report import SourceReport, reports
from pipeline.store.database import Database
from treatywatch.demo.clock import SteppedClock
from treatywatch.demo.replay import replayed
from treatywatch.demo.sink import Letter, Sink, serving
from treatywatch.demo.staging import stage
from treatywatch.errors import NotADemo
from treatywatch.logs import configure
from treatywatch.migrations.upgrade import migrate
from treatywatch.parts import Parts
from treatywatch.wiring import open_service

if TYPE_CHECKING:
    from pathlib import Path

    from treatywatch.demo.recorded import RecordedWeb
    from treatywatch.demo.tally import Tally
    from treatywatch.settings.settings import Settings

STEP = timedelta(hours=1)
MARK = "demo.txt"
"""A folder with this file is a demo's, and may be written anew."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a demo came to."""

    first: datetime
    last: datetime
    sources: tuple[SourceReport, ...]
    letters: tuple[Letter, ...]


def prepare(out: Path) -> None:
    """Make `out` an empty folder of the demo's own.

    Raises:
        NotADemo: when other files are there, such as a real store.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists())):
        raise NotADemo(out)
    shutil.rmtree(out, ignore_errors=True)
    (out / "mails").mkdir(parents=True)
    (out / MARK).write_text("Made by `treatywatch demo`; the next demo here replaces everything.\n", "utf-8")


def show(web: RecordedWeb, out: Path, tally: Tally) -> Shown:
    """Replay a recorded web into `out`, an empty folder, and mail the digests to a sink of ours."""
    with (out / "demo.log").open("w", encoding="utf-8") as log:
        configure("debug", "json", log)
        logging.getLogger().addHandler(tally)
        return asyncio.run(_show(web, out, tally))


async def _show(web: RecordedWeb, out: Path, tally: Tally) -> Shown:
    first, last = web.span(datetime.now(UTC))
    clock, sink = SteppedClock(first), Sink(out / "mails")
    with replayed(web, clock.now) as http:
        async with serving(sink) as smtp:
            settings = stage(out, web.feeds, http, smtp)
            database = Database(settings.store.path)
            try:
                migrate(database)
                await _rehearse(settings, database, clock, last, tally)
                sources = await database.read(reports)
            finally:
                database.close()
    tally.done()
    return Shown(first, last, sources, tuple(sink.letters))


async def _rehearse(settings: Settings, database: Database, clock: SteppedClock, last: datetime, tally: Tally) -> None:
    parts = Parts(settings, database, clock, SmtpPool(settings.relay), chance=lambda: 0.0)
    async with open_service(parts) as service:
        while clock.now() <= last:
            await service.run_once(asyncio.Event())
            tally.show(clock.now())
            clock.advance(STEP)
