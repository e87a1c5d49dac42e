"""Messages to who is no longer a recipient: the configuration was edited after they were planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from alerts.addresses import recipient_address
from alerts.outbox import State
from alerts.store.held import HELD
from alerts.store.tables import outbox

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

LEFT = "no longer a recipient when it was to be sent"


def dismiss(conn: Connection, wanted: Mapping[str, Iterable[str]], now: datetime) -> int:
    """Send nothing that waits to anybody who is not a recipient of its subscription any more; how many messages.

    Whoever comes in the place of an address gets the next digest: what was planned goes to one address or to none.
    What belongs to no subscription stays. Call it when no message is being sent.

    Args:
        conn: The transaction; from its commit on none of them is claimed.
        wanted: The recipients of each subscription that is not paused.
        now: When (aware).
    """
    staying = {name: set(map(_address, recipients)) for name, recipients in wanted.items()}
    left = 0
    for which, state in ((outbox.c.next_at.is_not(None), State.SUPPRESSED), (HELD, State.EXPIRED)):
        waiting = select(outbox.c.id, outbox.c.scope, outbox.c.recipient).where(which, outbox.c.scope != "")
        gone = [row.id for row in conn.execute(waiting) if row.recipient.casefold() not in staying.get(row.scope, ())]
        left += _give_up(conn, gone, {"state": state, "next_at": None, "final_at": now, "last_text": LEFT})
    return left


def is_among(recipient: str, recipients: Iterable[str]) -> bool:
    """Whether an address, as mail goes to it, is one of those that are configured."""
    return recipient.casefold() in set(map(_address, recipients))


def _give_up(conn: Connection, keys: Collection[int], values: Mapping[str, object]) -> int:
    for key in keys:
        conn.execute(update(outbox).where(outbox.c.id == key).values(values))
    return len(keys)


def _address(recipient: str) -> str:
    try:
        return recipient_address(recipient).casefold()
    except ValueError:  # never mailed
        return ""
