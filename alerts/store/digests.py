from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update
from sqlalchemy.dialects.sqlite import insert

from alerts.digest import Kind
from alerts.store.records import rows
from alerts.store.tables import digest_items, digests, subscriptions

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy import Connection

    from alerts.digest import Digest, Slot


class DigestState(StrEnum):
    """What became of a slot, or of events."""

    PLANNED = "planned"
    SKIPPED_EMPTY = "skipped_empty"
    PASSED_OVER = "passed_over"
    """The subscription rested; its events were suppressed."""


def record(conn: Connection, digest: Digest, now: datetime, *, mailed: bool = True) -> int | None:
    """Write a digest, with what became of each story, and move its subscription on; the digest's key.

    None, and nothing is written, where the slot is taken, or where the subscription rests or has moved on since the
    digest was decided: so planning a second time changes nothing.
    """
    begun = conn.execute(select(subscriptions).where(subscriptions.c.id == digest.subscription)).one_or_none()
    if begun is None or not begun.active or _cursor(begun, digest.kind) != digest.after_seq:
        return None
    row = {
        "public_id": digest.id if mailed else None, "subscription": digest.subscription,
        "local_date": digest.slot.local_date, "label": digest.slot.label, "due": digest.slot.due,
        "after_seq": digest.after_seq, "upto_seq": digest.upto_seq, "items": len(digest.items), "planned_at": now,
        "state": DigestState.PLANNED if mailed else DigestState.SKIPPED_EMPTY, "kind": digest.kind,
        "missed": digest.missed, "counts": digest.counts,
    }  # fmt: skip
    new = insert(digests).values(row).on_conflict_do_nothing(index_elements=["subscription", "local_date", "label"])
    key: int | None = conn.execute(new.returning(digests.c.id)).scalar_one_or_none()
    if key is None:
        return None
    if items := rows(digest):
        conn.execute(insert(digest_items), [{"digest_id": key, **item} for item in items])
    if digest.kind is Kind.DIGEST:
        _move_on(conn, digest, now, mailed=mailed)
    return key


def taken(conn: Connection, subscription: str, slot: Slot) -> bool:
    """Whether a slot has been planned: a change of zone or time may bring the same local date again."""
    same = (digests.c.local_date == slot.local_date) & (digests.c.label == slot.label)
    return conn.execute(select(digests.c.id).where(digests.c.subscription == subscription, same)).first() is not None


def past_counts(conn: Connection, names: Collection[str], label: str, windows: int) -> dict[str, list[dict[str, int]]]:
    """Stories by rule in the last digests of subscriptions with that label, empty ones included; newest first."""
    turn = func.row_number().over(partition_by=digests.c.subscription, order_by=digests.c.id.desc())
    each = (
        select(digests.c.subscription, digests.c.counts, turn.label("turn"))
        .where(digests.c.subscription.in_(names), digests.c.label == label, digests.c.state != DigestState.PASSED_OVER)
        .subquery()
    )
    found: dict[str, list[dict[str, int]]] = {}
    for row in conn.execute(select(each).where(each.c.turn <= windows).order_by(each.c.subscription, each.c.turn)):
        found.setdefault(row.subscription, []).append(row.counts)
    return found


def alerts_of(conn: Connection, subscription: str, since: datetime) -> list[tuple[datetime, frozenset[str]]]:
    """When alerts were planned from `since` on, and for which rules."""
    query = select(digests.c.planned_at, digests.c.counts).where(
        digests.c.subscription == subscription, digests.c.kind == Kind.ALERT, digests.c.planned_at >= since
    )
    return [(row.planned_at, frozenset(row.counts)) for row in conn.execute(query)]


def alerts_on(conn: Connection, subscription: str, day: date) -> int:
    """How many alerts a subscription had on a local date."""
    query = select(func.count()).where(
        digests.c.subscription == subscription, digests.c.kind == Kind.ALERT, digests.c.local_date == day
    )
    number: int = conn.execute(query).scalar_one()
    return number


def _cursor(begun: object, kind: Kind) -> int:
    name = "last_seq" if kind is Kind.DIGEST else "alert_seq"
    cursor: int = getattr(begun, name)
    return cursor


def _move_on(conn: Connection, digest: Digest, now: datetime, *, mailed: bool) -> None:
    moved: dict[str, object] = {"last_seq": digest.upto_seq, "last_planned_at": now}
    if mailed:
        moved["last_mailed_on"] = digest.slot.local_date
    of = subscriptions.c.id == digest.subscription
    conn.execute(update(subscriptions).where(of).values(moved))
    behind = of & (subscriptions.c.alert_seq < digest.upto_seq)
    conn.execute(update(subscriptions).where(behind).values(alert_seq=digest.upto_seq))
