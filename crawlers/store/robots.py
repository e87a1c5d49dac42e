from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from crawlers.robots_store import StoredRobots
from crawlers.store.tables import robots

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def get(conn: Connection, origin: str) -> StoredRobots | None:
    """The robots.txt last fetched from an origin."""
    row = conn.execute(select(robots).where(robots.c.origin == origin)).one_or_none()
    return StoredRobots(row.fetched_at, row.status, row.body, row.error) if row else None


def put(conn: Connection, origin: str, found: StoredRobots) -> None:
    """Keep a robots.txt in place of the one before."""
    row = asdict(found)
    adding = insert(robots).values(origin=origin, **row)
    conn.execute(adding.on_conflict_do_update(index_elements=["origin"], set_=row))


def forget(conn: Connection, before: datetime) -> None:
    """Drop what was fetched before a moment."""
    conn.execute(delete(robots).where(robots.c.fetched_at < before))
