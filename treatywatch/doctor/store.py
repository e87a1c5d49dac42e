from __future__ import annotations

import os
import shutil
from contextlib import closing
from typing import TYPE_CHECKING, Final

from alerts.advice import named
from alerts.store.faults import still_open
from alerts.store.given_up import STATES as GIVEN_UP
from alerts.store.held import held
from alerts.store.outbox import pending
from pipeline.errors import StoreBusy, StoreError
from pipeline.store.database import Database
from pipeline.store.health import integrity, journal, newest
from treatywatch.doctor.finding import Finding
from treatywatch.migrations.upgrade import ensure_current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from treatywatch.settings.settings import StoreSettings

MIB: Final = 1024 * 1024
LEAST_FREE: Final = 500 * MIB
"""Room for the WAL, and some days of news."""


def check_store(settings: StoreSettings) -> Iterator[Finding]:
    """Integrity, schema, whether it can be written, and the journal. Nothing is changed."""
    path = settings.path
    if not path.exists():
        yield _to_be_made(path)
        return
    with closing(Database(path, busy_timeout=settings.busy_timeout.total_seconds())) as database:
        try:
            ensure_current(database)
            wrong, mode = database.read_now(integrity), database.read_now(journal)
            yield _sound(path, wrong)
            if mode == "wal":
                yield _writable(database)
            else:  # to write would turn it to WAL
                remedy = "start the service once, which turns it to WAL; some network file systems can't do that"
                yield Finding("store", ok=False, said=f"its journal is {mode}, not wal", remedy=remedy)
        except StoreError as error:
            yield Finding("store", ok=False, said=f"{error.path}: {error.what}", remedy=error.remedy)


def check_outbox(settings: StoreSettings) -> Iterator[Finding]:
    """Where mails stand, and those that wait for an operator's word, as the relay may have them; no mail, no line."""
    if not settings.path.exists():
        return
    with closing(Database(settings.path)) as database:
        try:
            ensure_current(database)
            states, waiting = database.read_now(pending), database.read_now(held)
        except StoreError:
            return  # `check_store` says so
    if counts := [f"{count:,} {state}" for state, count in states.items() if count]:
        why = "; `treatywatch mails failed` lists what was given up" if any(states[state] for state in GIVEN_UP) else ""
        yield Finding("mail", ok=True, said=f"in the outbox: {', '.join(counts)}{why}")
    if waiting:
        them = "it" if len(waiting) == 1 else "them"
        expiry = f"{waiting[0].expires_at:%Y-%m-%d %H:%M} UTC"
        said = f"{len(waiting)} held, as the relay may have {them}; the next expires {expiry}"
        remedy = "`treatywatch mails held` lists what is; ask the relay's log, then `mails release` or `mails drop` it"
        yield Finding("mail", ok=False, said=said, remedy=remedy)


def check_faults(settings: StoreSettings) -> Iterator[Finding]:
    """What operators were told of and not told to be over; nothing where there is none."""
    if not settings.path.exists():
        return
    with closing(Database(settings.path)) as database:
        try:
            ensure_current(database)
            known = database.read_now(still_open)
        except StoreError:
            return  # `check_store` says so
    for fault in (one.fault for one in known if one.told):
        said = f"{' '.join(filter(None, named(fault)))}, since {fault.since:%Y-%m-%d %H:%M} UTC. {fault.detail}"
        remedy = "mend what it says; it is over when the service has seen it work"
        yield Finding("service", ok=False, said=said, remedy=remedy)


def newest_event(settings: StoreSettings) -> datetime | None:
    """When the store was last written to, by the clock of then; None where that can't be told."""
    if not settings.path.exists():
        return None
    with closing(Database(settings.path)) as database:
        try:
            ensure_current(database)
            return database.read_now(newest)
        except StoreError:
            return None


def check_disk(path: Path, free: int | None = None) -> Finding:
    """Whether there is room where the store is; `free` bytes stand in for those of the disk."""
    folder = next(place for place in (path.parent, *path.parent.absolute().parents) if place.exists())
    free = shutil.disk_usage(folder).free if free is None else free
    said = f"{free / MIB:,.0f} MiB free at {folder}"
    if free < LEAST_FREE:
        remedy = f"free some space: at least {LEAST_FREE // MIB} MiB; shorter times under retention help, too"
        return Finding("disk", ok=False, said=said, remedy=remedy)
    return Finding("disk", ok=True, said=said)


def _to_be_made(path: Path) -> Finding:
    folder = next(place for place in (path.parent, *path.parent.absolute().parents) if place.exists())
    if os.access(folder, os.W_OK | os.X_OK):
        return Finding("store", ok=True, said=f"{path} is made at the first start")
    remedy = "give the service's user the right to write there, or name another store.path"
    return Finding("store", ok=False, said=f"{path} is not there, and {folder} can't be written to", remedy=remedy)


def _sound(path: Path, wrong: str) -> Finding:
    if wrong:
        return Finding("store", ok=False, said=f"{path} is damaged: {wrong}", remedy="restore a backup")
    return Finding("store", ok=True, said=f"{path} is sound, and of this version's schema")


def _writable(database: Database) -> Finding:
    try:
        database.write_now(lambda conn: conn.exec_driver_sql("SELECT 1"))
    except StoreBusy:
        return Finding("store", ok=True, said="it is being written to right now")
    return Finding("store", ok=True, said="it can be written to; its journal is wal")
