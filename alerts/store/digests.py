from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import case, select, update
from sqlalchemy.dialects.sqlite import insert

from alerts.store.tables import digest_items, digests, subscriptions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from alerts.digest import Digest, Slot

BATCH = 1000
"""Ids in one query, below SQLite's limit on parameters."""


class DigestState(StrEnum):
    """What became of a slot."""

    PLANNED = "planned"
    SKIPPED_EMPTY = "skipped_empty"


def record(conn: Connection, digest: Digest, now: datetime) -> int | None:
    """Write a digest with its items and move its subscription on; the digest's key, or None if the slot is taken.

    When the slot is taken nothing is written, so planning a second time changes nothing.
    """
    key = _take_slot(
        conn, digest.subscription, digest.slot, now,
        public_id=digest.id, after_seq=digest.after_seq, upto_seq=digest.upto_seq,
        state=DigestState.PLANNED, items=len(digest.items),
    )  # fmt: skip
    if key is not None and digest.items:
        conn.execute(insert(digest_items), [{"digest_id": key, **row} for row in _rows(digest)])
    return key


def record_empty(conn: Connection, subscription: str, slot: Slot, seqs: tuple[int, int], now: datetime) -> int | None:
    """Write that a slot had nothing to say about `seqs` (after, up to); otherwise like `record`."""
    after_seq, upto_seq = seqs
    return _take_slot(
        conn, subscription, slot, now,
        after_seq=after_seq, upto_seq=upto_seq, state=DigestState.SKIPPED_EMPTY, items=0,
    )  # fmt: skip


def taken(conn: Connection, subscription: str, slot: Slot) -> bool:
    """Whether a slot has been planned: a change of zone or time may bring the same local date again."""
    same = (digests.c.local_date == slot.local_date) & (digests.c.label == slot.label)
    return conn.execute(select(digests.c.id).where(digests.c.subscription == subscription, same)).first() is not None


def shown(conn: Connection, subscription: str, article_ids: Iterable[int]) -> set[int]:
    """Which of these articles stood in an earlier digest of the subscription."""
    ids, found = list(article_ids), set[int]()
    for first in range(0, len(ids), BATCH):
        query = (
            select(digest_items.c.article_id)
            .join(digests, digests.c.id == digest_items.c.digest_id)
            .where(digests.c.subscription == subscription)
            .where(digest_items.c.article_id.in_(ids[first : first + BATCH]))
        )
        found.update(conn.execute(query).scalars())
    return found


def _take_slot(conn: Connection, subscription: str, slot: Slot, now: datetime, **rest: object) -> int | None:
    row = {
        "subscription": subscription, "local_date": slot.local_date, "label": slot.label, "due": slot.due,
        "planned_at": now, **rest,
    }  # fmt: skip
    new = insert(digests).values(row).on_conflict_do_nothing(index_elements=["subscription", "local_date", "label"])
    key = conn.execute(new.returning(digests.c.id)).scalar_one_or_none()
    if key is not None:
        last, upto = subscriptions.c.last_seq, rest["upto_seq"]
        furthest = case((last > upto, last), else_=upto)
        moved = update(subscriptions).where(subscriptions.c.id == subscription)
        conn.execute(moved.values(last_seq=furthest, last_planned_at=now))
    return key


def _rows(digest: Digest) -> Iterable[dict[str, object]]:
    pairs = [(section.rule, item) for section in digest.sections for item in section.items]
    for position, (rule, item) in enumerate(pairs):
        yield {
            "position": position, "article_id": item.article_id, "version_id": item.version_id, "rule": rule,
        }  # fmt: skip
