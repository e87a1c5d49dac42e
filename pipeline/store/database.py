"""The one database: its metadata, and the two ways in."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from pipeline.errors import StoreBusy, StoreError, StoreFull, StoreUnreadable
from pipeline.store.flushing import Flushing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Connection", "Database", "metadata"]

T = TypeVar("T")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every room declares its tables on this; the naming convention lets Alembic alter them on SQLite."""

LOG_PAGES = 4000
"""Pages of 4 kB after which the log is moved into the file: pages that change often are moved once for many changes."""
UNWRITTEN = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
"""Disk errors of a write, by SQLite's extended result codes."""


class Database:
    """A SQLite file with one writer and many readers.

    Writes run one after another, each a whole transaction in one thread: a transaction that spans awaits gives
    "database is locked" however long it may wait. Readers open the file read-only and never wait for the writer (WAL).

    Raises:
        StoreUnreadable: when the file is no database, or can't be opened.
        StoreFull: from a write for which the disk has no room; nothing of it was kept.
        StoreBusy: from a write for which another process held the database beyond `busy_timeout` seconds.
    """

    def __init__(self, path: Path, *, busy_timeout: float = 10.0) -> None:
        self.path = path
        self._writer = _engine(path, "rwc", busy_timeout, begin="BEGIN IMMEDIATE")
        self._reader = _engine(path, "ro", busy_timeout, begin="BEGIN")
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store-writer")
        self._turn = Lock()
        self._waits_for_disk = True
        self._flushing = Flushing(Path(f"{path}-wal"))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` as one transaction in the writer thread; commit if it returns, roll back if it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.write_now, work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on a read-only connection, off the loop."""
        return await asyncio.to_thread(self.read_now, work)

    def write_now(self, work: Callable[[Connection], T]) -> T:
        """Like `write`, for callers without a loop."""
        with self._turn, self._explained(), self._writer.connect() as connection:
            self._wait_for_disk(connection, wait=True)
            with connection.begin():
                return work(connection)

    def write_soon(self, work: Callable[[Connection], T]) -> T:
        """Like `write_now`, but for the disk: a power cut may undo the last few of these, a kill none (`Flushing`)."""
        with self._turn, self._explained(), self._writer.connect() as connection:
            self._wait_for_disk(connection, wait=self._flushing.failed is not None)
            with connection.begin():
                result = work(connection)
        self._flushing.note()
        return result

    def read_now(self, work: Callable[[Connection], T]) -> T:
        """Like `read`, for callers without a loop."""
        with self._explained(), self._reader.connect() as connection:
            return work(connection)

    def close(self) -> None:
        """Let the running transaction finish, then close every connection.

        The writer goes last: only it can move the WAL into the file, so that a copy of the one file is whole.
        """
        self._thread.shutdown(wait=True)
        self._flushing.close()
        self._reader.dispose()
        self._writer.dispose()

    def _wait_for_disk(self, connection: Connection, *, wait: bool) -> None:
        if wait is not self._waits_for_disk:
            driver = connection.connection.driver_connection
            assert driver
            driver.execute(f"PRAGMA synchronous={'FULL' if wait else 'NORMAL'}")
            self._waits_for_disk = wait

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, sqlite3.DatabaseError) as error:
            if explained := _explain(str(self.path), getattr(error, "orig", error)):
                raise explained from error
            raise


def _engine(path: Path, mode: str, busy_timeout: float, *, begin: str) -> Engine:
    def connect() -> sqlite3.Connection:
        uri = f"file:{quote(str(path))}?mode={mode}"
        return sqlite3.connect(uri, uri=True, timeout=busy_timeout, check_same_thread=False)

    writes = mode == "rwc"
    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        hide_parameters=True,  # errors end in logs, and rows hold addresses and texts
        pool_size=1 if writes else 5,
        max_overflow=0 if writes else 10,
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's begin event below says BEGIN, not the driver
        connection.execute("PRAGMA foreign_keys=ON")
        if writes:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
            connection.execute("PRAGMA synchronous=FULL")  # a commit survives a power cut: mails depend on it

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        driver = connection.connection.dbapi_connection
        assert driver
        driver.execute(begin)

    return engine


def _explain(path: str, error: BaseException) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL:
        return StoreFull(path, "the disk is full", "free some space; nothing was lost, the work is tried again")
    if primary == sqlite3.SQLITE_IOERR:
        return _disk_error(path, code, error)
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreBusy(path, "is locked by another process", "end the other program; the work is tried again")
    if primary in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY}:
        return StoreUnreadable(path, f"can't be opened ({error})", "check the path and its permissions")
    if primary in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return StoreUnreadable(path, f"is no usable database ({error})", "name another file or restore a backup")
    return None


def _disk_error(path: str, code: int, error: BaseException) -> StoreError:
    """A quota, a limit on the size of files, and a disk too full for the index of the WAL look like a broken disk."""
    if code in UNWRITTEN:
        what = f"can't be written, the disk or a quota is full or the disk fails ({error})"
        return StoreFull(path, what, "free some space; nothing was lost, the work is tried again")
    return StoreUnreadable(path, f"can't be read ({error})", "check the disk and what it is mounted from")
