from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from alerts.doubt import Doubt
from alerts.mail import Attempt, Claimed, Mail, Outcome, Retry
from alerts.places import Places
from alerts.relay import Relay, Security
from alerts.smtp import SmtpTransport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EXPIRY = NOW + timedelta(hours=24)
PATIENCE = timedelta(seconds=10)
LEASE = timedelta(minutes=20)
RETRY = Retry((MINUTE, 5 * MINUTE, 15 * MINUTE), expire_after=timedelta(hours=24), lease=LEASE)


def mail(
    number: int = 1, recipient: str = "reader@example.com", content: bytes = b"Subject: x\r\n\r\nbody\r\n"
) -> Mail:
    return Mail(recipient, "bounces@example.org", f"<m{number}@example.org>", content)


def mails(count: int) -> list[Mail]:
    return [mail(n, f"reader{n}@example.com", f"Subject: {n}\r\n\r\nbody {n}\r\n".encode()) for n in range(count)]


def claimed(attempts: int = 0, *, expires_at: datetime = EXPIRY, uncertain: bool = False) -> Claimed:
    return Claimed(1, mail(), attempts, expires_at, uncertain)


def attempt(outcome: Outcome, text: str = "ok") -> Attempt:
    return Attempt(outcome, "content", 250, text)


def to(port: int, security: Security = Security.NONE, **rest: Any) -> Relay:  # noqa: ANN401 - any field of Relay
    """A relay on this machine, with time-outs for tests."""
    usual = Relay(
        "127.0.0.1", port, security, timeout=PATIENCE, content_timeout=PATIENCE, local_hostname="us.example.org"
    )
    return replace(usual, **rest)


@dataclass
class Clock:
    """Time that passes when told."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


class Alone(SmtpTransport):
    """The relay, for messages that are sent one by one and recorded nowhere."""

    async def send(self, mail: Mail, doubt: Doubt | None = None) -> Attempt:
        mine = doubt or Doubt(Places(1))
        try:
            return await super().send(mail, mine)
        finally:
            if doubt is None:
                mine.leave()


@asynccontextmanager
async def sending(relay: Relay) -> AsyncIterator[Alone]:
    """A transport that is stopped after the block."""
    transport = Alone(relay)
    try:
        yield transport
    finally:
        await transport.stop(timedelta(0))
