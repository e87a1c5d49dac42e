"""Stories, and which articles belong to them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from pipeline.model.story import Grounds, Group, Grouping
from pipeline.store.story_tables import rulings, stories, story_articles
from pipeline.store.tables import articles

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection


_BEGIN, _PUT = insert(stories).returning(stories.c.id), insert(story_articles)


@dataclass(frozen=True, slots=True)
class Placed:
    """An article's place as it was decided when it came."""

    grouping: Grouping
    credit: str | None
    """The agency it is said to be from."""


def begin(conn: Connection) -> int:
    """A new story's id."""
    added: int = conn.execute(_BEGIN, {"merged_into": None}).scalar_one()
    return added


def put(conn: Connection, article_id: int, story_id: int, placed: Placed) -> None:
    """Remember where an article belongs, and why."""
    grouping = placed.grouping
    row = {
        "article_id": article_id,
        "story_id": story_id,
        "kind": grouping.group,
        "of": grouping.of,
        "grounds": [asdict(grounds) for grounds in grouping.grounds],
        "added": grouping.added,
        "credit": placed.credit,
    }
    conn.execute(_PUT, row)


def placed(conn: Connection, article_id: int) -> Placed | None:
    """Where an article belongs; None for one that came before stories were told."""
    row = conn.execute(select(story_articles).where(story_articles.c.article_id == article_id)).one_or_none()
    if row is None:
        return None
    grounds = tuple(Grounds(**one) for one in row.grounds)
    grouping = Grouping(Group(row.kind), row.of, resolved(conn, row.story_id), grounds, row.added)
    return Placed(grouping, row.credit)


def resolved(conn: Connection, story_id: int) -> int:
    """Where a story's id leads to: itself, or the story it was merged into."""
    while merged := conn.execute(select(stories.c.merged_into).where(stories.c.id == story_id)).scalar_one_or_none():
        story_id = merged
    return story_id


def exists(conn: Connection, story_id: int) -> bool:
    """Whether there is a story of that id."""
    return conn.execute(select(stories.c.id).where(stories.c.id == story_id)).one_or_none() is not None


def merged_into(conn: Connection, story_id: int) -> int | None:
    """The story that an id was merged into directly."""
    found: int | None = conn.execute(select(stories.c.merged_into).where(stories.c.id == story_id)).scalar_one_or_none()
    return found


def family(conn: Connection, story_id: int) -> tuple[int, ...]:
    """The id and those that lead to it."""
    found, fresh = {story_id}, {story_id}
    while fresh:
        fresh = set(conn.execute(select(stories.c.id).where(stories.c.merged_into.in_(fresh))).scalars()) - found
        found |= fresh
    return tuple(sorted(found))


def redirect(conn: Connection, story_id: int, to: int | None) -> None:
    """Let a story's id lead to an older one, or to itself again."""
    conn.execute(update(stories).where(stories.c.id == story_id).values(merged_into=to))


def move(conn: Connection, moved: Collection[int], story_id: int) -> None:
    """Put articles into another story, and with them what has their words."""
    copies = (story_articles.c.of.in_(moved)) & (story_articles.c.kind == Group.COPY)
    which = story_articles.c.article_id.in_(moved) | copies
    conn.execute(update(story_articles).where(which).values(story_id=story_id))


def follow(conn: Connection, story_id: int, kept: int) -> None:
    """Put into a story that leaves another one again what copied its articles since it was merged into that."""
    merged = select(func.max(rulings.c.at)).where(rulings.c.kind == "merge", rulings.c.other_id == story_id)
    own = select(story_articles.c.article_id).where(story_articles.c.story_id.in_(family(conn, story_id)))
    since = select(articles.c.id).where(articles.c.first_seen > merged.scalar_subquery())
    copies = (story_articles.c.kind == Group.COPY) & story_articles.c.of.in_(own)
    here = story_articles.c.story_id.in_(family(conn, kept))
    conn.execute(
        update(story_articles).where(copies, here, story_articles.c.article_id.in_(since)).values(story_id=story_id)
    )


def addresses(conn: Connection, ids: Collection[int | None]) -> dict[int | None, str]:
    """Addresses of articles, by their ids."""
    found = select(articles.c.id, articles.c.url).where(articles.c.id.in_([one for one in ids if one is not None]))
    return {row.id: row.url for row in conn.execute(found)}


def articles_in(conn: Connection, family_ids: Sequence[int]) -> dict[str, int]:
    """Ids of the articles of stories, by their address, the oldest first."""
    found = (
        select(articles.c.url, articles.c.id)
        .join(story_articles, story_articles.c.article_id == articles.c.id)
        .where(story_articles.c.story_id.in_(family_ids))
        .order_by(articles.c.id)
    )
    return {row.url: row.id for row in conn.execute(found)}


def rule(conn: Connection, kind: str, story_id: int, other_id: int, at: datetime) -> None:
    """Remember what an operator decided."""
    conn.execute(insert(rulings), {"kind": kind, "story_id": story_id, "other_id": other_id, "at": at})
