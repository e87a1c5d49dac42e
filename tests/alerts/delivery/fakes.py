from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alerts.mail import Claimed, Mail, domain_of
from alerts.outbox import Decision, State
from tests.alerts.delivery.examples import LEASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime, timedelta

    from alerts.doubt import Doubt
    from alerts.mail import Attempt
    from alerts.turns import Turn


@dataclass
class Row:
    mail: Mail
    expires_at: datetime
    state: State = State.QUEUED
    next_at: datetime | None = None
    lease_until: datetime | None = None
    attempts: int = 0
    uncertain: bool = False
    last_text: str = ""


class MemoryOutbox:
    """An outbox that lives as long as its test, with the promises of the stored one."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    async def put(self, mails: Iterable[Mail], expires_at: datetime, now: datetime) -> None:
        self.rows += [Row(mail, expires_at, next_at=now) for mail in mails]

    async def states(self) -> list[State]:
        return [row.state for row in self.rows]

    async def sweep(self, now: datetime) -> None:
        for row in self.rows:
            if row.lease_until and row.lease_until <= now:
                row.state, row.next_at, row.lease_until, row.uncertain = State.QUEUED, now, None, True
            if row.state is State.QUEUED and row.expires_at <= now:
                row.state, row.next_at = State.EXPIRED, None

    async def due_domains(self, now: datetime) -> list[str]:
        return list({domain_of(row.mail.recipient) for row in self.rows if _is_due(row, now)})

    def claim(self, now: datetime, turn: Turn) -> Claimed | None:
        due = [
            (row.next_at, n)
            for n, row in enumerate(self.rows)
            if _is_due(row, now) and row.next_at and domain_of(row.mail.recipient) in turn.domains
        ]
        if not due:
            return None
        number = min(due)[1]
        row = self.rows[number]
        taken = Claimed(number, row.mail, row.attempts, row.expires_at, row.uncertain)
        row.state, row.next_at, row.lease_until = State.SENDING, None, now + LEASE
        row.attempts += 1
        return taken

    def enter_content(self, claimed: Claimed) -> None:
        """Nothing is held here."""

    def mark(
        self, claimed: Claimed, attempt: Attempt, decision: Decision, now: datetime, then: Turn | None = None
    ) -> Claimed | None:
        row = self.rows[claimed.id]
        ours = row.state is State.SENDING and row.attempts == claimed.attempts + 1
        if ours or (decision.state is State.ACCEPTED and not row.state.final):
            row.state, row.next_at, row.lease_until = decision.state, decision.next_at, None
            row.uncertain, row.last_text = decision.uncertain, attempt.text
        return self.claim(now, then) if then else None


def _is_due(row: Row, now: datetime) -> bool:
    return row.next_at is not None and row.next_at <= now < row.expires_at


@dataclass
class ScriptedTransport:
    """Answers with what it is given, then accepts."""

    answer: Callable[[Mail], Attempt]
    sent: list[Mail] = field(default_factory=list)
    closed: int = 0

    async def send(self, mail: Mail, doubt: Doubt) -> Attempt:  # noqa: ARG002 - the port's signature
        self.sent.append(mail)
        return self.answer(mail)

    async def close(self) -> None:
        self.closed += 1

    async def stop(self, grace: timedelta) -> None:
        """Nothing is under way."""
