from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Mail:
    """One finished message to one recipient. Its bytes never change again, so that a retry is the same message."""

    recipient: str
    """Canonical address, one."""
    sender: str
    """Envelope sender."""
    message_id: str
    content: bytes
    """RFC 5322, CRLF line ends."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An outbox row that this process has taken to deliver."""

    id: int
    mail: Mail
    attempts: int
    """Before this one."""
    expires_at: datetime
    uncertain: bool = False
    """An earlier attempt broke after the content was handed over."""


class Outcome(StrEnum):
    """What an attempt came to."""

    ACCEPTED = "accepted"
    """The relay took responsibility (250 after the final dot)."""
    DEFERRED = "deferred"
    """Not taken; worth trying again."""
    UNCERTAIN = "uncertain"
    """The connection broke after the content began: it may have been taken."""
    REJECTED = "rejected"
    """Refused for good."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The relay's answer to one attempt."""

    outcome: Outcome
    phase: str
    """connect, tls, auth, mail, rcpt, data, content or done: how far it went."""
    code: int | None
    """Of the reply (RFC 5321, 4.2); None where there was none."""
    text: str
    """What the relay said, or what broke; one line of at most 500 characters. After ACCEPTED it holds the queue id."""
    relay_wide: bool = False
    """True when the fault is the relay's or ours, not this recipient's: other messages would meet it too."""
    remedy: str = ""
    """What the operator can do about it, where there is something."""


@dataclass(frozen=True, slots=True)
class Retry:
    """When to try again, and when to stop."""

    delays: tuple[timedelta, ...]
    """Upper bounds of the wait after the 1st, 2nd … failure; the last repeats."""
    expire_after: timedelta
    lease: timedelta
    """How long a claim holds before it counts as broken off; longer than the relay's time-outs together."""
