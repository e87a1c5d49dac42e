"""What we say in a request, and when an answer tells us to come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from crawlers.encodings import ACCEPTED
from crawlers.web import Purpose

if TYPE_CHECKING:
    from crawlers.guard import Location
    from crawlers.web import Request

_ACCEPT = {
    Purpose.FEED: b"application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    b"text/xml;q=0.9, application/json;q=0.8, */*;q=0.5",
    Purpose.PAGE: b"text/html, application/xhtml+xml, */*;q=0.5",
    Purpose.ROBOTS: b"text/plain, */*;q=0.5",
}
SETTABLE = ("Accept", "Accept-Language", "Cache-Control", "From")
"""What an operator may say to an outlet: none of it tells who asks, nor lets anybody in."""
_LONGEST_WAIT = timedelta(days=7)


def request_headers(location: Location, request: Request, user_agent: str) -> tuple[tuple[bytes, bytes], ...]:
    """All headers of one hop.

    The validators go along every hop of a chain: they are those of the resource at its end, and a server that redirects
    passes them over (RFC 9110, 13.2.1). So do the operator's own headers, which is why they may hold no secret.
    """
    headers = [
        (b"Host", location.authority.encode("ascii")),
        (b"User-Agent", user_agent.encode("utf-8")),
        (b"Accept", _ACCEPT[request.purpose]),
        (b"Accept-Encoding", ACCEPTED),
    ]
    if request.validators.etag is not None:
        headers.append((b"If-None-Match", request.validators.etag))
    if request.validators.last_modified is not None:
        headers.append((b"If-Modified-Since", request.validators.last_modified))
    own = {name.lower(): (name.encode("ascii"), value.encode("ascii")) for name, value in request.headers}
    return (*(pair for pair in headers if pair[0].decode().lower() not in own), *own.values())


def retry_at(value: bytes | None, now: datetime) -> datetime | None:
    """The moment Retry-After names (RFC 9110, 10.2.3), at most a week away; None where it names none in the future."""
    wait = None if value is None else _wait(value.decode("latin-1").strip(), now)
    return None if wait is None or wait <= timedelta(0) else now + min(wait, _LONGEST_WAIT)


def _wait(text: str, now: datetime) -> timedelta | None:
    if text.isascii() and text.isdigit():
        longest = _LONGEST_WAIT.total_seconds()
        return timedelta(seconds=min(int(text), longest) if len(text) <= len(str(int(longest))) else longest)
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return (then if then.tzinfo else then.replace(tzinfo=UTC)) - now
