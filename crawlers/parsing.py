"""Feeds and pages read in worker processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawlers.articles import extract_page
from crawlers.feeds import parse_feed
from crawlers.listings import parse_listing
from crawlers.page import UNKNOWN
from crawlers.poll import Parsers
from crawlers.site import read_site
from crawlers.sitemaps import DEFAULTS, parse_sitemap

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.entry import Feed
    from crawlers.limits import WorkerLimits
    from crawlers.listings import ListingPage
    from crawlers.page import Hints, Page
    from crawlers.site import Site
    from crawlers.sitemaps import Sitemap
    from crawlers.workers import Workers
    from pipeline.model.outlet import ListingRules


@dataclass(frozen=True, slots=True)
class FeedParser:
    """`parse_feed` in a worker process; a ParseFeed."""

    workers: Workers
    limits: WorkerLimits

    async def __call__(self, body: bytes, url: str, content_type: str, zone: str | None = None) -> Feed:
        """Read a feed, dates without a zone in `zone`; raises NotAFeed or WorkerFailed."""
        return await self.workers.run(
            parse_feed, body, url, content_type, self.limits.feed_entries, zone, timeout=self.limits.feed_timeout
        )


@dataclass(frozen=True, slots=True)
class SitemapParser:
    """`parse_sitemap` in a worker process; a ParseSitemap."""

    workers: Workers
    limits: WorkerLimits

    async def __call__(
        self, body: bytes, url: str, now: datetime, content_type: str, zone: str | None = None
    ) -> Sitemap:
        """Read a sitemap as it is at `now`; raises NotASitemap or WorkerFailed."""
        return await self.workers.run(
            parse_sitemap, body, url, now, content_type, DEFAULTS, zone, timeout=self.limits.feed_timeout
        )


@dataclass(frozen=True, slots=True)
class ListingParser:
    """`parse_listing` in a worker process; a ParseListing."""

    workers: Workers
    limits: WorkerLimits

    async def __call__(
        self, body: bytes, url: str, content_type: str, rules: ListingRules, zone: str | None = None
    ) -> ListingPage:
        """Read a page that lists articles, dates without a zone in `zone`; raises NotAListing or WorkerFailed."""
        return await self.workers.run(
            parse_listing,
            body,
            url,
            content_type,
            rules,
            self.limits.feed_entries,
            zone,
            timeout=self.limits.feed_timeout,
        )


@dataclass(frozen=True, slots=True)
class SiteReader:
    """`read_site` in a worker process; a ReadSite."""

    workers: Workers
    limits: WorkerLimits

    async def __call__(self, body: bytes, url: str, content_type: str) -> Site:
        """Read a page of a site; raises WorkerFailed."""
        return await self.workers.run(read_site, body, url, content_type, timeout=self.limits.page_timeout)


def parsers(workers: Workers, limits: WorkerLimits) -> Parsers:
    """What reads documents, each in a worker process."""
    return Parsers(FeedParser(workers, limits), SitemapParser(workers, limits), ListingParser(workers, limits))


@dataclass(frozen=True, slots=True)
class PageExtractor:
    """`extract_page` in a worker process; an ExtractPage."""

    workers: Workers
    limits: WorkerLimits

    async def __call__(self, body: bytes, url: str, content_type: str, hints: Hints = UNKNOWN) -> Page:
        """Read a page of an outlet known by `hints`; raises PageUnreadable or WorkerFailed."""
        return await self.workers.run(extract_page, body, url, content_type, hints, timeout=self.limits.page_timeout)
