"""What an outlet answers at a moment of the script."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from xxhash import xxh64_hexdigest

from tests.end_to_end.week.markup import TYPES, feed, page, sitemap
from tests.end_to_end.week.outlet import FEED, FEEDS, MIRROR, NEW_HOME
from tests.end_to_end.week.trouble import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tests.end_to_end.week.outlet import Outlet

SITEMAP = "/news-sitemap.xml"
PATIENCE = timedelta(hours=1)
"""What Retry-After asks for."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; status 0 is none at all."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


SILENCE = Reply(0)


def answer(outlet: Outlet, path: str, etag: str | None, at: datetime) -> Reply:
    """Answer a GET; `etag` is what If-None-Match said."""
    if outlet.trouble(Kind.HANGING, at):
        return SILENCE
    if outlet.trouble(Kind.BROKEN, at):
        return Reply(500)
    if outlet.trouble(Kind.OVERRUN, at):
        seconds = f"{PATIENCE.total_seconds():.0f}"
        return Reply(429, headers={"Retry-After": format_datetime(at + PATIENCE) if at.minute % 2 else seconds})
    path = path.partition("?")[0]
    if path == "/robots.txt":
        return Reply(200, robots(outlet, at), {"Content-Type": "text/plain"})
    if path in FEEDS:
        return _feed(outlet, path, etag, at)
    return _document(outlet, path, etag, at)


def robots(outlet: Outlet, at: datetime) -> bytes:
    """What robots.txt says."""
    closed = "Disallow: /\n" if outlet.trouble(Kind.CLOSED, at) else "Disallow: /private\n"
    delay = f"Crawl-delay: {outlet.crawl_delay}\n" if outlet.crawl_delay else ""
    return f"User-agent: *\n{closed}{delay}Sitemap: https://{outlet.host}{SITEMAP}\n".encode()


def _feed(outlet: Outlet, path: str, etag: str | None, at: datetime) -> Reply:
    if outlet.trouble(Kind.GONE, at):
        return Reply(410)
    if path == FEED and outlet.trouble(Kind.MOVED, at):
        return Reply(301, headers={"Location": NEW_HOME})
    if path == FEED and outlet.trouble(Kind.DETOUR, at):
        return Reply(302, headers={"Location": MIRROR})
    body = feed(outlet, at)
    tag = f'"{xxh64_hexdigest(body)}"'
    if etag and (etag == tag or outlet.trouble(Kind.LYING, at)):
        return Reply(304, headers={"ETag": etag})
    return Reply(200, body, {"Content-Type": TYPES[outlet.form], "ETag": tag})


def _document(outlet: Outlet, path: str, etag: str | None, at: datetime) -> Reply:
    if path == SITEMAP:
        return Reply(200, sitemap(outlet, at), {"Content-Type": "application/xml"})
    number = path.removeprefix("/news/")
    if number.isdecimal() and int(number) < len(outlet.stories) and outlet.stories[int(number)].published <= at:
        body = page(outlet.stories[int(number)], at)
        tag = f'"{xxh64_hexdigest(body)}"'
        if etag == tag:
            return Reply(304, headers={"ETag": tag})
        return Reply(200, body, {"Content-Type": "text/html; charset=utf-8", "ETag": tag})
    return Reply(404)
