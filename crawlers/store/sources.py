from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from crawlers.state import SourceState, host_of
from crawlers.store.tables import hosts, sources
from crawlers.web import Validators
from pipeline.model.coverage import Coverage, Trouble

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from pipeline.model.outlet import Source


def sync(conn: Connection, configured: Iterable[Source], now: datetime) -> None:
    """Make the stored sources those of the configuration: new ones are due at once, absent ones rest."""
    conn.execute(update(sources).values(active=False))
    rows = [
        {
            "outlet": source.outlet,
            "url": source.url,
            "host": host_of(source.url),
            "active": True,
            "added_at": now,
            "next_due": now,
            "failures": 0,
            "message": "",
        }
        for source in configured
    ]
    if rows:
        adding = insert(sources)
        conn.execute(
            adding.on_conflict_do_update(
                index_elements=["outlet", "url"],
                set_={"active": True},
            ),
            rows,
        )


def due(conn: Connection, now: datetime, busy: Collection[int], limit: int) -> tuple[SourceState, ...]:
    """Active sources to poll now, the longest due first, leaving out those in `busy` and those of paused hosts."""
    open_hosts = or_(hosts.c.paused_until.is_(None), hosts.c.paused_until <= now)
    found = (
        select(sources)
        .outerjoin(hosts, hosts.c.host == sources.c.host)
        .where(sources.c.active, sources.c.next_due <= now, open_hosts, sources.c.id.not_in(busy))
        .order_by(sources.c.next_due, sources.c.id)
        .limit(limit)
    )
    return tuple(_state(row) for row in conn.execute(found))


def next_due(conn: Connection) -> datetime | None:
    """When the next active source is due, paused hosts not considered."""
    moment: datetime | None = conn.execute(select(func.min(sources.c.next_due)).where(sources.c.active)).scalar()
    return moment


def coverage(conn: Connection) -> Coverage:
    """Which active sources answered their last poll, and which did not."""
    found = conn.execute(select(sources).where(sources.c.active).order_by(sources.c.outlet, sources.c.url)).all()
    failing = tuple(
        Trouble(row.outlet, row.url, row.last_success or row.added_at, _without_address(row.host, row.message))
        for row in found
        if row.failures or not row.last_success
    )
    return Coverage(len(found), failing)


def _without_address(host: str, message: str) -> str:
    """What happened, without the address of this host that it happened at."""
    return re.sub(rf"^https?://{re.escape(host)}(?:[:/]\S*)?: ", "", message)


def _state(row: Row[*tuple[Any, ...]]) -> SourceState:
    return SourceState(
        id=row.id,
        outlet=row.outlet,
        url=row.url,
        first_success=row.first_success,
        last_success=row.last_success,
        last_new=row.last_new,
        validators=Validators(row.etag, row.last_modified),
        body_hash=row.body_hash,
        failures=row.failures,
    )
