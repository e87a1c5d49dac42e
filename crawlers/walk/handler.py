from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.http import Response

from crawlers.web import FetchFailed, Request

if TYPE_CHECKING:
    import scrapy
    from scrapy.crawler import Crawler


class NotHad(Exception):
    """A document that could not be had; `failed` says why."""

    def __init__(self, failed: FetchFailed) -> None:
        self.failed = failed
        super().__init__(failed.message)


class PoliteHandler:
    """Scrapy's download handler for a walk: guard, robots.txt, crawl delays, redirects and sizes are the fetcher's."""

    lazy = True

    def __init__(self, spider: Any) -> None:  # noqa: ANN401 - Scrapy has no types for mypy
        self._fetch = spider.fetch

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PoliteHandler:
        """See Scrapy's handlers."""
        return cls(crawler.spider)

    async def download_request(self, request: scrapy.Request) -> Response:
        """See Scrapy's handlers; raises NotHad."""
        answer = await self._fetch(Request(request.url, request.meta["purpose"]))
        if isinstance(answer, FetchFailed):
            raise NotHad(answer)
        headers = {"Content-Type": answer.content_type}
        return Response(answer.url, status=answer.status, headers=headers, body=answer.body, request=request)

    async def close(self) -> None:
        """Nothing is held."""
