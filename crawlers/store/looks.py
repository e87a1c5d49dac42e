from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, exists, func, insert, or_, select, update

from crawlers.again.look import Look
from crawlers.state import PageWork, Sight, host_of
from crawlers.store import hosts as host_pauses
from crawlers.store.codec import from_json, to_json
from crawlers.store.tables import hosts, looks, pages, sources
from crawlers.web import Validators
from pipeline.model.article import Arrival
from pipeline.store.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from crawlers.again.look import LookPlan

LONGEST = timedelta(hours=1)
"""For so long at most a look waits until no page of its host is to be fetched."""
FORGOTTEN = timedelta(days=30)
"""So long after an article was settled its refusal is remembered, and so long an overdue look may rest."""
_NOW = bindparam("now", type_=UtcDateTime)
_LATE = bindparam("late", type_=UtcDateTime)
_FULL = select(looks, sources.c.url.label("source")).join(sources, sources.c.id == looks.c.source_id)
_NEWS = exists().where(
    pages.c.host == looks.c.host, pages.c.due <= _NOW, pages.c.page, pages.c.arrival != Arrival.BACKFILL
)
_WAITING = (
    select(
        looks.c.id,
        looks.c.due,
        func.row_number().over(partition_by=looks.c.host, order_by=(looks.c.due, looks.c.id)).label("turn"),
    )
    .outerjoin(hosts, hosts.c.host == looks.c.host)
    .where(looks.c.due <= _NOW, or_(hosts.c.paused_until.is_(None), hosts.c.paused_until <= _NOW))
    .where(or_(~_NEWS, looks.c.due <= _LATE), looks.c.host.not_in(bindparam("busy", expanding=True)))
    .where(looks.c.outlet.in_(bindparam("outlets", expanding=True)))
    .subquery()
)
_FIRST = select(_WAITING.c.id).where(_WAITING.c.turn == 1).order_by(_WAITING.c.due, _WAITING.c.id)
_DUE = _FULL.where(looks.c.id.in_(_FIRST.limit(bindparam("most")))).order_by(looks.c.due, looks.c.id)
_FIND = _FULL.where(looks.c.outlet == bindparam("of"), looks.c.url_key == bindparam("key"))
_ADD = insert(looks)
_UPDATE = update(looks).where(looks.c.id == bindparam("row"))
_DELETE = delete(looks).where(looks.c.id == bindparam("row"))
_UNTOUCHED = select(looks.c.id).where(
    looks.c.id == bindparam("row"), looks.c.asked_at == bindparam("asked", type_=UtcDateTime)
)
"""Statements are made once: making one costs more than running it."""


def due(
    conn: Connection, now: datetime, busy: Collection[str], limit: int, outlets: Collection[str]
) -> tuple[Look, ...]:
    """Looks to take now, one of each host, the longest due first; not those of busy or paused hosts.

    Those of other outlets than these rest. A look comes after all news of its host, but does not wait for ever.
    """
    asked = {"now": now, "late": now - LONGEST, "busy": list(busy), "most": limit, "outlets": list(outlets)}
    return tuple(_look(row) for row in conn.execute(_DUE, asked))


def find(conn: Connection, outlet: str, url_key: str) -> Look | None:
    """The next look at an article."""
    row = conn.execute(_FIND, {"of": outlet, "key": url_key}).one_or_none()
    return _look(row) if row else None


def put(conn: Connection, look: Look) -> None:
    """Store a look in place of the row it came from, or as a new row."""
    if look.work.id:
        conn.execute(_UPDATE, {"row": look.work.id, **_columns(look)})
    else:
        conn.execute(_ADD, _columns(look))


def drop(conn: Connection, look: Look) -> None:
    """Look at an article no more."""
    conn.execute(_DELETE, {"row": look.work.id})


def finish(conn: Connection, plan: LookPlan) -> bool:
    """Write what comes after a look; False where the article was settled meanwhile, and what we read may be older."""
    look = plan.look
    if conn.execute(_UNTOUCHED, {"row": look.work.id, "asked": look.asked_at}).one_or_none() is None:
        return False
    if plan.then:
        put(conn, plan.then)
    else:
        drop(conn, look)
    if plan.pause:
        host_pauses.pause(conn, plan.pause)
    return True


def of_outlets(conn: Connection, outlets: Collection[str]) -> tuple[Look, ...]:
    """All looks at pages of these outlets."""
    return tuple(_look(row) for row in conn.execute(_FULL.where(looks.c.outlet.in_(list(outlets)))))


def forget(conn: Connection, now: datetime) -> None:
    """Drop refusals that are long past, and what has rested for too long to be looked at again."""
    past = now - FORGOTTEN
    conn.execute(delete(looks).where(or_(looks.c.due < past, looks.c.due.is_(None) & (looks.c.began < past))))


def waiting(conn: Connection) -> int:
    """How many articles are looked at again, now or later."""
    number: int = conn.execute(select(func.count()).where(looks.c.due.is_not(None))).scalar_one()
    return number


def _columns(look: Look) -> dict[str, Any]:
    work, sight = look.work, look.sight
    return {
        "source_id": work.source_id,
        "outlet": work.outlet,
        "url_key": work.url_key,
        "url": work.url,
        "host": host_of(work.url),
        "entry": to_json(work.entry),
        "began": work.queued_at,
        "attempts": work.attempts,
        "number": look.number,
        "due": look.due,
        "asked_at": look.asked_at,
        "title": sight.title,
        "length": sight.length,
        "read_url": sight.url,
        "etag": sight.validators.etag,
        "last_modified": sight.validators.last_modified,
        "gone_at": look.gone_at,
        "withdrawn": look.withdrawn,
        "message": look.message,
    }


def _look(row: Row[Any]) -> Look:
    work = PageWork(
        source_id=row.source_id,
        outlet=row.outlet,
        source=row.source,
        url=row.url,
        url_key=row.url_key,
        fingerprint="",
        page=True,
        entry=from_json(row.entry),
        arrival=Arrival.LIVE,
        queued_at=row.began,
        attempts=row.attempts,
        id=row.id,
    )
    sight = Sight(row.title, row.length, row.read_url, Validators(row.etag, row.last_modified))
    return Look(
        work,
        row.number,
        row.due,
        sight,
        row.asked_at,
        gone_at=row.gone_at,
        withdrawn=row.withdrawn,
        message=row.message,
    )
