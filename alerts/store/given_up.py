"""Messages that were given up: to whom, when, and what was said last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from alerts.outbox import State
from alerts.store.tables import digests, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

STATES: Final = (State.FAILED, State.EXPIRED, State.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """One of them."""

    id: int
    recipient: str
    kind: str
    digest: str | None
    message_id: str
    state: str
    """`failed`, `expired` or `suppressed`."""
    attempts: int
    code: int | None
    """The last reply's, None where there was none."""
    said: str
    """The relay's last words, or ours where we gave it up; "" where nothing went wrong but time."""
    given_up_at: datetime


def given_up(conn: Connection, since: datetime) -> list[GivenUp]:
    """Those given up from `since` on, the last one last."""
    query = (
        select(
            outbox.c.id, outbox.c.recipient, outbox.c.kind, digests.c.public_id, outbox.c.message_id, outbox.c.state,
            outbox.c.attempts, outbox.c.last_code, outbox.c.last_text, outbox.c.final_at,
        )
        .outerjoin(digests, digests.c.id == outbox.c.digest_id)
        .where(outbox.c.state.in_(STATES), outbox.c.final_at >= since)
        .order_by(outbox.c.final_at, outbox.c.id)
    )  # fmt: skip
    return [GivenUp(*tuple(row)) for row in conn.execute(query)]
