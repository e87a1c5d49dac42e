from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update
from sqlalchemy.dialects.sqlite import insert

from alerts.mail import Claimed, Mail, Outcome
from alerts.outbox import State
from alerts.store.tables import attempts, outbox

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Connection

    from alerts.mail import Attempt
    from alerts.outbox import Decision

OPEN = [State.QUEUED, State.SENDING]
BROKEN_OFF = "the process ended before the relay's answer was recorded"


def enqueue(conn: Connection, mails: Iterable[Mail], digest_id: int | None, expires_at: datetime, now: datetime) -> int:
    """Put finished messages into the outbox, due at once; how many were new.

    A Message-ID that is already there stays as it is, so that nothing is ever sent under it but the same bytes.
    """
    added = 0
    for mail in mails:
        row = {
            "digest_id": digest_id, "recipient": mail.recipient, "message_id": mail.message_id,
            "domain": mail.recipient.rpartition("@")[2].casefold(), "sender": mail.sender,
            "sha256": sha256(mail.content).hexdigest(), "size": len(mail.content), "content": mail.content,
            "state": State.QUEUED, "next_at": now, "created_at": now, "expires_at": expires_at,
        }  # fmt: skip
        new = insert(outbox).values(row).on_conflict_do_nothing(index_elements=["message_id"])
        added += conn.execute(new).rowcount
    return added


def claim(conn: Connection, now: datetime, lease: timedelta) -> Claimed | None:
    """Take the message that has been due longest, None when none is.

    The row of the attempt is written here already: to record the answer then takes no further room on the disk.
    """
    due = select(outbox.c.id).where(outbox.c.next_at <= now, outbox.c.expires_at > now)
    longest = due.order_by(outbox.c.next_at, outbox.c.id).limit(1).scalar_subquery()
    taken = (
        update(outbox)
        .where(outbox.c.id == longest)
        .values(state=State.SENDING, next_at=None, lease_until=now + lease, attempts=outbox.c.attempts + 1)
        .returning(outbox)
    )
    row = conn.execute(taken).one_or_none()
    if row is None:
        return None
    conn.execute(insert(attempts).values(outbox_id=row.id, n=row.attempts, started_at=now))
    mail = Mail(row.recipient, row.sender, row.message_id, row.content)
    return Claimed(row.id, mail, row.attempts - 1, row.expires_at, row.uncertain)


def mark(conn: Connection, claimed: Claimed, attempt: Attempt, decision: Decision, now: datetime) -> None:
    """Record what came of a claim.

    An answer that comes after the claim's lease was over changes the message only if it was accepted, and no answer
    changes a message in a final state.
    """
    number = claimed.attempts + 1
    answer = {"code": attempt.code, "text": attempt.text, "phase": attempt.phase, "outcome": attempt.outcome}
    conn.execute(update(attempts).where(_is_attempt(claimed.id, number)).values(answer))
    accepted = decision.state is State.ACCEPTED
    still_ours = (outbox.c.state == State.SENDING) & (outbox.c.attempts == number)
    may_change = outbox.c.state.in_(OPEN) if accepted else still_ours
    conn.execute(
        update(outbox)
        .where(outbox.c.id == claimed.id, may_change)
        .values(
            state=decision.state, next_at=decision.next_at, lease_until=None, uncertain=decision.uncertain,
            last_phase=attempt.phase, last_code=attempt.code, last_text=attempt.text,
            queue_text=attempt.text if accepted else "", final_at=now if decision.state.final else None,
        )
    )  # fmt: skip


def expire_leases(conn: Connection, now: datetime) -> int:
    """Queue again, as uncertain, what is being sent beyond its lease; how many."""
    return _take_back(conn, outbox.c.lease_until <= now, now)


def recover(conn: Connection, now: datetime) -> int:
    """At a start, when no other service runs: queue again, as uncertain, whatever was being sent; how many."""
    return _take_back(conn, outbox.c.lease_until.is_not(None), now)


def expire(conn: Connection, now: datetime) -> int:
    """Give up what waits beyond its expiry; how many."""
    late = outbox.c.next_at.is_not(None) & (outbox.c.expires_at <= now)
    given_up = update(outbox).where(late).values(state=State.EXPIRED, next_at=None, final_at=now)
    return conn.execute(given_up).rowcount


def pending(conn: Connection) -> dict[State, int]:
    """How many messages stand in each state; every state is named."""
    rows = conn.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    counts = {State(state): count for state, count in rows}
    return {state: counts.get(state, 0) for state in State}


def forget_content(conn: Connection, before: datetime) -> int:
    """Drop the bytes of messages that came to a final state before then, keeping size and hash; how many."""
    old = (outbox.c.final_at < before) & outbox.c.content.is_not(None)
    return conn.execute(update(outbox).where(old).values(content=None)).rowcount


def _take_back(conn: Connection, which: ColumnElement[bool], now: datetime) -> int:
    lost = select(outbox.c.id).where(which)
    unanswered = (attempts.c.outbox_id.in_(lost)) & (attempts.c.outcome == "")
    conn.execute(update(attempts).where(unanswered).values(outcome=Outcome.UNCERTAIN, text=BROKEN_OFF))
    queued = {"state": State.QUEUED, "next_at": now, "lease_until": None, "uncertain": True}
    return conn.execute(update(outbox).where(which).values(queued)).rowcount


def _is_attempt(outbox_id: int, number: int) -> ColumnElement[bool]:
    return (attempts.c.outbox_id == outbox_id) & (attempts.c.n == number)
