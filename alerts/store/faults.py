"""Faults of relay, database, receivers and digests, so that a restart neither forgets nor repeats them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert

from alerts.store.tables import service_faults
from alerts.troubles import Open
from pipeline.model.fault import Fault

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from alerts.troubles import Review


def still_open(conn: Connection) -> tuple[Open, ...]:
    """Those that are not over, oldest first."""
    rows = conn.execute(
        select(service_faults).where(service_faults.c.recovered_at.is_(None)).order_by(service_faults.c.since)
    )
    return tuple(
        Open(Fault(row.subject, row.kind, row.since, row.detail), told=row.told_at is not None) for row in rows
    )


def record(conn: Connection, found: Review, now: datetime) -> None:
    """Write what a review came to."""
    for one in found.open:
        told = now if one.told else None
        row = {"subject": one.fault.subject, "since": one.fault.since, "kind": one.fault.kind}
        new = insert(service_faults).values(**row, detail=one.fault.detail, told_at=told)
        known = {"told_at": service_faults.c.told_at if told is None else told}
        conn.execute(new.on_conflict_do_update(index_elements=list(row), set_=known))
    for fault in found.over:
        same = (
            (service_faults.c.subject == fault.subject)
            & (service_faults.c.kind == fault.kind)
            & (service_faults.c.since == fault.since)
        )
        conn.execute(update(service_faults).where(same).values(recovered_at=fault.recovered_at))
