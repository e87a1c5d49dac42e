from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from crawlers.state import SourceState, host_of
from crawlers.store.tables import hosts, sources
from crawlers.web import Validators
from pipeline.model.coverage import Coverage, Trouble

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from pipeline.model.outlet import Source


def sync(conn: Connection, configured: Sequence[Source], now: datetime) -> None:
    """Make the stored sources those of the configuration: new ones are due at once, absent ones rest.

    A source that answers is due within its interval, which may have been shortened since.
    """
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
    if rows:
        sooner = (
            update(sources)
            .where(sources.c.outlet == bindparam("of"), sources.c.url == bindparam("at"), sources.c.failures == 0)
            .where(sources.c.next_due > bindparam("latest"))
            .values(next_due=bindparam("latest"))
        )
        limits = [{"of": source.outlet, "at": source.url, "latest": now + source.interval} for source in configured]
        conn.execute(sooner, limits)


def due(conn: Connection, now: datetime, busy: Collection[str], limit: int) -> tuple[SourceState, ...]:
    """Active sources to poll now, one of each host, the longest due first; not those of busy or paused hosts."""
    open_hosts = or_(hosts.c.paused_until.is_(None), hosts.c.paused_until <= now)
    turn = func.row_number().over(partition_by=sources.c.host, order_by=(sources.c.next_due, sources.c.id))
    waiting = (
        select(sources, turn.label("turn"))
        .outerjoin(hosts, hosts.c.host == sources.c.host)
        .where(sources.c.active, sources.c.next_due <= now, open_hosts, sources.c.host.not_in(busy))
        .subquery()
    )
    found = select(waiting).where(waiting.c.turn == 1).order_by(waiting.c.next_due, waiting.c.id).limit(limit)
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
