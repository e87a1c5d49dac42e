"""One long-lived Scrapy engine beside a spider that never asks for anything."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner

from crawlers.errors import CrawlError
from crawlers.failures import DOWNLOAD_ERRORS, explain
from crawlers.reactor import install_resolver, running_reactor
from crawlers.resolver import GuardedResolver
from crawlers.transfer import Transfer
from crawlers.web import Reason
from crawlers.wire import Answer, NoAnswer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response

    from crawlers.limits import FetchLimits
    from crawlers.wire import Ask

_HANDLER = "crawlers.transfer.CuttableHandler"


class _Parked(Spider):
    """Keeps the engine open: a spider whose `start` is not done is never idle."""

    name = "parked"
    opened: asyncio.Event

    async def start(self) -> AsyncIterator[Any]:
        self.opened.set()
        await asyncio.Event().wait()
        yield  # pragma: no cover - makes it the generator Scrapy asks for


class Engine:
    """Downloads through Scrapy on the running loop; the guard is installed before the first connection.

    One engine at a time in a process, as the reactor has one resolver; a stopped engine may be followed by another.
    """

    def __init__(self, limits: FetchLimits, resolver: GuardedResolver) -> None:
        self._limits, self._resolver = limits, resolver
        self._timeout = limits.timeout.total_seconds()
        self._transfers: set[Transfer] = set()
        self._before: Any = None

    async def start(self) -> Self:
        """Start, and return when downloads may begin.

        Raises:
            CrawlError: when another engine runs in this process.
        """
        if isinstance(running_reactor().nameResolver, GuardedResolver):
            raise CrawlError("another crawl runs in this process; stop it first")
        self._before = install_resolver(self._resolver)
        logging.getLogger("scrapy").setLevel(logging.ERROR)  # what it warns of becomes a value here
        runner = AsyncCrawlerRunner(_settings(self._limits))
        self._crawler = runner.create_crawler(_Parked)
        opened = asyncio.Event()
        self._crawl = runner.crawl(self._crawler, opened=opened)
        waiting = asyncio.ensure_future(opened.wait())
        await asyncio.wait({self._crawl, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if not opened.is_set():
            waiting.cancel()
            install_resolver(self._before)
            await self._crawl
        return self

    async def stop(self) -> None:
        """Cut what is in flight and close; pending downloads come back as STOPPED."""
        for transfer in self._transfers:
            transfer.cut()
        await self._crawler.stop_async()
        await self._crawl
        self._resolver.close()
        install_resolver(self._before)

    async def download(self, ask: Ask) -> Answer | NoAnswer:
        """One exchange, bounded in time and size; the connection is cut when the caller stops waiting."""
        transfer = Transfer()
        self._transfers.add(transfer)
        try:
            async with asyncio.timeout(self._timeout):
                return _answer(await self._crawler.engine.download_async(self._request(ask, transfer)))
        except TimeoutError:
            return NoAnswer(Reason.TIMEOUT, f"no whole answer within {self._timeout:g} s")
        except DOWNLOAD_ERRORS as error:
            if transfer.was_cut:
                return NoAnswer(Reason.STOPPED, "the service is shutting down")
            return self._explain(ask, error)
        finally:
            transfer.cut()
            self._transfers.discard(transfer)

    def _request(self, ask: Ask, transfer: Transfer) -> Request:
        meta = {
            "transfer": transfer,
            "download_maxsize": ask.max_bytes,
            "download_timeout": self._timeout,
            "verbatim_url": True,
        }
        return Request(ask.url, headers=ask.headers, meta=meta)

    def _explain(self, ask: Ask, error: Exception) -> NoAnswer:
        found = explain(error, ask.max_bytes)
        refusal = self._resolver.refusal(urlsplit(ask.url).hostname or "")
        return found if found.connected or refusal is None else NoAnswer(Reason.REFUSED_ADDRESS, refusal)


def _answer(response: Response) -> Answer:
    pairs = tuple((name.lower(), value) for name, values in response.headers.items() for value in values)
    return Answer(response.status, pairs, response.body)


def _settings(limits: FetchLimits) -> dict[str, Any]:
    """A list of what is on. Scrapy's defaults are emptied, not switched off one by one.

    What a later version adds (2.19 added remote control) stays off then too.
    """
    return {
        "ADDONS": {},
        "CONCURRENT_REQUESTS": limits.at_once,
        "CONCURRENT_REQUESTS_PER_DOMAIN": limits.at_once,  # ours keep the peace; mapped hosts share one address
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_STATS": False,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER},
        "DOWNLOAD_HANDLERS_BASE": {},
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_WARNSIZE": 0,
        "EXTENSIONS_BASE": {},
        "LOG_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "SPIDER_MIDDLEWARES_BASE": {},
        "TELNETCONSOLE_ENABLED": False,
    }
