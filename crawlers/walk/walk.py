from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerRunner

from crawlers.listings import ListingPage, parse_listing
from crawlers.sitemaps import Sitemap, SitemapLimits, parse_sitemap
from crawlers.walk.plan import Walked
from crawlers.walk.spider import Walker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from crawlers.limits import FetchLimits, WorkerLimits
    from crawlers.walk.plan import Bounds, Keep, Readers, Start
    from crawlers.web import Fetch
    from crawlers.workers import Workers
    from pipeline.model.outlet import ListingRules

MOST_ENTRIES, MOST_CHILDREN = 50_000, 5_000
"""Of one document."""
_HANDLER = "crawlers.walk.handler.PoliteHandler"
_DEPTH = "scrapy.spidermiddlewares.depth.DepthMiddleware"


async def walk(  # noqa: PLR0913 - the walk, its ports, and when
    starts: Sequence[Start],
    bounds: Bounds,
    limits: FetchLimits,
    *,
    fetch: Fetch,
    readers: Readers,
    keep: Keep,
    now: datetime,
    stop: asyncio.Event | None = None,
) -> Walked:
    """Read what lists an outlet's older articles, politely, and hand what is within `bounds` to `keep`.

    `fetch` is the production fetcher, open for as long as the walk takes: whatever the spider asks goes through its
    guard, its robots.txt and its turns of hosts. Set `stop` to end early; what was kept stays. What `keep`
    raises ends the walk.
    """
    walked = Walked()
    crawler = AsyncCrawlerRunner(_settings(limits, bounds)).create_crawler(Walker)
    crawl = crawler.crawl_async(
        fetch=fetch, starts=starts, bounds=bounds, readers=readers, keep=keep, walked=walked, now=now
    )
    crawling = asyncio.ensure_future(crawl)
    stopping = asyncio.ensure_future((stop or asyncio.Event()).wait())
    await asyncio.wait({crawling, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not crawling.done():
        await crawler.stop_async()
    stopping.cancel()
    await crawling
    if walked.fault:
        raise walked.fault
    return walked


@dataclass(frozen=True, slots=True)
class WalkReaders:
    """`crawlers.walk.plan.Readers` in worker processes."""

    workers: Workers
    limits: WorkerLimits
    now: datetime
    zone: str | None
    """IANA zone of dates that carry none."""

    async def sitemap(self, body: bytes, url: str, content_type: str, window: timedelta) -> Sitemap:
        """See `Readers`."""
        most = SitemapLimits(window=window, entries=MOST_ENTRIES, children=MOST_CHILDREN)
        return await self.workers.run(
            parse_sitemap, body, url, self.now, content_type, most, self.zone, timeout=self.limits.page_timeout
        )

    async def listing(self, body: bytes, url: str, content_type: str, rules: ListingRules) -> ListingPage:
        """See `Readers`."""
        most = self.limits.feed_entries
        return await self.workers.run(
            parse_listing, body, url, content_type, rules, most, self.zone, timeout=self.limits.feed_timeout
        )


def _settings(limits: FetchLimits, bounds: Bounds) -> dict[str, Any]:
    """As for the engine a list of what is on; the scheduler and its duplicate filter are Scrapy's own."""
    return {
        "ADDONS": {},
        "CONCURRENT_REQUESTS": limits.at_once,
        "CONCURRENT_REQUESTS_PER_DOMAIN": limits.per_host,
        "DEPTH_LIMIT": bounds.depth,
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_STATS": False,
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER},
        "DOWNLOAD_HANDLERS_BASE": {},
        "EXTENSIONS_BASE": {},
        "LOG_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "SPIDER_MIDDLEWARES": {_DEPTH: 900},
        "SPIDER_MIDDLEWARES_BASE": {},
        "TELNETCONSOLE_ENABLED": False,
    }
