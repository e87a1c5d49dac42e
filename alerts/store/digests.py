from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Date, bindparam, case, func, select, true, update
from sqlalchemy.dialects.sqlite import insert

from alerts.digest import Kind
from alerts.store import ids
from alerts.store.records import rows
from alerts.store.subscriptions import known_of
from alerts.store.tables import digest_items, digests, subscriptions
from pipeline.store.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

    from alerts.digest import Digest, Slot
    from alerts.store.subscriptions import Progress


class DigestState(StrEnum):
    """What became of a slot, or of events."""

    PLANNED = "planned"
    SKIPPED_EMPTY = "skipped_empty"
    PASSED_OVER = "passed_over"
    """The subscription rested; its events were suppressed."""


TAKE_SLOT = Prepared(
    insert(digests)
    .values({column.name: bindparam(column.name) for column in digests.c if not column.primary_key})
    .on_conflict_do_nothing(index_elements=["subscription", "local_date", "label"])
    .returning(digests.c.id)
)
MOVE_ON = (
    update(subscriptions)
    .where(subscriptions.c.id == bindparam("of"))
    .values(
        last_seq=bindparam("upto"),
        alert_seq=case(
            (subscriptions.c.alert_seq > bindparam("upto"), subscriptions.c.alert_seq), else_=bindparam("upto")
        ),
        last_planned_at=bindparam("at"),
        last_mailed_on=func.coalesce(bindparam("mailed_on", type_=Date), subscriptions.c.last_mailed_on),
    )
)


def record(conn: Connection, digest: Digest, *, mailed: bool = True) -> int | None:
    """Write one digest, as `record_all` does."""
    return record_all(conn, [(digest, mailed)])[0]


def record_all(conn: Connection, decided: Sequence[tuple[Digest, bool]]) -> list[int | None]:
    """Write digests, with what became of each story, and move their subscriptions on; the digests' keys.

    The key is None, and nothing is written, where the slot is taken, or where the subscription rests or has moved on
    since the digest was decided: so planning a second time changes nothing. Likewise where its id is another's by now:
    made again, it has another. False says that a digest is not mailed.
    """
    gone = ids.borne(conn, {digest.id for digest, mailed in decided if mailed})
    begun = known_of(conn, {digest.subscription for digest, _ in decided})
    keys = [
        None if mailed and digest.id in gone else _inserted(conn, digest, begun.get(digest.subscription), mailed=mailed)
        for digest, mailed in decided
    ]
    written = [(digest, mailed, key) for (digest, mailed), key in zip(decided, keys, strict=True) if key is not None]
    if items := [{"digest_id": key, **item} for digest, _, key in written for item in rows(digest)]:
        conn.execute(insert(digest_items), items)
    if moves := [_move(digest, mailed=mailed) for digest, mailed, _ in written if digest.kind is Kind.DIGEST]:
        conn.execute(MOVE_ON, moves)
    return keys


def _inserted(conn: Connection, digest: Digest, begun: Progress | None, *, mailed: bool) -> int | None:
    if begun is None or not begun.active or begun.cursor(digest.kind) != digest.after_seq:
        return None
    row = {
        "public_id": digest.id if mailed else None, "subscription": digest.subscription,
        "local_date": digest.slot.local_date, "label": digest.slot.label, "due": digest.slot.due,
        "after_seq": digest.after_seq, "upto_seq": digest.upto_seq, "items": len(digest.items),
        "planned_at": digest.until, "state": DigestState.PLANNED if mailed else DigestState.SKIPPED_EMPTY,
        "kind": digest.kind, "missed": digest.missed, "counts": digest.counts,
    }  # fmt: skip
    taken = TAKE_SLOT.first(conn, row)
    return taken.id if taken else None


def _move(digest: Digest, *, mailed: bool) -> dict[str, object]:
    return {
        "of": digest.subscription, "upto": digest.upto_seq, "at": digest.until,
        "mailed_on": digest.slot.local_date if mailed else None,
    }  # fmt: skip


def taken(conn: Connection, subscription: str, slot: Slot) -> bool:
    """Whether a slot has been planned: a change of zone or time may bring the same local date again."""
    same = (digests.c.local_date == slot.local_date) & (digests.c.label == slot.label)
    return conn.execute(select(digests.c.id).where(digests.c.subscription == subscription, same)).first() is not None


def past_counts(
    conn: Connection, names: Collection[str], label: str, windows: int, before: int | None = None
) -> dict[str, list[dict[str, int]]]:
    """Stories by rule in the last digests of subscriptions with that label, empty ones included; newest first.

    With `before`, the key of a digest, only of those before it.
    """
    turn = func.row_number().over(partition_by=digests.c.subscription, order_by=digests.c.id.desc())
    each = (
        select(digests.c.subscription, digests.c.counts, turn.label("turn"))
        .where(digests.c.subscription.in_(names), digests.c.label == label, digests.c.state != DigestState.PASSED_OVER)
        .where(true() if before is None else digests.c.id < before)
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
