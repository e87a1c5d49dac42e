from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider

from crawlers.errors import CrawlError
from crawlers.walk.handler import NotHad
from crawlers.web import Purpose

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from scrapy.http import Response

    from crawlers.entry import Entry
    from crawlers.walk.plan import Bounds, Keep, Readers, Start, Walked
    from crawlers.web import Fetch


class Walker(Spider):
    """Reads sitemaps, the sitemaps they list, and archive pages one after the other; keeps what they list.

    It is Scrapy's scheduler that holds what is still to read, its filter that reads nothing twice, and its depth that
    ends chains.
    """

    name = "walker"
    fetch: Fetch
    starts: Sequence[Start]
    bounds: Bounds
    readers: Readers
    keep: Keep
    walked: Walked
    now: datetime

    async def start(self) -> AsyncIterator[Request]:
        """Where the walk begins."""
        for start in self.starts:
            yield self._request(start, start.url)

    async def read(self, response: Response) -> AsyncIterator[Request]:
        """Keep what a document lists; go on with what it leads to."""
        start: Start = response.meta["start"]
        self.walked.documents += 1
        try:
            found = await (self._listing(start, response) if start.listing else self._sitemap(start, response))
        except CrawlError as error:
            self._problem(str(error) if response.url in str(error) else f"{response.url}: {error}")
            return
        for url in found:
            if self.walked.documents >= self.bounds.documents:
                self._problem(f"{response.url}: {self.bounds.documents} documents are read; the rest was left")
                return
            yield self._request(start, url)

    async def failed(self, failure: Any) -> None:  # noqa: ANN401 - Twisted's
        """Note a document that could not be had; the walk goes on."""
        error = failure.value
        known = isinstance(error, NotHad)
        self._problem(str(error) if known else f"{failure.request.url}: internal error: {error!r}; please report it")

    async def _sitemap(self, start: Start, response: Response) -> list[str]:
        window = self.now - self.bounds.since
        found = await self.readers.sitemap(response.body, response.url, _kind(response), window)
        for problem in found.problems:
            self._problem(f"{response.url}: {problem}")
        await self._keep(start, found.entries)
        return [child.url for child in found.children]

    async def _listing(self, start: Start, response: Response) -> list[str]:
        assert start.listing is not None
        page = await self.readers.listing(response.body, response.url, _kind(response), start.listing)
        entries = page.feed.entries
        first = response.meta.get("depth", 0) == 0
        await self._keep(start, [entry for entry in entries if entry.published or not first])
        dates = [entry.published for entry in entries if entry.published]
        done = bool(dates) and max(dates) < self.bounds.since
        return [page.older] if page.older and not done else []

    async def _keep(self, start: Start, entries: Sequence[Entry]) -> None:
        wanted = [entry for entry in entries if self.bounds.hold(entry)]
        self.walked.beyond += len(entries) - len(wanted)
        try:
            if wanted:
                await self.keep(start.source, wanted)
        except Exception as error:
            self.walked.fault = error  # Scrapy would log it and go on
            raise CloseSpider("nothing can be kept") from error

    def _request(self, start: Start, url: str) -> Request:
        purpose = Purpose.PAGE if start.listing else Purpose.FEED
        meta = {"start": start, "purpose": purpose}
        return Request(url, callback=self.read, errback=self.failed, meta=meta)

    def _problem(self, what: str) -> None:
        if what not in self.walked.problems:
            self.walked.problems.append(what)


def _kind(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")
