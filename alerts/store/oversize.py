"""Messages that were refused as too large, and what stands for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import literal_column, select, update

from alerts.digest import Kind, Slot
from alerts.store.tables import digests, outbox, subscriptions

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection


class Fit(StrEnum):
    """How a message fits its relay."""

    USUAL = ""
    REFUSED = "refused"
    """Too large; a shorter one is to be made."""
    REPLACED = "replaced"
    """Too large; a shorter one was made, or none could be."""
    SHORTER = "shorter"
    """Stands for one that was too large; no other ever stands for it."""


@dataclass(frozen=True, slots=True)
class Oversize:
    """A message that was too large, and what its digest was made of."""

    id: int
    recipient: str
    expires_at: datetime
    digest_key: int
    digest: str
    """Its printed id, which the shorter one bears, too."""
    subscription: str
    slot: Slot
    after_seq: int
    upto_seq: int
    planned_at: datetime
    since: datetime
    """When the digest before it was planned, or the subscription began."""
    kind: Kind
    missed: int


def note(conn: Connection, key: int) -> None:
    """It was refused as too large; counts for messages as they were first made."""
    usual = (outbox.c.id == key) & (outbox.c.fit == Fit.USUAL)
    conn.execute(update(outbox).where(usual).values(fit=Fit.REFUSED))


def refused(conn: Connection) -> list[Oversize]:
    """Those that a shorter one is to be made for."""
    query = (
        select(outbox.c.id, outbox.c.recipient, outbox.c.expires_at, digests, subscriptions.c.started_at)
        .join(digests, digests.c.id == outbox.c.digest_id)
        .join(subscriptions, subscriptions.c.id == digests.c.subscription)
        .where(outbox.c.fit == literal_column("'refused '"))  # the index asks for a constant
        .order_by(outbox.c.id)
    )
    return [
        Oversize(
            row.id, row.recipient, row.expires_at, row.id_1, row.public_id, row.subscription,
            Slot(row.local_date, row.label, row.due), row.after_seq, row.upto_seq, row.planned_at,
            _planned_before(conn, row.subscription, row.id_1) or row.started_at, Kind(row.kind), row.missed,
        )
        for row in conn.execute(query)
    ]  # fmt: skip


def settled(conn: Connection, keys: Collection[int]) -> None:
    """Nothing more is made for these."""
    conn.execute(update(outbox).where(outbox.c.id.in_(keys)).values(fit=Fit.REPLACED))


def _planned_before(conn: Connection, subscription: str, key: int) -> datetime | None:
    earlier = select(digests.c.planned_at).where(
        digests.c.subscription == subscription, digests.c.id < key, digests.c.kind == Kind.DIGEST
    )
    return conn.execute(earlier.order_by(digests.c.id.desc()).limit(1)).scalar_one_or_none()
