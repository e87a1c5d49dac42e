"""Signatures of articles: what the window in memory is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, insert, select

from pipeline.store.story_tables import rulings, signatures, stories, story_articles
from pipeline.store.tables import articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from sqlalchemy import Connection

BATCH = 1000
"""Rows read ahead."""
_REVISION = select(
    select(func.coalesce(func.max(signatures.c.seq), 0)).scalar_subquery(),
    select(func.coalesce(func.max(rulings.c.id), 0)).scalar_subquery(),
)
_UNSIGN, _SIGN = delete(signatures).where(signatures.c.article_id == bindparam("row")), insert(signatures)


@dataclass(frozen=True, slots=True)
class Revision:
    """How far the signatures and the operators' rulings have come; whoever knows another one knows another window."""

    signature: int = 0
    ruling: int = 0


@dataclass(frozen=True, slots=True)
class Signed:
    """A stored signature with the place of its article."""

    article_id: int
    outlet: str
    language: str | None
    at: datetime
    story_id: int
    """As redirects lead to it now."""
    of: int | None
    signature: bytes


def revision(conn: Connection) -> Revision:
    """The revision of the store, also of what the running transaction wrote."""
    return Revision(*conn.execute(_REVISION).one())


def write(conn: Connection, article_id: int, at: datetime, signature: bytes) -> None:
    """Store a signature, in place of the article's former one."""
    conn.execute(_UNSIGN, {"row": article_id})
    conn.execute(_SIGN, {"article_id": article_id, "at": at, "signature": signature})


def moment(conn: Connection, article_id: int) -> datetime | None:
    """When an article was placed in time; None where it has no signature."""
    found: datetime | None = conn.execute(
        select(signatures.c.at).where(signatures.c.article_id == article_id)
    ).scalar_one_or_none()
    return found


def window(conn: Connection, length: timedelta) -> Iterator[Signed]:
    """The signatures of the window that ends with the newest article, in the order in which they were written."""
    newest = conn.execute(select(func.max(signatures.c.at))).scalar_one()
    if newest is None:
        return
    leads_to = {
        row.id: row.merged_into for row in conn.execute(select(stories).where(stories.c.merged_into.is_not(None)))
    }
    rows = (
        select(
            signatures.c.article_id,
            articles.c.outlet,
            articles.c.language,
            signatures.c.at,
            story_articles.c.story_id,
            story_articles.c.of,
            story_articles.c.kind,
            signatures.c.signature,
        )
        .join(articles, articles.c.id == signatures.c.article_id)
        .join(story_articles, story_articles.c.article_id == signatures.c.article_id)
        .where(signatures.c.at > newest - length)
        .order_by(signatures.c.seq)
        .execution_options(yield_per=BATCH)
    )
    for row in conn.execute(rows):
        story = row.story_id
        while story in leads_to:
            story = leads_to[story]
        of = row.of if row.kind == "copy" else None
        yield Signed(row.article_id, row.outlet, row.language, row.at, story, of, row.signature)


def forget(conn: Connection, length: timedelta) -> int:
    """Drop the signatures that left the window; returns how many."""
    newest = select(func.max(signatures.c.at)).scalar_subquery()
    end = conn.execute(select(newest)).scalar_one()
    if end is None:
        return 0
    return conn.execute(delete(signatures).where(signatures.c.at <= end - length)).rowcount
