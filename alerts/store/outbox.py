from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sqlalchemy import bindparam, func, literal_column, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from alerts.mail import Claimed, Kind, Mail, Trouble, domain_of
from alerts.outbox import State
from alerts.store import contents, oversize, suppressions
from alerts.store.oversize import Fit
from alerts.store.tables import attempts, outbox
from pipeline.store.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta

    from sqlalchemy import Connection

    from alerts.mail import Attempt
    from alerts.outbox import Decision
    from alerts.turns import Turn

DEAD = suppressions.Why("no such mailbox", "relay")
CONTENT = "content"
DAMAGED = "its bytes are missing from the store"

_ENQUEUE = Prepared(
    insert(outbox)
    .values({
        name: bindparam(name)
        for name in (
            "digest_id", "recipient", "domain", "message_id", "sender", "sha256", "size", "expires_at", "kind",
            "urgent", "scope", "fit",
        )
    })
    .values(
        state=State.QUEUED, next_at=bindparam("now"), created_at=bindparam("now"),
        attempts=0, last_phase="", last_code=None, last_text="", queue_text="",
    )
    .on_conflict_do_nothing(index_elements=["message_id"])
)  # fmt: skip
_FIRST = (
    select(outbox.c.id)
    .where(outbox.c.next_at <= bindparam("now"), outbox.c.expires_at > bindparam("now"))
    .order_by(outbox.c.next_at, outbox.c.expires_at, outbox.c.id)  # as the index is: nothing is sorted
    .limit(literal_column("1"))
)
_FIRST_OF = _FIRST.where(~outbox.c.urgent, outbox.c.domain == bindparam("of"))
_FIRST_URGENT = _FIRST.where(outbox.c.urgent)
_FIRST_URGENT_BUT = _FIRST_URGENT.where(outbox.c.domain.not_in(bindparam("barred", expanding=True)))
_ROW = select(
    outbox.c.id, outbox.c.scope, outbox.c.recipient, outbox.c.sender, outbox.c.message_id, outbox.c.attempts,
    outbox.c.expires_at, outbox.c.uncertain, outbox.c.kind, contents.WHOLE, suppressions.SOME.label("some_suppressed"),
)  # fmt: skip
_QUERY, _FIND_BUT = (
    _ROW.where(outbox.c.id == func.coalesce(urgent.scalar_subquery(), _FIRST_OF.scalar_subquery()))
    for urgent in (_FIRST_URGENT, _FIRST_URGENT_BUT)
)
_FIND = Prepared(_QUERY)
_TAKE = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("key"))
    .values(
        state=State.SENDING, next_at=None, lease_until=bindparam("until"), attempts=bindparam("number"), last_phase=""
    )
)
_ATTEMPT = Prepared(
    insert(attempts).values(
        outbox_id=bindparam("key"), n=bindparam("number"), started_at=bindparam("now"),
        phase="", code=None, text="", outcome="",
    )
)  # fmt: skip
_ANSWER = Prepared(
    update(attempts)
    .where(attempts.c.outbox_id == bindparam("key"), attempts.c.n == bindparam("number"))
    .values({name: bindparam(f"new_{name}") for name in ("code", "text", "phase", "outcome")})
)
_MARK = (
    update(outbox)
    .where(outbox.c.id == bindparam("key"))
    .values({
        name: bindparam(f"new_{name}")
        for name in ("state", "next_at", "uncertain", "last_phase", "last_code", "last_text", "queue_text", "final_at")
    })
    .values(lease_until=None)
)  # fmt: skip
_MARK_OURS = Prepared(_MARK.where(outbox.c.state == State.SENDING, outbox.c.attempts == bindparam("number")))
_MARK_ACCEPTED = Prepared(_MARK.where(or_(*(outbox.c.state == state for state in sorted(State.ACCEPTED.before)))))


class Row(Protocol):
    """A message that may be claimed, as `_ROW` reads it."""

    id: int
    scope: str
    recipient: str
    sender: str
    message_id: str
    attempts: int
    expires_at: datetime
    uncertain: bool
    kind: str
    content: bytes | None
    some_suppressed: bool


class Found(NamedTuple):
    """What a look into the outbox came to."""

    claimed: Claimed | None
    suppressed: int
    """Messages that were due, and are not sent."""
    damaged: tuple[int, ...] = ()
    """Messages that were due and can't be sent: the store has not all of their bytes."""


def enqueue(  # noqa: PLR0913 - what is fixed for ever when a message is planned
    conn: Connection,
    mails: Iterable[Mail],
    digest_id: int | None,
    expires_at: datetime,
    now: datetime,
    *,
    kind: Kind = Kind.DIGEST,
    scope: str = "",
    fit: Fit = Fit.USUAL,
) -> int:
    """Put finished messages into the outbox, due at once; how many were new.

    A Message-ID that is already there stays as it is, so that nothing is ever sent under it but the same bytes.

    Args:
        conn: The transaction that plans them.
        mails: What to send.
        digest_id: The digest they are of, where they are of one.
        expires_at: When they are not worth sending any more.
        now: When they become due.
        kind: Instant alerts and notes to the operators overtake digests.
        scope: The subscription; a recipient who left it gets none of them, even when they are queued already.
        fit: Whether it stands for one that was too large.
    """
    mails = list(mails)
    if not mails:
        return 0
    same = {
        "digest_id": digest_id, "now": now, "expires_at": expires_at, "kind": kind, "urgent": kind.urgent,
        "scope": scope, "fit": fit,
    }  # fmt: skip
    added = _ENQUEUE.run_all(conn, (same | _own(mail) for mail in mails))
    contents.put(conn, mails, now)
    return added


def _own(mail: Mail) -> dict[str, object]:
    """What a row has of its message."""
    content = mail.content
    return {
        "recipient": mail.recipient, "domain": domain_of(mail.recipient), "message_id": mail.message_id,
        "sender": mail.sender, "sha256": sha256(content).hexdigest(), "size": len(content),
    }  # fmt: skip


def due_domains(conn: Connection, now: datetime) -> list[str]:
    """Domains that digests wait for and are due."""
    waiting = (outbox.c.next_at <= now) & (outbox.c.expires_at > now)
    return list(conn.execute(select(outbox.c.domain).where(~outbox.c.urgent, waiting).distinct()).scalars())


def claim(conn: Connection, now: datetime, lease: timedelta, turn: Turn) -> Found:
    """Take what is urgent, else a digest for the first of the turn's domains; of those the one due longest.

    Whoever asked for no more mail until this moment gets none. The row of the attempt is written here already: to
    record the answer then takes no further room on the disk.
    """
    suppressed, damaged = 0, []
    while (row := _find(conn, now, turn)) is not None:
        reason = suppressions.reason(conn, row.recipient, row.scope) if row.some_suppressed else None
        if reason is not None:
            _give_up(conn, row, State.SUPPRESSED, reason, now)
            suppressed += 1
        elif row.content is None:
            _give_up(conn, row, State.FAILED, DAMAGED, now)
            damaged.append(row.id)
        else:
            return Found(_take(conn, row, row.content, now, lease), suppressed, tuple(damaged))
    return Found(None, suppressed, tuple(damaged))


def _give_up(conn: Connection, row: Row, state: State, why: str, now: datetime) -> None:
    given_up = {"state": state, "next_at": None, "final_at": now, "last_text": why}
    conn.execute(update(outbox).where(outbox.c.id == row.id).values(given_up))


def _find(conn: Connection, now: datetime, turn: Turn) -> Row | None:
    for domain in turn.domains or (None,):
        which = {"now": now, "of": domain}
        row: Row | None
        if turn.barred:
            row = conn.execute(_FIND_BUT, which | {"barred": list(turn.barred)}).first()
        else:
            row = _FIND.first(conn, which)
        if row is not None:
            return row
    return None


def _take(conn: Connection, row: Row, content: bytes, now: datetime, lease: timedelta) -> Claimed:
    number = row.attempts + 1
    _TAKE.run(conn, {"key": row.id, "number": number, "until": now + lease})
    _ATTEMPT.run(conn, {"key": row.id, "number": number, "now": now})
    mail = Mail(row.recipient, row.sender, row.message_id, content)
    return Claimed(row.id, mail, row.attempts, row.expires_at, row.uncertain, Kind(row.kind))


def enter_content(conn: Connection, claimed: Claimed) -> None:
    """From now on the relay may have it: were it broken off, it would be held (`recover`)."""
    ours = (outbox.c.id == claimed.id) & (outbox.c.attempts == claimed.attempts + 1)
    conn.execute(update(outbox).where(ours, outbox.c.state == State.SENDING).values(last_phase=CONTENT))


def mark(conn: Connection, claimed: Claimed, attempt: Attempt, decision: Decision, now: datetime) -> None:
    """Record what came of a claim.

    An answer that comes after the claim's lease was over changes the message only if it was accepted, and no answer
    changes a message in a final state.
    """
    which = {"key": claimed.id, "number": claimed.attempts + 1}
    answer = {"code": attempt.code, "text": attempt.text, "phase": attempt.phase, "outcome": attempt.outcome}
    _ANSWER.run(conn, which | _new(answer))
    accepted = decision.state is State.ACCEPTED
    change = {
        "state": decision.state, "next_at": decision.next_at, "uncertain": decision.uncertain,
        "last_phase": attempt.phase, "last_code": attempt.code, "last_text": attempt.text,
        "queue_text": attempt.text if accepted else "", "final_at": now if decision.state.final else None,
    }  # fmt: skip
    (_MARK_ACCEPTED if accepted else _MARK_OURS).run(conn, which | _new(change))
    if attempt.trouble is Trouble.TOO_LARGE:
        oversize.note(conn, claimed.id)
    if attempt.trouble is Trouble.DEAD:
        suppressions.sign(conn, claimed.mail.recipient, DEAD, now)


def _new(values: Mapping[str, object]) -> dict[str, object]:
    """Parameters for new values; those of the columns' own names would be taken for all of them."""
    return {f"new_{name}": value for name, value in values.items()}


def pending(conn: Connection) -> dict[State, int]:
    """How many messages stand in each state; every state is named."""
    rows = conn.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    counts = {State(state): count for state, count in rows}
    return {state: counts.get(state, 0) for state in State}
