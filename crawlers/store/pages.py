from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from crawlers.state import PageWork, host_of
from crawlers.store import hosts as host_pauses
from crawlers.store.codec import from_json, to_json
from crawlers.store.tables import hosts, pages, sources
from pipeline.model.article import Arrival
from pipeline.store.batches import batches

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from crawlers.state import PagePlan


ROWS = 10**12
"""More than there are ids: what ranks by tries first, then by age."""
LATER = 10**18
"""More than any rank of tries and age: what a backfill wants comes after all else of its host."""


def queue(conn: Connection, work: Sequence[PageWork], now: datetime) -> None:
    """Store pages to fetch; those already waiting stay as they are, unless what was to fill the archive is news now."""
    rows = [
        {
            "source_id": item.source_id,
            "outlet": item.outlet,
            "host": host_of(item.url),
            "url": item.url,
            "url_key": item.url_key,
            "fingerprint": item.fingerprint,
            "page": item.page,
            "entry": to_json(item.entry),
            "arrival": item.arrival,
            "queued_at": item.queued_at,
            "due": now,
            "attempts": 0,
            "message": "",
        }
        for item in work
    ]
    if rows:
        adding = insert(pages)
        news = {"arrival": adding.excluded.arrival, "due": adding.excluded.due}
        overtaken = (pages.c.arrival == Arrival.BACKFILL) & (adding.excluded.arrival != Arrival.BACKFILL)
        conn.execute(
            adding.on_conflict_do_update(index_elements=["source_id", "fingerprint"], set_=news, where=overtaken), rows
        )


def due(conn: Connection, now: datetime, busy: Collection[str], limit: int) -> tuple[tuple[PageWork, ...], ...]:
    """Work to do now, the oldest first: one address for each host, with all entries that wait for it.

    Hosts in `busy` and paused ones are left out; one address a host, so that a slow host holds up itself only. Of a
    host the address tried least often comes first, so that a bad page holds up no other; pages of a backfill wait until
    no other is due.
    """
    open_hosts = or_(hosts.c.paused_until.is_(None), hosts.c.paused_until <= now, pages.c.page.is_(False))
    rank = func.min(case((pages.c.arrival == Arrival.BACKFILL, LATER), else_=0) + pages.c.attempts * ROWS + pages.c.id)
    first = (
        select(rank)
        .outerjoin(hosts, hosts.c.host == pages.c.host)
        .where(pages.c.due <= now, open_hosts, pages.c.host.not_in(busy))
        .group_by(pages.c.host)
        .order_by(rank)
        .limit(limit)
    )
    ids = [ranked % ROWS for ranked in conn.execute(first).scalars()]
    return tuple(_together(conn, page_id) for page_id in ids)


def wanted(conn: Connection, outlet: str, keys: Collection[str]) -> frozenset[str]:
    """Which of these keys wait for their page."""
    found: set[str] = set()
    for some in batches(keys):
        asked = select(pages.c.url_key).where(pages.c.outlet == outlet, pages.c.url_key.in_(some))
        found.update(conn.execute(asked).scalars())
    return frozenset(found)


def finish(conn: Connection, plan: PagePlan) -> None:
    """Take settled work off the queue, or set when it is tried again."""
    ids = [item.id for item in plan.work]
    if plan.again_at is None:
        conn.execute(delete(pages).where(pages.c.id.in_(ids)))
    else:
        again = update(pages).where(pages.c.id.in_(ids))
        conn.execute(again.values(due=plan.again_at, attempts=pages.c.attempts + 1, message=plan.message))
    if plan.pause:
        host_pauses.pause(conn, plan.pause)


def _together(conn: Connection, page_id: int) -> tuple[PageWork, ...]:
    head = pages.alias()
    same = and_(head.c.id == page_id, head.c.outlet == pages.c.outlet, head.c.url == pages.c.url)
    found = (
        select(pages, sources.c.url.label("source"))
        .join(head, same)
        .join(sources, sources.c.id == pages.c.source_id)
        .order_by(pages.c.id)
    )
    return tuple(_work(row) for row in conn.execute(found))


def _work(row: Row[*tuple[Any, ...]]) -> PageWork:
    return PageWork(
        source_id=row.source_id,
        outlet=row.outlet,
        source=row.source,
        url=row.url,
        url_key=row.url_key,
        fingerprint=row.fingerprint,
        page=row.page,
        entry=from_json(row.entry),
        arrival=Arrival(row.arrival),
        queued_at=row.queued_at,
        attempts=row.attempts,
        id=row.id,
    )
