from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, func, insert, or_, select, update

from pipeline.model.change import FORGOTTEN, without_passages
from pipeline.model.outlet import Use
from pipeline.store.rows import differences_of, facts_row
from pipeline.store.tables import events, matches, versions
from pipeline.store.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from pipeline.model.article import Arrival
    from pipeline.model.match import Match
    from pipeline.model.version import Event, Version


_ADD, _MATCH = insert(versions).returning(versions.c.id), insert(matches)
_ANNOUNCE = insert(events).returning(events.c.seq)
_difference = func.json_each(versions.c.changes).table_valued("value")
_said = [func.json_extract(_difference.c.value, f"$.{side}") for side in ("before", "after")]
_SAYS_SOMETHING = or_(*(func.coalesce(side, FORGOTTEN) != FORGOTTEN for side in _said))
_PASSAGES = select(versions.c.id, versions.c.changes).where(
    versions.c.seen_at < bindparam("before", type_=UtcDateTime),
    exists().select_from(_difference).where(_SAYS_SOMETHING),
)


def add(conn: Connection, article_id: int, version: Version) -> int:
    """Store a version: with its text where the outlet lets us keep it, with its facts otherwise; returns its id."""
    article = version.article
    row = {
        "article_id": article_id,
        "number": version.number,
        "content_key": version.content_key,
        "title": article.title,
        "text": article.text if article.use is Use.FULLTEXT else None,
        "text_by": article.text_by,
        "problem": article.problem,
        "authors": list(article.authors),
        "place": article.place,
        "dated": article.dated,
        "agency": article.agency,
        "opinion": article.opinion,
        "facts": facts_row(version.facts) if version.facts else None,
        "arrival": article.arrival,
        "why": version.why,
        "seen_at": article.seen_at,
        "changes": None if version.changes is None else [asdict(each) for each in version.changes],
        "since": version.since,
    }
    added: int = conn.execute(_ADD, row).scalar_one()
    return added


def add_matches(conn: Connection, version_id: int, found: Sequence[Match], arrival: Arrival) -> None:
    """Store the matches of a version with their evidence."""
    rows = [
        {
            "version_id": version_id,
            "rule": match.rule,
            "rule_version": match.rule_version,
            "arrival": arrival,
            "spans": [asdict(span) for span in match.spans],
            "quotation": asdict(match.quotation),
        }
        for match in found
    ]
    if rows:
        conn.execute(_MATCH, rows)


def announce(conn: Connection, event: Event) -> int:
    """Write an event; its `seq` is allotted here, inside the caller's transaction."""
    seq: int = conn.execute(_ANNOUNCE, asdict(event)).scalar_one()
    return seq


def forget_texts(conn: Connection, before: datetime) -> int:
    """Drop the texts of versions seen before a moment; titles, keys and matches stay. Returns how many.

    Of how a version differs its kinds and their count stay, without the passages of the text.
    """
    old = update(versions).where(versions.c.seen_at < before, versions.c.text.is_not(None))
    for row in conn.execute(_PASSAGES, {"before": before}).all():
        told = [asdict(without_passages(each)) for each in differences_of(row.changes)]
        conn.execute(update(versions).where(versions.c.id == row.id).values(changes=told))
    return conn.execute(old.values(text=None)).rowcount
