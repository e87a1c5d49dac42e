from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.model.placement import Known
from pipeline.store.batches import batches
from pipeline.store.tables import aliases, articles, sightings, versions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import BindParameter, Connection

    from pipeline.model.article import Article


MOST = 3
"""Articles that may share a name; moved once or twice, perhaps."""
_others = aliases.alias()
_OUTLET: BindParameter[str] = bindparam("of_outlet")
_NAMES: BindParameter[str] = bindparam("names", expanding=True)
_NEWEST = (
    select(
        articles.c.id,
        articles.c.url_key,
        versions.c.number,
        versions.c.content_key,
        versions.c.text_by,
        versions.c.title,
        articles.c.published,
    )
    .join(versions, versions.c.article_id == articles.c.id)
    .order_by(versions.c.number.desc())
    .limit(1)
)
_BY_KEY = _NEWEST.where(articles.c.outlet == _OUTLET, articles.c.url_key == bindparam("key"))
_BY_ID = _NEWEST.where(articles.c.id == bindparam("row"))
_CARRIED = select(func.count()).where(_others.c.outlet == _OUTLET, _others.c.name == aliases.c.name).limit(MOST + 1)
_NAMED = (
    select(aliases.c.article_id)
    .where(aliases.c.outlet == _OUTLET, aliases.c.name.in_(_NAMES), _CARRIED.scalar_subquery() <= MOST)
    .limit(bindparam("most"))
)
_ADD = insert(articles).returning(articles.c.id)
_SIGHT = insert(sightings).on_conflict_do_nothing()
_NAME = insert(aliases).on_conflict_do_nothing()
"""Statements are made once: making one costs more than running it."""


def find_by_key(conn: Connection, outlet: str, url_key: str) -> Known | None:
    """The article stored under an address, with its newest version."""
    row = conn.execute(_BY_KEY, {"of_outlet": outlet, "key": url_key}).one_or_none()
    return Known(*row) if row else None


def ids_at(conn: Connection, url_key: str, outlet: str | None = None) -> tuple[int, ...]:
    """The articles stored under an address, the oldest first: outlets may share one."""
    found = select(articles.c.id).where(articles.c.url_key == url_key).order_by(articles.c.id)
    return tuple(conn.execute(found.where(articles.c.outlet == outlet) if outlet else found).scalars())


def stored(conn: Connection, outlet: str, keys: Sequence[str]) -> frozenset[str]:
    """Which of these addresses have an article."""
    found: set[str] = set()
    for some in batches(keys):
        asked = select(articles.c.url_key).where(articles.c.outlet == outlet, articles.c.url_key.in_(some))
        found.update(conn.execute(asked).scalars())
    return frozenset(found)


def find_by_aliases(conn: Connection, outlet: str, names: Sequence[str]) -> tuple[Known, ...]:
    """The articles of an outlet stored under any of these names, newest first.

    A name that many articles carry is nobody's: it is passed over.
    """
    if not names:
        return ()
    named = conn.execute(_NAMED, {"of_outlet": outlet, "names": list(names), "most": MOST * len(names)})
    ids = sorted(set(named.scalars()), reverse=True)
    rows = (conn.execute(_BY_ID, {"row": article_id}).one_or_none() for article_id in ids)
    return tuple(Known(*row) for row in rows if row)


def add(conn: Connection, article: Article) -> int:
    """Store a new article without versions; returns its id."""
    row = {
        "outlet": article.outlet,
        "url_key": article.url_key,
        "url": article.url,
        "language": article.language,
        "published": article.published,
        "first_seen": article.seen_at,
        "arrival": article.arrival,
    }
    added: int = conn.execute(_ADD, row).scalar_one()
    return added


def sight(conn: Connection, article_id: int, article: Article) -> None:
    """Remember which source listed an article, and under which names."""
    if article.source:
        seen = {"article_id": article_id, "source": article.source, "first_seen": article.seen_at}
        conn.execute(_SIGHT, seen)
    names = [{"outlet": article.outlet, "name": name, "article_id": article_id} for name in article.aliases]
    if names:
        conn.execute(_NAME, names)
