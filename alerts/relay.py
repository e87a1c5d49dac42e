from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Security(StrEnum):
    """How the connection to the relay is protected; certificates are verified."""

    STARTTLS = "starttls"
    """Required: no mail goes out where the relay does not offer it."""
    OPPORTUNISTIC = "opportunistic"
    """STARTTLS where it is offered, with a verified certificate; else in the clear, and then without a password."""
    TLS = "tls"
    """From the first byte."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Relay:
    """The SMTP server that takes our mail."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    """Trusted certificates, where the system's do not do."""
    local_hostname: str | None = None
    timeout: timedelta = timedelta(seconds=60)
    """For connecting and for each answer before the content."""
    content_timeout: timedelta = timedelta(seconds=600)
    """For the answer to the final dot (RFC 5321, 4.5.3.2.6)."""
    per_connection: int = 100
    """Messages before a connection is renewed."""
    connections: int = 4
    """Digests handed over at a time; with more than one, urgent mail has one place more."""
    in_doubt: int = 1
    """Messages handed over to the end, and not yet recorded as accepted, at a time."""
    per_domain: float = 20.0
    """Messages a second to one recipient domain."""
    per_second: float | None = None
    """Messages a second in all; None for no limit."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the digests are from."""

    address: str
    """The From address."""
    name: str
    envelope: str
    """Envelope sender: where bounces go."""
    domain: str
    """Right-hand side of Message-IDs and List-Ids."""
    reply_to: str | None = None
    owner: str | None = None
    """Address in List-Owner and List-Help: a person who answers."""


@dataclass(frozen=True, slots=True)
class DigestLimits:
    """How long a digest may get."""

    items: int = 40
    per_section: int = 12
    html_bytes: int = 80_000
