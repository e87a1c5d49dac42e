from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from pipeline.model.article import Arrival
from pipeline.model.change import Difference, Matter
from pipeline.model.match import Match, Quotation, Span
from pipeline.model.news import News
from pipeline.store.rows import differences_of
from pipeline.store.story_facts import story_facts
from pipeline.store.tables import articles, events, matches, versions, withdrawals
from pipeline.store.undone import undone

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select

_since, _again = versions.alias(), matches.alias()
_WITHDRAWN = Difference(Matter.WITHDRAWN, None, None)


def newest_seq(conn: Connection) -> int:
    """The last `seq` allotted, 0 before the first."""
    seq: int = conn.execute(select(func.coalesce(func.max(events.c.seq), 0))).scalar_one()
    return seq


def news(conn: Connection, after: int, upto: int, rules: Collection[str]) -> tuple[News, ...]:
    """Live events with after < seq <= upto whose version matches one of `rules`: one for each article, its newest.

    A version that matches a rule no longer, of which the version before was told, is news under that rule too, with the
    evidence of the version before.
    """
    rows = (conn.execute(query(after, upto, rules)) for query in (_matching, _no_longer_matching))
    matching, lost = ([_news(list(group)) for _, group in groupby(found, key=lambda row: row.seq)] for found in rows)
    lost = [replace(item, lost=tuple(match.rule for match in item.matches)) for item in lost]
    newest: dict[int, News] = {}
    for item in sorted((*matching, *lost), key=lambda item: item.seq):
        newest[item.article_id] = _joined(newest.get(item.article_id), item)
    facts, changes, back = story_facts(conn, newest), _changes(conn, after, upto), undone(conn, after, upto)
    told = (
        replace(item, story=facts.get(article), changes=changes.get(article, ()), undone=back.get(article))
        for article, item in newest.items()
    )
    return tuple(sorted(told, key=lambda item: item.seq))


def _joined(earlier: News | None, item: News) -> News:
    """An event with the rules that were lost on the way to it and not found again; or both halves of one event."""
    if earlier is None:
        return item
    own, whole = {match.rule for match in item.matches}, earlier.seq == item.seq
    kept = [match for match in earlier.matches if match.rule not in own and (whole or match.rule in earlier.lost)]
    return replace(
        item,
        matches=tuple(sorted((*item.matches, *kept), key=lambda match: match.rule)),
        lost=tuple(sorted({*item.lost, *(match.rule for match in kept if match.rule in earlier.lost)})),
    )


def _matching(after: int, upto: int, rules: Collection[str]) -> Select[*tuple[Any, ...]]:
    return (
        _live(after, upto)
        .join(matches, matches.c.version_id == versions.c.id)
        .where(matches.c.arrival == Arrival.LIVE, matches.c.rule.in_(rules))
    )


def _no_longer_matching(after: int, upto: int, rules: Collection[str]) -> Select[*tuple[Any, ...]]:
    still = select(_again.c.rule).where(
        _again.c.version_id == versions.c.id, _again.c.rule == matches.c.rule, _again.c.arrival == Arrival.LIVE
    )
    return (
        _live(after, upto)
        .join(_since, (_since.c.article_id == versions.c.article_id) & (_since.c.number == versions.c.since))
        .join(matches, matches.c.version_id == _since.c.id)
        .where(events.c.kind == "version", matches.c.arrival == Arrival.LIVE, matches.c.rule.in_(rules))
        .where(~still.exists())
    )


def _live(after: int, upto: int) -> Select[*tuple[Any, ...]]:
    return (
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
        .select_from(events)
        .join(articles, articles.c.id == events.c.article_id)
        .join(versions, versions.c.id == events.c.version_id)
        .where(events.c.seq > after, events.c.seq <= upto, events.c.arrival == Arrival.LIVE)
        .order_by(events.c.seq, matches.c.rule)
    )


def _changes(conn: Connection, after: int, upto: int) -> dict[int, tuple[Difference, ...]]:
    """How articles differ from what they were, by their id; the oldest version's differences first.

    A page that went and is there again has not been withdrawn.
    """
    away = select(withdrawals.c.id).where(withdrawals.c.article_id == events.c.article_id, withdrawals.c.back.is_(None))
    found = (
        select(events.c.article_id, events.c.kind, versions.c.changes)
        .join(versions, versions.c.id == events.c.version_id)
        .where(events.c.seq > after, events.c.seq <= upto, events.c.arrival == Arrival.LIVE)
        .where((events.c.kind == "version") | ((events.c.kind == "withdrawn") & away.exists()))
        .order_by(events.c.seq)
    )
    changes: dict[int, tuple[Difference, ...]] = {}
    for row in conn.execute(found):
        new = (_WITHDRAWN,) if row.kind == "withdrawn" else differences_of(row.changes or [])
        changes[row.article_id] = (*changes.get(row.article_id, ()), *new)
    return changes


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
