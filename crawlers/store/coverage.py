from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crawlers.store import gaps
from crawlers.store.tables import sources
from pipeline.model.coverage import Hole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from crawlers.store.gaps import StoredGap

LATE = 2
"""A source is not late before so many of its intervals have passed since it was last read."""


@dataclass(frozen=True, slots=True)
class Watch:
    """How a source was watched in a stretch of time."""

    outlet: str
    url: str
    since: datetime | None
    """When it was first read within the stretch, its beginning included; None if never."""
    until: datetime | None
    """When it was last read within it; its end where it was read later, too."""
    holes: tuple[Hole, ...]
    """Where articles may be missing."""


def watched(conn: Connection, since: datetime, until: datetime) -> tuple[Watch, ...]:
    """What was watched of each active source in a stretch of time, and where the holes are.

    A document shows what came since the one before it, so that failed polls in between are no holes by themselves: a
    hole is a gap that no sitemap filled, and the time before the first document and after the last.
    """
    lost: dict[int, list[StoredGap]] = {}
    for gap in gaps.between(conn, since, until):
        if gap.filled_at is None:
            lost.setdefault(gap.source_id, []).append(gap)
    found = conn.execute(select(sources).where(sources.c.active).order_by(sources.c.outlet, sources.c.url))
    return tuple(_watch(row, since, until, lost.get(row.id, ())) for row in found)


def _watch(row: Row[*tuple[Any, ...]], since: datetime, until: datetime, lost: Sequence[StoredGap]) -> Watch:
    holes = tuple(sorted(_holes(row, since, until, lost), key=lambda hole: hole.since))
    if row.first_success is None or row.first_success >= until or row.last_success <= since:
        return Watch(row.outlet, row.url, None, None, holes)
    return Watch(row.outlet, row.url, max(row.first_success, since), min(row.last_success, until), holes)


def _holes(row: Row[*tuple[Any, ...]], since: datetime, until: datetime, lost: Sequence[StoredGap]) -> Iterator[Hole]:
    def hole(begin: datetime, end: datetime, reason: str) -> Hole:
        return Hole(row.outlet, row.url, max(begin, since), min(end, until), reason)

    if row.first_success is None:
        yield hole(since, until, row.message or "it was never read")
        return
    if row.first_success > since:
        yield hole(since, row.first_success, "it was not watched yet")
    for gap in lost:
        yield hole(gap.after, gap.before, gap.why)
    overdue = timedelta(seconds=LATE * (row.interval or 0))
    if row.first_success < until and row.last_success + overdue < until:
        yield hole(row.last_success, until, row.message if row.failures else "it was not read since")
