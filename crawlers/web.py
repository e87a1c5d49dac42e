"""A request and what came of it, free of any library's types."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Purpose(StrEnum):
    """Why an address is fetched; decides the Accept header and the size limit."""

    FEED = "feed"
    PAGE = "page"
    ROBOTS = "robots"


@dataclass(frozen=True, slots=True)
class Validators:
    """What an outlet gave us to ask "has it changed?", byte for byte."""

    etag: bytes | None = None
    last_modified: bytes | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One GET of a public address."""

    url: str
    purpose: Purpose
    validators: Validators = Validators()
    headers: tuple[tuple[str, str], ...] = ()
    """The operator's own, each in place of what we say by default; names are among `crawlers.headers.SETTABLE`."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect that was followed."""

    status: int
    url: str
    """Where it led."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer with a status below 400 other than a redirect; the body is whole and decoded."""

    url: str
    """The last address, after redirects."""
    status: int
    """200 to 299, or 304."""
    body: bytes
    content_type: str = ""
    validators: Validators = Validators()
    hops: tuple[Hop, ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Names in lower case, values decoded as Latin-1, in the order of the wire."""


class Reason(StrEnum):
    """Why a fetch failed."""

    REFUSED_ADDRESS = "refused_address"
    """The guard: scheme, port, user info, or an address that is not public."""
    ROBOTS = "robots"
    """The outlet's robots.txt forbids it, or can't be read (5xx)."""
    STATUS = "status"
    """A status of 400 and above."""
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    """DNS, TCP or TLS."""
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"
    """The body can't be decompressed."""
    REDIRECTS = "redirects"
    """Too many, circular, or without an address."""
    PAUSED = "paused"
    """The host has asked to be left alone for a while; it was not asked."""
    INTERNAL = "internal"
    """A fault of ours."""
    STOPPED = "stopped"
    """The service is shutting down."""


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """No usable answer, and why; a value, as failing is an everyday outcome of a poll."""

    url: str
    """The address that failed; behind a redirect not the one asked for."""
    reason: Reason
    message: str
    """One sentence for the operator."""
    status: int | None = None
    retry_at: datetime | None = None
    """From `Retry-After`, already made absolute by the clock of the fetch."""


class Fetch(Protocol):
    """The web, for those who need it."""

    async def __call__(self, request: Request) -> Response | FetchFailed:
        """Get one address, politely."""
        ...
