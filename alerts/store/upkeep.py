"""What time does to waiting mail: leases that end, expiry, a start after a kill, a clock that was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, select, true, update

from alerts.mail import Kind, Outcome
from alerts.outbox import State
from alerts.store.held import HELD
from alerts.store.outbox import CONTENT
from alerts.store.tables import attempts, outbox

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Connection

BROKEN_OFF = "the process ended before the relay's answer was recorded"


def expire_leases(conn: Connection, now: datetime, hold: Collection[Kind] = ()) -> int:
    """Take back what is being sent beyond its lease, as `recover` does; how many."""
    return _take_back(conn, outbox.c.lease_until <= now, now, hold)


def recover(conn: Connection, now: datetime, hold: Collection[Kind] = ()) -> int:
    """At a start, when no other service runs: queue again, as uncertain, whatever was being sent; how many.

    Of the kinds to `hold` it is held where the relay may have it, and else queued as certainly not taken.
    """
    return _take_back(conn, outbox.c.lease_until.is_not(None), now, hold)


def expire(conn: Connection, now: datetime) -> int:
    """Give up what waits beyond its expiry; how many."""
    given_up = update(outbox).values(state=State.EXPIRED, next_at=None, final_at=now)
    return sum(
        conn.execute(given_up.where(which, outbox.c.expires_at <= now)).rowcount
        for which in (outbox.c.next_at.is_not(None), HELD)
    )


def give_up_before(conn: Connection, moment: datetime, now: datetime) -> int:
    """Send nothing that was planned before `moment`, as the store is a backup and its mails have gone out; how many."""
    old = outbox.c.next_at.is_not(None) & (outbox.c.created_at < moment)
    given_up = {
        "state": State.EXPIRED,
        "next_at": None,
        "final_at": now,
        "last_text": "planned before --no-resend-before",
    }
    return conn.execute(update(outbox).where(old).values(given_up)).rowcount


def hasten(conn: Connection, now: datetime, longest: timedelta) -> int:
    """Make due what waits longer than any wait lasts: the clock stood wrong when it was put off; how many."""
    stranded = outbox.c.next_at > now + longest
    return conn.execute(update(outbox).where(stranded).values(next_at=now)).rowcount


def _take_back(conn: Connection, which: ColumnElement[bool], now: datetime, hold: Collection[Kind]) -> int:
    lost = select(outbox.c.id).where(which)
    unanswered = (attempts.c.outbox_id.in_(lost)) & (attempts.c.outcome == "")
    conn.execute(update(attempts).where(unanswered).values(outcome=Outcome.UNCERTAIN, text=BROKEN_OFF))
    kept = outbox.c.kind.in_(hold)
    held = {"state": State.HELD, "lease_until": None, "uncertain": True, "last_text": BROKEN_OFF}
    doubtful = conn.execute(update(outbox).where(which, kept, outbox.c.last_phase == CONTENT).values(held)).rowcount
    queued = {"state": State.QUEUED, "next_at": now, "lease_until": None}
    known = {"uncertain": case((kept, outbox.c.uncertain), else_=true())}
    return doubtful + conn.execute(update(outbox).where(which).values(queued | known)).rowcount
