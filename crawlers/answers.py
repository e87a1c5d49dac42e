"""What an answer means: a body, a redirect, or a failure."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from crawlers.encodings import decode
from crawlers.errors import BadEncoding, RefusedAddress, TooLarge
from crawlers.guard import join
from crawlers.headers import retry_at
from crawlers.web import FetchFailed, Hop, Reason, Response, Validators

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.wire import Answer

_REDIRECTS = {301, 302, 303, 307, 308}
_ASCII = bytes(range(0x80))


def read(url: str, answer: Answer, hops: tuple[Hop, ...], max_bytes: int, now: datetime) -> Response | FetchFailed:
    """Make a response of an answer that is no redirect; `now` is when a Retry-After counts from."""
    if answer.status >= HTTPStatus.BAD_REQUEST:
        again = retry_at(answer.first(b"retry-after"), now)
        return FetchFailed(url, Reason.STATUS, f"{url}: answered {_named(answer.status)}", answer.status, again)
    if answer.status >= HTTPStatus.MULTIPLE_CHOICES and answer.status != HTTPStatus.NOT_MODIFIED:
        message = f"{url}: answered {_named(answer.status)} and leads nowhere"
        return FetchFailed(url, Reason.REDIRECTS, message, answer.status)
    try:
        body = b""
        if answer.status != HTTPStatus.NOT_MODIFIED:
            body = decode(answer.body, answer.all(b"content-encoding"), max_bytes)
    except BadEncoding as error:
        return FetchFailed(url, Reason.BAD_ENCODING, f"{url}: {error}", answer.status)
    except TooLarge as error:
        return FetchFailed(url, Reason.TOO_LARGE, f"{url}: {error}", answer.status)
    return Response(
        url=url,
        status=answer.status,
        body=body,
        content_type=(answer.first(b"content-type") or b"").decode("latin-1"),
        validators=Validators(answer.first(b"etag"), answer.first(b"last-modified")),
        hops=hops,
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers),
    )


def is_redirect(answer: Answer) -> bool:
    """True where a Location header is to be followed with a GET (RFC 9110, 15.4)."""
    return answer.status in _REDIRECTS


def follow(url: str, answer: Answer, start: str, hops: tuple[Hop, ...], most: int) -> Hop | FetchFailed:
    """The next hop of a chain from `start` that has come to `url`."""
    written = answer.first(b"location")
    if not written:
        return _lost(url, answer, "without an address")
    if len(hops) >= most:
        return _lost(url, answer, f"after {most} redirects")
    try:
        led = join(url, _text(written))
    except RefusedAddress as error:
        return FetchFailed(url, Reason.REFUSED_ADDRESS, f"{url}: redirected; {error}", answer.status)
    if led in {start.partition("#")[0], *(hop.url for hop in hops)}:
        return _lost(url, answer, f"in a circle, to {led}")
    return Hop(answer.status, led)


def _lost(url: str, answer: Answer, how: str) -> FetchFailed:
    return FetchFailed(url, Reason.REDIRECTS, f"{url}: redirected {how}", answer.status)


def _text(location: bytes) -> str:
    try:
        return location.decode("utf-8")
    except UnicodeDecodeError:  # no encoding to be sure of: the bytes stay what they are
        return quote_from_bytes(location, safe=_ASCII)


def _named(status: int) -> str:
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)
