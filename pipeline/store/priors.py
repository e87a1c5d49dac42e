"""What readers may know of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from pipeline.model.match import Span
from pipeline.store.rows import facts_of
from pipeline.store.tables import matches, versions

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Connection, Row

    from pipeline.model.version import Facts

_told = versions.alias()
_ARTICLE: BindParameter[int] = bindparam("article")
_NEWEST_TOLD = select(func.max(_told.c.number)).where(
    _told.c.article_id == _ARTICLE,
    _told.c.changes.is_(None) | (func.json_array_length(_told.c.changes) > 0),
)
_PRIOR = (
    select(versions.c.id, versions.c.number, versions.c.title, versions.c.text, versions.c.text_by, versions.c.facts)
    .where(
        versions.c.article_id == _ARTICLE,
        versions.c.text_by == bindparam("source"),
        versions.c.number >= func.coalesce(_NEWEST_TOLD.scalar_subquery(), 1),
    )
    .order_by(versions.c.number)
    .limit(1)
)
_TIMES_TOLD = select(func.count()).where(
    _told.c.article_id == _ARTICLE,
    _told.c.content_key == bindparam("said"),
    _told.c.changes.is_(None) | (func.json_array_length(_told.c.changes) > 0),
)
_LAST = (
    select(versions.c.id, versions.c.number, versions.c.title, versions.c.text, versions.c.text_by, versions.c.facts)
    .where(versions.c.article_id == _ARTICLE)
    .order_by(versions.c.number.desc())
    .limit(1)
)
_FOUND = select(matches.c.rule, matches.c.rule_version, matches.c.spans).where(
    matches.c.version_id == bindparam("version")
)
_RULES = (
    select(matches.c.rule)
    .distinct()
    .join(versions, versions.c.id == matches.c.version_id)
    .where(
        versions.c.article_id == _ARTICLE,
        versions.c.changes.is_(None) | (func.json_array_length(versions.c.changes) > 0),
    )
)
"""Statements are made once, as articles are settled with them."""


@dataclass(frozen=True, slots=True)
class Prior:
    """A version that a later one is compared with."""

    number: int
    title: str
    text: str | None
    """None where it is not kept, or not any more."""
    text_by: str
    facts: Facts | None
    found: dict[str, Found]
    """What matched, by rule."""


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a stored version."""

    rule_version: str
    spans: tuple[Span, ...]


def prior(conn: Connection, article_id: int, text_by: str) -> Prior | None:
    """The first version from the newest announced one on that was read from the same source.

    It is the announced version itself, unless that was read elsewhere: then a reader who follows the link saw what was
    read there next. Every later one was found cosmetic beside it; a chain of small steps is still measured from here.
    """
    row = conn.execute(_PRIOR, {"article": article_id, "source": text_by}).one_or_none()
    return _prior(conn, row) if row else None


def last(conn: Connection, article_id: int) -> Prior:
    """The newest version, whatever it was read from.

    Raises:
        NoResultFound: when there is no such article.
    """
    return _prior(conn, conn.execute(_LAST, {"article": article_id}).one())


def _prior(conn: Connection, row: Row[*tuple[Any, ...]]) -> Prior:
    found = {
        match.rule: Found(match.rule_version, tuple(Span(**span) for span in match.spans))
        for match in conn.execute(_FOUND, {"version": row.id})
    }
    facts = facts_of(row.facts) if row.facts else None
    return Prior(row.number, row.title, row.text, row.text_by, facts, found)


def rules_told(conn: Connection, article_id: int) -> frozenset[str]:
    """The rules that any announced version of an article matches."""
    return frozenset(conn.execute(_RULES, {"article": article_id}).scalars())


def times_told(conn: Connection, article_id: int, content_key: str) -> int:
    """How many announced versions of an article had just these words."""
    number: int = conn.execute(_TIMES_TOLD, {"article": article_id, "said": content_key}).scalar_one()
    return number
