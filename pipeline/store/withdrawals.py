from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from pipeline.model.withdrawal import Withdrawal
from pipeline.store.tables import articles, versions, withdrawals
from pipeline.store.types import UtcDateTime

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


_ARTICLE = articles.c.outlet == bindparam("of"), articles.c.url_key == bindparam("key")
_FIRST_SEEN = select(articles.c.first_seen).where(*_ARTICLE)
_NEWEST = (
    select(articles.c.id, versions.c.id)
    .join(versions, versions.c.article_id == articles.c.id)
    .where(*_ARTICLE)
    .order_by(versions.c.number.desc())
    .limit(1)
)
_BACK = (
    update(withdrawals)
    .where(withdrawals.c.article_id == bindparam("row"), withdrawals.c.back.is_(None))
    .values(back=bindparam("at", type_=UtcDateTime))
)
"""Statements are made once: making one costs more than running it."""


def first_seen(conn: Connection, outlet: str, url_key: str) -> datetime | None:
    """When the article of an address was first settled."""
    found: datetime | None = conn.execute(_FIRST_SEEN, {"of": outlet, "key": url_key}).scalar_one_or_none()
    return found


def newest(conn: Connection, outlet: str, url_key: str) -> tuple[int, int] | None:
    """The article of an address, and its newest version."""
    row = conn.execute(_NEWEST, {"of": outlet, "key": url_key}).one_or_none()
    return (row[0], row[1]) if row else None


def add(conn: Connection, article_id: int, it: Withdrawal) -> None:
    """Record that an article's page disappeared."""
    row = {"first_gone": it.first_gone, "confirmed": it.confirmed, "status": it.status, "why": it.why}
    conn.execute(insert(withdrawals), {"article_id": article_id, **row})


def back(conn: Connection, article_id: int, at: datetime) -> bool:
    """Record that an article's page is there; True where it was known to have disappeared."""
    return conn.execute(_BACK, {"row": article_id, "at": at}).rowcount > 0


def of(conn: Connection, outlet: str, url_key: str) -> tuple[Withdrawal, ...]:
    """When the page of an article disappeared, and came back, in order."""
    columns = withdrawals.c["first_gone", "confirmed", "status", "why", "back"]
    found = select(*columns).join(articles, articles.c.id == withdrawals.c.article_id).where(*_ARTICLE)
    rows = conn.execute(found.order_by(withdrawals.c.id), {"of": outlet, "key": url_key})
    return tuple(Withdrawal(*row) for row in rows)
