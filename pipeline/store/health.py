"""Whether the database is sound; for those who look after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from pipeline.store.tables import events

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def integrity(conn: Connection) -> str:
    """What SQLite finds wrong with the file, "" where nothing; takes about a second a gigabyte."""
    found = [str(line) for line in conn.exec_driver_sql("PRAGMA quick_check(5)").scalars()]
    return "" if found == ["ok"] else "; ".join(found)


def journal(conn: Connection) -> str:
    """How it keeps its journal; `wal` is ours."""
    return str(conn.exec_driver_sql("PRAGMA journal_mode").scalar_one())


def newest(conn: Connection) -> datetime | None:
    """When the newest event was written, by the clock of then."""
    moment: datetime | None = conn.execute(select(func.max(events.c.at))).scalar_one()
    return moment
