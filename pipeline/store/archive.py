from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from pipeline.store.story_tables import stories, story_articles
from pipeline.store.tables import articles, matches, versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select

BATCH = 500
"""Rows read ahead."""
SUBSCRIBERS = ("keyword:", "query:")
"""What the ids of subscribers' keywords and queries begin with (`pipeline.model.rule`); all others are concepts."""


@dataclass(frozen=True, slots=True)
class Archived:
    """One line of the archive: an article, or a later version of one."""

    url: str
    """The article's, as first listed."""
    title: str
    """Of this version."""
    outlet: str
    published: datetime | None
    first_seen: datetime
    """When these words were first seen; of a new article the moment it was."""
    kind: str
    """`new` or `version`."""
    of: str | None
    """The address of the article that this is a version of, or whose page is gone."""
    story: str
    """Id of the story, equal for all that belongs together; of an article from before stories were told, its own."""
    concepts: tuple[str, ...]
    """Ids of the concepts that this version matches, sorted."""
    arrival: str


def archived(conn: Connection, since: datetime | None = None) -> Iterator[Archived]:
    """Every version, or those seen from `since` on, in the order they came; read as they are asked for."""
    found = _versions()
    redirects = {
        row.id: row.merged_into for row in conn.execute(select(stories).where(stories.c.merged_into.is_not(None)))
    }
    for row in conn.execute(found if since is None else found.where(versions.c.seen_at >= since)):
        new = row.number == 1
        yield Archived(
            url=row.url,
            title=row.title,
            outlet=row.outlet,
            published=row.published,
            first_seen=row.seen_at,
            kind="new" if new else "version",
            of=None if new else row.url,
            story=_story(row, redirects),
            concepts=_concepts(row.rules),
            arrival=row.arrival,
        )


def _versions() -> Select[*tuple[Any, ...]]:
    # not a join: a version without a match is a line too, and one with many is one
    rules = select(func.json_group_array(matches.c.rule)).where(matches.c.version_id == versions.c.id)
    return (
        select(
            versions.c.number,
            versions.c.seen_at,
            versions.c.arrival,
            articles.c.outlet,
            articles.c.url,
            articles.c.url_key,
            articles.c.published,
            versions.c.title,
            rules.scalar_subquery().label("rules"),
            story_articles.c.story_id,
        )
        .select_from(versions)
        .join(articles, articles.c.id == versions.c.article_id)
        .outerjoin(story_articles, story_articles.c.article_id == versions.c.article_id)
        .order_by(versions.c.id)
        .execution_options(yield_per=BATCH)
    )


def _story(row: Row[*tuple[Any, ...]], redirects: Mapping[int, int | None]) -> str:
    story = row.story_id
    while story is not None and redirects.get(story) is not None:
        story = redirects[story]
    return f"{row.outlet}:{row.url_key}" if story is None else str(story)


def _concepts(rules: str) -> tuple[str, ...]:
    return tuple(sorted({rule for rule in json.loads(rules) if not rule.startswith(SUBSCRIBERS)}))
