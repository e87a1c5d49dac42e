from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from crawlers.store.tables import gaps, sources
from pipeline.model.coverage import Hole

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from crawlers.state import PollPlan


@dataclass(frozen=True, slots=True)
class StoredGap:
    """A stretch of time from which articles of a source may be missing."""

    source_id: int
    outlet: str
    url: str
    after: datetime
    before: datetime
    why: str
    filled_at: datetime | None
    """When a sitemap of the outlet that reaches back so far was read; nothing is missing since."""


def record(conn: Connection, plan: PollPlan) -> None:
    """Write the gap that a poll found, and that it filled those which it reaches back beyond."""
    at, source_id = plan.ledger.at, plan.state.id
    if plan.gap:
        gap = {"source_id": source_id, "after": plan.gap.after, "before": plan.gap.before, "why": plan.gap.why}
        conn.execute(insert(gaps).values(**gap, found_at=at))
    if plan.covers and plan.state.newest:
        of_outlet = select(sources.c.id).where(sources.c.outlet == plan.state.outlet)
        open_ = update(gaps).where(gaps.c.source_id.in_(of_outlet), gaps.c.filled_at.is_(None))
        within = open_.where(gaps.c.after >= plan.covers, gaps.c.before <= plan.state.newest)
        conn.execute(within.values(filled_at=at))


def holes(conn: Connection, since: datetime, until: datetime) -> tuple[Hole, ...]:
    """Gaps that no sitemap filled, as those are told of who read digests; the oldest first."""
    return tuple(
        Hole(gap.outlet, gap.url, gap.after, gap.before, gap.why)
        for gap in between(conn, since, until)
        if gap.filled_at is None
    )


def between(conn: Connection, since: datetime, until: datetime) -> tuple[StoredGap, ...]:
    """Gaps of active sources that overlap a stretch of time, the oldest first."""
    found = (
        select(gaps, sources.c.outlet, sources.c.url)
        .join(sources, sources.c.id == gaps.c.source_id)
        .where(sources.c.active, gaps.c.before > since, gaps.c.after < until)
        .order_by(gaps.c.after, gaps.c.id)
    )
    return tuple(
        StoredGap(row.source_id, row.outlet, row.url, row.after, row.before, row.why, row.filled_at)
        for row in conn.execute(found)
    )
