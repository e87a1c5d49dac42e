"""Stand-ins for the outside world, whole enough to be asked anything the real one is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawlers.articles import extract_page
from crawlers.feeds import parse_feed
from crawlers.found import Familiar
from crawlers.listings import parse_listing
from crawlers.page import UNKNOWN
from crawlers.poll import Parsers
from crawlers.sitemaps import parse_sitemap
from crawlers.web import FetchFailed, Reason, Response

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from crawlers.entry import Feed
    from crawlers.listings import ListingPage
    from crawlers.page import Hints, Page
    from crawlers.sitemaps import Sitemap
    from crawlers.web import Request
    from pipeline.model.outlet import ListingRules


@dataclass
class FakeWeb:
    """A `Fetch` that answers from a table and remembers what it was asked."""

    answers: dict[str, Response | FetchFailed | Exception] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    async def __call__(self, request: Request) -> Response | FetchFailed:
        self.asked.append(request)
        missing = FetchFailed(request.url, Reason.STATUS, f"{request.url}: answered 404 (Not Found)", 404)
        answer = self.answers.get(request.url, missing)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def parse_here(body: bytes, url: str, content_type: str, zone: str | None = None) -> Feed:
    """A `ParseFeed` without a process of its own."""
    return parse_feed(body, url, content_type, 500, zone)


async def extract_here(body: bytes, url: str, content_type: str, hints: Hints = UNKNOWN) -> Page:
    """An `ExtractPage` without a process of its own."""
    return extract_page(body, url, content_type, hints)


async def parse_sitemap_here(
    body: bytes, url: str, now: datetime, content_type: str, zone: str | None = None
) -> Sitemap:
    """A `ParseSitemap` without a process of its own."""
    return parse_sitemap(body, url, now, content_type, zone=zone)


async def parse_listing_here(
    body: bytes, url: str, content_type: str, rules: ListingRules, zone: str | None = None
) -> ListingPage:
    """A `ParseListing` without a process of its own."""
    return parse_listing(body, url, content_type, rules, 500, zone)


PARSERS = Parsers(parse_here, parse_sitemap_here, parse_listing_here)


@dataclass
class FakeMemory:
    """A `crawlers.found.Memory`."""

    seen: set[str] = field(default_factory=set)
    crowded: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    """Keys of the document last read."""
    keys: set[str] = field(default_factory=set)
    """Of all the outlet's entries."""
    times: list[datetime] = field(default_factory=list)

    async def known(self, _source_id: int, fingerprints: Collection[str]) -> Familiar:
        wanted = set(fingerprints)
        return Familiar(frozenset(self.seen & wanted), frozenset(self.elsewhere & wanted))

    async def window(self, _source_id: int) -> frozenset[str]:
        return frozenset(self.before)

    async def sighted(self, _source_id: int, _outlet: str, keys: Collection[str]) -> frozenset[str]:
        return frozenset(self.keys & set(keys))

    async def arrivals(self, _source_id: int, since: datetime) -> list[datetime]:
        return [time for time in self.times if time >= since]

    async def shared(self, _source_id: int) -> frozenset[str]:
        return frozenset(self.crowded)
