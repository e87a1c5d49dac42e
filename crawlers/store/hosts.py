from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func
from sqlalchemy.dialects.sqlite import insert

from crawlers.store.tables import hosts

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from crawlers.state import HostPause


def pause(conn: Connection, wanted: HostPause) -> None:
    """Ask nothing of a host until the moment given, or a later one already set."""
    adding = insert(hosts).values(host=wanted.host, paused_until=wanted.until, why=wanted.why)
    later = func.max(hosts.c.paused_until, adding.excluded.paused_until)
    conn.execute(adding.on_conflict_do_update(index_elements=["host"], set_={"paused_until": later, "why": wanted.why}))


def forget(conn: Connection, now: datetime) -> None:
    """Drop pauses that are over."""
    conn.execute(delete(hosts).where(hosts.c.paused_until <= now))
