from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crawlers.store.tables import entries, polls, sources

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How a source has fared."""

    outlet: str
    url: str
    polls: int
    entries: int
    """Entries ever seen, an edited one counted again."""
    failures: int
    """Polls failed since the last success."""
    last_success: datetime | None
    message: str
    """What the last poll had to say; empty where all is well."""


def reports(conn: Connection) -> tuple[SourceReport, ...]:
    """A report on every active source, in the order of the configuration."""
    polled = select(func.count()).where(polls.c.source_id == sources.c.id).scalar_subquery()
    seen = select(func.count()).where(entries.c.source_id == sources.c.id).scalar_subquery()
    found = select(
        sources.c.outlet,
        sources.c.url,
        polled,
        seen,
        sources.c.failures,
        sources.c.last_success,
        sources.c.message,
    )
    return tuple(SourceReport(*row) for row in conn.execute(found.where(sources.c.active).order_by(sources.c.id)))
