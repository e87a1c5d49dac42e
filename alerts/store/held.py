"""Messages that the relay may have, and that are not sent again by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import literal_column, select, update

from alerts.outbox import State
from alerts.store.tables import digests, outbox

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

HELD: Final = outbox.c.state == literal_column("'held        '")
"""A constant, as the index asks for one."""


@dataclass(frozen=True, slots=True)
class Held:
    """One of them."""

    id: int
    recipient: str
    kind: str
    digest: str | None
    message_id: str
    said: str
    """What broke."""
    expires_at: datetime


def held(conn: Connection) -> list[Held]:
    """Those that wait for an operator, the next to expire first."""
    query = (
        select(
            outbox.c.id, outbox.c.recipient, outbox.c.kind, digests.c.public_id, outbox.c.message_id,
            outbox.c.last_text, outbox.c.expires_at,
        )
        .outerjoin(digests, digests.c.id == outbox.c.digest_id)
        .where(HELD)
        .order_by(outbox.c.expires_at, outbox.c.id)
    )  # fmt: skip
    return [Held(*row) for row in conn.execute(query)]


def release(conn: Connection, keys: Collection[int], now: datetime) -> list[int]:
    """Send these again, the same bytes, whatever the relay has; those that were held."""
    queued = update(outbox).where(HELD, outbox.c.id.in_(keys)).values(state=State.QUEUED, next_at=now)
    return sorted(conn.execute(queued.returning(outbox.c.id)).scalars())


def drop(conn: Connection, keys: Collection[int], now: datetime) -> list[int]:
    """Send these no more; those that were held."""
    over = {"state": State.EXPIRED, "final_at": now, "last_text": "dropped by the operator"}
    dropped = update(outbox).where(HELD, outbox.c.id.in_(keys)).values(over)
    return sorted(conn.execute(dropped.returning(outbox.c.id)).scalars())
