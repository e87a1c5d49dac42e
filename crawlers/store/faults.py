from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from crawlers.faults import LONGEST_SILENCE, Condition, Kind, faults
from crawlers.pacing import dead
from crawlers.store.tables import faults as raised
from crawlers.store.tables import sources
from pipeline.model.outlet import SourceKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection, Row


@dataclass(frozen=True, slots=True)
class SourceFault:
    """Something that is, or was, wrong with a source."""

    id: int
    outlet: str
    url: str
    kind: Kind
    what: str
    raised_at: datetime
    recovered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What has changed."""

    raised: tuple[SourceFault, ...]
    recovered: tuple[SourceFault, ...]


def review(conn: Connection, sitemaps: Collection[tuple[str, str]], now: datetime) -> Turn:
    """Raise each fault once, when it has lasted, and note its recovery; `sitemaps` are (outlet, url).

    A source taken out of the configuration has no faults. One that is gone has not recovered from what failed before.
    """
    standing = {(fault.kind, row_id): fault for row_id, fault in _open(conn)}
    wrong: dict[tuple[Kind, int], tuple[Row[*tuple[Any, ...]], str]] = {}
    rows = {row.id: row for row in conn.execute(select(sources).where(sources.c.active))}
    for row in rows.values():
        condition = _condition(row, sitemap=(row.outlet, row.url) in sitemaps, now=now)
        wrong |= {(kind, row.id): (row, what) for kind, what in faults(condition, now).items()}
    new = [
        _raise(conn, row, kind, what, now) for (kind, _), (row, what) in wrong.items() if (kind, row.id) not in standing
    ]
    over = {
        key: fault for key, fault in standing.items() if key not in wrong and not _still_silent(fault, rows.get(key[1]))
    }
    if over:
        ended = update(raised).where(raised.c.id.in_([fault.id for fault in over.values()]))
        conn.execute(ended.values(recovered_at=now))
    recovered = (fault for (_, row_id), fault in over.items() if (Kind.GONE, row_id) not in wrong)
    return Turn(tuple(new), tuple(recovered))


def _still_silent(fault: SourceFault, row: Row[*tuple[Any, ...]] | None) -> bool:
    """A silence ends with an article; neither with a failed poll nor because its habit is forgotten."""
    return fault.kind is Kind.SILENT and row is not None and (row.last_new is None or row.last_new <= fault.raised_at)


def standing(conn: Connection) -> tuple[SourceFault, ...]:
    """What is wrong at present, the oldest first."""
    return tuple(fault for _, fault in _open(conn))


def _open(conn: Connection) -> list[tuple[int, SourceFault]]:
    found = (
        select(raised, sources.c.outlet, sources.c.url)
        .join(sources, sources.c.id == raised.c.source_id)
        .where(raised.c.recovered_at.is_(None))
        .order_by(raised.c.raised_at, raised.c.id)
    )
    return [
        (row.source_id, SourceFault(row.id, row.outlet, row.url, Kind(row.kind), row.what, row.raised_at))
        for row in conn.execute(found)
    ]


def _raise(conn: Connection, row: Row[*tuple[Any, ...]], kind: Kind, what: str, now: datetime) -> SourceFault:
    fault = {"source_id": row.id, "kind": kind, "what": what, "raised_at": now}
    written = conn.execute(insert(raised).values(**fault).returning(raised.c.id)).scalar_one()
    return SourceFault(written, row.outlet, row.url, kind, what, now)


def _condition(row: Row[*tuple[Any, ...]], *, sitemap: bool, now: datetime) -> Condition:
    kind = SourceKind.SITEMAP if sitemap else SourceKind.FEED
    return Condition(
        failures=row.failures,
        failing_since=row.failing_since,
        message=row.message,
        last_item=row.last_new or row.first_success or row.added_at,
        patience=timedelta(seconds=row.patience) if row.patience else LONGEST_SILENCE,
        bodiless=row.bodiless,
        gone=row.gone_at is not None,
        dead=dead(kind, row.newest, now),
    )
