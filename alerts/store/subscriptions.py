from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert

from alerts.store.tables import subscriptions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a subscription has been planned."""

    id: str
    started_at: datetime
    last_seq: int
    """Its next digest takes what comes after."""
    last_planned_at: datetime | None = None


def start(conn: Connection, subscription: str, seq: int, now: datetime) -> None:
    """Begin a subscription at `seq`, the newest event of now; one that has begun stays as it is."""
    new = insert(subscriptions).values(id=subscription, started_at=now, last_seq=seq)
    conn.execute(new.on_conflict_do_nothing())


def get(conn: Connection, subscription: str) -> Progress | None:
    """How far it has been planned; None when it has not begun."""
    row = conn.execute(select(subscriptions).where(subscriptions.c.id == subscription)).one_or_none()
    return Progress(*row) if row else None


def pass_over(conn: Connection, subscription: str, due: datetime) -> None:
    """Go past a slot that had its digest; what came since waits for the next one."""
    conn.execute(update(subscriptions).where(subscriptions.c.id == subscription).values(last_planned_at=due))
