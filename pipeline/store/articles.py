from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.model.placement import Known
from pipeline.store.batches import batches
from pipeline.store.tables import aliases, articles, sightings, versions
from pipeline.urls import REUSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import BindParameter, ColumnElement, Connection

    from pipeline.model.article import Article

    Value = BindParameter[str] | str


MOST = 3
"""Articles that may share a name; moved once or twice, perhaps."""
REMEMBERED = 8
"""Articles that took one address one after another, with which a later one is compared."""
_others = aliases.alias()
_OUTLET: BindParameter[str] = bindparam("of_outlet")
_NAMES: BindParameter[str] = bindparam("names", expanding=True)


def _at(key: Value, first: Value, beyond: Value) -> ColumnElement[bool]:
    return (articles.c.url_key == key) | ((articles.c.url_key >= first) & (articles.c.url_key < beyond))


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
_AT = (
    select(articles.c.id)
    .where(articles.c.outlet == _OUTLET, _at(bindparam("key"), bindparam("from"), bindparam("to")))
    .order_by(articles.c.id.desc())
    .limit(bindparam("most"))
)
_SAID = (
    select(articles.c.id)
    .join(versions, versions.c.article_id == articles.c.id)
    .where(articles.c.outlet == _OUTLET, _at(bindparam("key"), bindparam("from"), bindparam("to")))
    .where(versions.c.content_key == bindparam("said"))
    .order_by(articles.c.id.desc())
    .limit(1)
)
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
    """The article of a key, with its newest version."""
    row = conn.execute(_BY_KEY, {"of_outlet": outlet, "key": url_key}).one_or_none()
    return Known(*row) if row else None


def find_at(conn: Connection, outlet: str, url_key: str) -> tuple[Known, ...]:
    """The articles that stood at an address, with their newest versions; the last to come first, at most eight."""
    asked = {"of_outlet": outlet, **_between(url_key), "most": REMEMBERED}
    return _by_ids(conn, conn.execute(_AT, asked).scalars().all())


def find_said(conn: Connection, outlet: str, url_key: str, content_key: str) -> Known | None:
    """The last article that stood at an address and had just these words, however long ago."""
    asked = {"of_outlet": outlet, **_between(url_key), "said": content_key}
    return next(iter(_by_ids(conn, conn.execute(_SAID, asked).scalars().all())), None)


def ids_at(conn: Connection, url_key: str, outlet: str | None = None) -> tuple[int, ...]:
    """The articles stored under an address, the oldest first: outlets may share one, and articles follow each other."""
    key = _between(url_key)
    found = select(articles.c.id).where(_at(key["key"], key["from"], key["to"])).order_by(articles.c.id)
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
    return _by_ids(conn, ids)


def _by_ids(conn: Connection, ids: Iterable[int]) -> tuple[Known, ...]:
    rows = (conn.execute(_BY_ID, {"row": article_id}).one_or_none() for article_id in ids)
    return tuple(Known(*row) for row in rows if row)


def _between(url_key: str) -> dict[str, str]:
    """The key of an address, and between which those of articles lie that took it later."""
    address = url_key.partition(REUSED)[0]
    later = f"{address}{REUSED}"
    return {"key": address, "from": later, "to": f"{later[:-1]}{chr(ord(later[-1]) + 1)}"}


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
