from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from pipeline.model.article import Arrival
from pipeline.model.change import Difference, Matter
from pipeline.model.match import Match, Quotation, Span
from pipeline.model.news import News
from pipeline.store.story_facts import story_facts
from pipeline.store.tables import articles, events, matches, versions

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row


def newest_seq(conn: Connection) -> int:
    """The last `seq` allotted, 0 before the first."""
    seq: int = conn.execute(select(func.coalesce(func.max(events.c.seq), 0))).scalar_one()
    return seq


def news(conn: Connection, after: int, upto: int, rules: Collection[str]) -> tuple[News, ...]:
    """Live events with after < seq <= upto whose version matches one of `rules`: one for each article, its newest."""
    found = (
        select(
            events.c.seq,
            events.c.kind,
            articles.c.id.label("article_id"),
            versions.c.id.label("version_id"),
            articles.c.outlet,
            articles.c.url,
            versions.c.title,
            articles.c.language,
            articles.c.published,
            articles.c.first_seen,
            versions.c.text_by,
            matches.c.rule,
            matches.c.rule_version,
            matches.c.spans,
            matches.c.quotation,
        )
        .join(articles, articles.c.id == events.c.article_id)
        .join(versions, versions.c.id == events.c.version_id)
        .join(matches, matches.c.version_id == events.c.version_id)
        .where(events.c.seq > after, events.c.seq <= upto, events.c.arrival == Arrival.LIVE)
        .where(matches.c.arrival == Arrival.LIVE, matches.c.rule.in_(rules))
        .order_by(events.c.seq, matches.c.rule)
    )
    newest = {
        row_group[0].article_id: _news(row_group)
        for _, rows in groupby(conn.execute(found), key=lambda row: row.seq)
        for row_group in (list(rows),)
    }
    facts = story_facts(conn, newest)
    told = (replace(item, story=facts.get(article)) for article, item in newest.items())
    return tuple(sorted(told, key=lambda item: item.seq))


def _news(rows: Sequence[Row[*tuple[Any, ...]]]) -> News:
    head = rows[0]
    return News(
        seq=head.seq,
        kind=head.kind,
        article_id=head.article_id,
        version_id=head.version_id,
        outlet=head.outlet,
        url=head.url,
        title=head.title,
        language=head.language,
        published=head.published,
        first_seen=head.first_seen,
        text_by=head.text_by,
        matches=tuple(_match(row) for row in rows),
        changes=(Difference(Matter.WITHDRAWN, None, None),) if head.kind == "withdrawn" else (),
    )


def _match(row: Row[*tuple[Any, ...]]) -> Match:
    spans = tuple(Span(**span) for span in row.spans)
    return Match(row.rule, row.rule_version, spans, Quotation(**row.quotation))


def titles(conn: Connection, version_ids: Collection[int]) -> dict[int, str]:
    """The headlines of versions, by id."""
    rows = conn.execute(select(versions.c.id, versions.c.title).where(versions.c.id.in_(version_ids)))
    return {row.id: row.title for row in rows}


def moments(conn: Connection, seqs: Collection[int]) -> dict[int, datetime]:
    """When events came, by our clock, by `seq`."""
    return {row.seq: row.at for row in conn.execute(select(events.c.seq, events.c.at).where(events.c.seq.in_(seqs)))}


def seq_before(conn: Connection, moment: datetime) -> int:
    """The last `seq` of an event that came before a moment, by our clock; 0 where there is none."""
    seq: int = conn.execute(select(func.coalesce(func.max(events.c.seq), 0)).where(events.c.at < moment)).scalar_one()
    return seq
