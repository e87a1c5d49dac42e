"""Articles with all their versions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import select

from pipeline.store.batches import batches
from pipeline.store.rows import differences_of, facts_of
from pipeline.store.tables import articles, versions

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from pipeline.model.change import Difference
    from pipeline.model.version import Facts


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version as it is stored."""

    number: int
    seen_at: datetime
    title: str
    text: str | None
    """None where it is not kept, or not any more."""
    text_by: str
    facts: Facts | None
    """None where the text is kept, or was."""
    changes: tuple[Difference, ...] | None
    """How it differs materially from version `since`; None of one that was not graded."""
    since: int | None
    why: str

    @property
    def grade(self) -> str:
        """`first`, `material`, `cosmetic`, or `not graded` of one that an older program stored."""
        if self.number == 1:
            return "first"
        if self.changes is None:
            return "not graded"
        return "material" if self.changes else "cosmetic"


@dataclass(frozen=True, slots=True)
class History:
    """An article and its versions, the oldest first."""

    article_id: int
    outlet: str
    url: str
    language: str | None
    published: datetime | None
    first_seen: datetime
    versions: tuple[StoredVersion, ...]


def histories(conn: Connection, article_ids: Collection[int]) -> tuple[History, ...]:
    """Articles in the order in which they were stored."""
    return tuple(one for some in batches(sorted(article_ids)) for one in _some(conn, some))


def _some(conn: Connection, ids: list[int]) -> list[History]:
    found = select(versions).where(versions.c.article_id.in_(ids)).order_by(versions.c.article_id, versions.c.number)
    by_article = {
        article: tuple(
            StoredVersion(
                number=row.number,
                seen_at=row.seen_at,
                title=row.title,
                text=row.text,
                text_by=row.text_by,
                facts=facts_of(row.facts) if row.facts else None,
                changes=None if row.changes is None else differences_of(row.changes),
                since=row.since,
                why=row.why,
            )
            for row in rows
        )
        for article, rows in groupby(conn.execute(found), key=lambda row: row.article_id)
    }
    about = select(articles).where(articles.c.id.in_(ids)).order_by(articles.c.id)
    return [
        History(
            row.id, row.outlet, row.url, row.language, row.published, row.first_seen, by_article.get(row.id, ())
        )
        for row in conn.execute(about)
    ]  # fmt: skip
