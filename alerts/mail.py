from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Kind(StrEnum):
    """What a message is: how soon it goes, and how long it is worth sending."""

    DIGEST = "digest"
    INSTANT = "instant"
    OPERATORS = "operators"
    """A note on a fault of the service itself."""

    @property
    def urgent(self) -> bool:
        """True when it goes before whatever else waits."""
        return self is not Kind.DIGEST


@dataclass(frozen=True, slots=True)
class Mail:
    """One finished message to one recipient. Its bytes never change again, so that a retry is the same message."""

    recipient: str
    """Canonical address, one."""
    sender: str
    """Envelope sender."""
    message_id: str
    own: bytes
    """RFC 5322, CRLF line ends."""
    shared: bytes = b""
    """What follows, where other messages have it, too: it is kept once for all."""

    @property
    def content(self) -> bytes:
        """The whole message."""
        return self.own + self.shared


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
    kind: Kind = Kind.DIGEST

    @property
    def domain(self) -> str:
        """Of the recipient, in lower case."""
        return domain_of(self.mail.recipient)


def domain_of(address: str) -> str:
    """The domain of an address, in lower case: what rates and turns go by."""
    return address.rpartition("@")[2].casefold()


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


class Trouble(StrEnum):
    """What kept a message from being taken, as far as it decides more than that message's next try."""

    NONE = "none"
    SLOW_DOWN = "slow_down"
    """We are too quick for it (421, 4.7.x)."""
    POLICY = "policy"
    """5.7.x or 5.3.x: our fault or a rule of theirs, never the recipient's."""
    MAILBOX_FULL = "mailbox_full"
    TOO_LARGE = "too_large"
    """For the relay, or for the mailbox: a shorter one may do."""
    DEAD = "dead"
    """There is no such mailbox, or no such domain."""


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
    trouble: Trouble = Trouble.NONE

    @property
    def said(self) -> str:
        """Code and text."""
        return f"{self.code} {self.text}" if self.code else self.text


@dataclass(frozen=True, slots=True)
class Retry:
    """When to try again, and when to stop."""

    delays: tuple[timedelta, ...]
    """Upper bounds of the wait after the 1st, 2nd … failure; the last repeats."""
    expire_after: timedelta
    """How long a digest, or a note to the operators, is tried."""
    lease: timedelta
    """How long a claim holds before it counts as broken off; longer than the relay's time-outs together."""
    expire_instant: timedelta = timedelta(hours=6)
    """How long an instant alert is tried: later it is no news."""

    hold: frozenset[Kind] = frozenset()
    """Kinds of which no message is sent again by itself where the relay may have it already."""

    def expiry(self, kind: Kind) -> timedelta:
        """How long a message of this kind is tried."""
        return self.expire_instant if kind is Kind.INSTANT else self.expire_after
