from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from alerts.digest import Kind
from alerts.store.tables import digests, subscriptions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a subscription has been planned."""

    id: str
    started_at: datetime
    last_seq: int
    """Its next digest takes what comes after."""
    last_planned_at: datetime | None = None
    active: bool = True
    alert_seq: int = 0
    """Its next alert takes what comes after."""
    last_mailed_on: date | None = None
    """Local date of the last digest that was mailed."""

    def cursor(self, kind: Kind) -> int:
        """What comes after it is news to the next digest, or alert."""
        return self.last_seq if kind is Kind.DIGEST else self.alert_seq

    @property
    def since(self) -> datetime:
        """When its last digest was planned, or it began."""
        return self.last_planned_at or self.started_at


def sync(conn: Connection, wanted: Collection[str], seq: int, now: datetime) -> list[str]:
    """Make the active subscriptions those of the configuration; those that come back.

    A new one begins at `seq`, the newest event of now. One that is no longer wanted rests. One that comes back begins
    anew at `seq`: what came meanwhile is passed over, and a row among its digests says so.
    """
    known, wanted = known_of(conn), dict.fromkeys(wanted)
    for gone in (id_ for id_, progress in known.items() if progress.active and id_ not in wanted):
        conn.execute(update(subscriptions).where(subscriptions.c.id == gone).values(active=False))
    new = [{"id": id_, "started_at": now, "last_seq": seq, "alert_seq": seq} for id_ in wanted if id_ not in known]
    if new:
        conn.execute(insert(subscriptions).on_conflict_do_nothing(), new)
    back = [known[id_] for id_ in wanted if id_ in known and not known[id_].active]
    for progress in back:
        _pass_over(conn, progress, seq, now)
    return [progress.id for progress in back]


def begin(conn: Connection, subscription: str, seq: int, now: datetime) -> None:
    """Begin one that is new at `seq`; one that has begun stays as it is."""
    new = insert(subscriptions).values(id=subscription, started_at=now, last_seq=seq, alert_seq=seq)
    conn.execute(new.on_conflict_do_nothing())


def known_of(conn: Connection, names: Collection[str] | None = None) -> dict[str, Progress]:
    """Every subscription that ever began, or those of these names, by id."""
    query = select(subscriptions) if names is None else select(subscriptions).where(subscriptions.c.id.in_(names))
    return {row.id: Progress(*row) for row in conn.execute(query)}


def get(conn: Connection, subscription: str) -> Progress | None:
    """How far it has been planned; None when it has not begun."""
    row = conn.execute(select(subscriptions).where(subscriptions.c.id == subscription)).one_or_none()
    return Progress(*row) if row else None


def wait_from(conn: Connection, names: Iterable[str], moment: datetime) -> None:
    """Count slots from `moment` on: a slot had its digest, or the clock was set back. Contents stay as they are."""
    if each := [{"of": name, "moment": moment} for name in names]:
        waiting = update(subscriptions).where(subscriptions.c.id == bindparam("of"))
        conn.execute(waiting.values(last_planned_at=bindparam("moment")), each)


def told_alerts_to(conn: Connection, names: Collection[str], seq: int) -> None:
    """Alerts of what came up to `seq` are decided; what they left out waits for the digest."""
    moved = update(subscriptions).where(subscriptions.c.id.in_(names), subscriptions.c.alert_seq < seq)
    conn.execute(moved.values(alert_seq=seq))


def _pass_over(conn: Connection, progress: Progress, seq: int, now: datetime) -> None:
    away = {
        "subscription": progress.id, "local_date": now.date(), "label": f"away@{now.isoformat()}", "due": now,
        "after_seq": progress.last_seq, "upto_seq": max(seq, progress.last_seq), "state": "passed_over", "items": 0,
        "planned_at": now,
    }  # fmt: skip
    conn.execute(insert(digests).values(away).on_conflict_do_nothing())
    begun = {"active": True, "last_seq": away["upto_seq"], "alert_seq": away["upto_seq"], "last_planned_at": now}
    conn.execute(update(subscriptions).where(subscriptions.c.id == progress.id).values(begun))
