"""`treatywatch run`: the store is locked and migrated, signals are heard, and the service runs."""

from __future__ import annotations

import asyncio
import random
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from alerts.folder import FolderTransport
from alerts.pool import SmtpPool
from pipeline.errors import StoreUnreadable
from pipeline.store.database import Database
from treatywatch.clock import WallClock
from treatywatch.dryrun import copied
from treatywatch.lock import only_writer
from treatywatch.migrations.upgrade import migrate
from treatywatch.parts import Parts
from treatywatch.steady import SteadyClock, since_boot
from treatywatch.wiring import open_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from alerts.deliver import Report, Transport
    from treatywatch.settings.settings import Settings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Manner:
    """How the operator wants it run."""

    once: bool = False
    """One pass, then the end; for cron."""
    dry_run: Path | None = None
    """A folder for the mails; nothing is sent, and the store stays as it is."""
    no_resend_before: datetime | None = None
    """After a backup was restored: what was planned before is not sent again."""


def run(settings: Settings, manner: Manner) -> Report | None:
    """Run the service until SIGTERM or SIGINT, or once; the report of the one pass, else None.

    Raises:
        AlreadyRunning: when another process works on the store.
        StoreError: when the store can't be used.
    """
    for warning in settings.warnings:
        log.warning("configuration", what=str(warning))
    with _store(settings, manner) as path, only_writer(path):
        database = Database(path, busy_timeout=settings.store.busy_timeout.total_seconds())
        try:
            migrate(database)
            transport: Transport = FolderTransport(manner.dry_run) if manner.dry_run else SmtpPool(settings.relay)
            clock = SteadyClock(WallClock().now, since_boot)
            parts = Parts(settings, database, clock, transport, random.random, manner.no_resend_before)
            return asyncio.run(_serve(parts, once=manner.once))
        finally:
            database.close()


async def _serve(parts: Parts, *, once: bool) -> Report | None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with open_service(parts) as service:
        if not once:
            await service.run(stop)
            return None
        return await service.run_once(stop)


@contextmanager
def _store(settings: Settings, manner: Manner) -> Iterator[Path]:
    path = settings.store.path
    if manner.dry_run:
        with copied(path) as copy:
            yield copy
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnreadable(str(path), f"its folder can't be made ({error})", "name another as store.path") from error
    yield path
