"""Where an article is from, for those who cite it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from pipeline.store.tables import articles, versions

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Citation:
    """A version of an article."""

    outlet: str
    url: str
    title: str
    version: int
    """From 1."""
    seen_at: datetime
    """When this version was first seen."""
    content_key: str
    """Fingerprint of title and text."""


def cited(conn: Connection, version_ids: Collection[int]) -> dict[int, Citation]:
    """Versions by their ids."""
    query = (
        select(
            versions.c.id, articles.c.outlet, articles.c.url, versions.c.title, versions.c.number, versions.c.seen_at,
            versions.c.content_key,
        )
        .join(articles, articles.c.id == versions.c.article_id)
        .where(versions.c.id.in_(version_ids))
    )  # fmt: skip
    return {row.id: Citation(*row[1:]) for row in conn.execute(query)}
