from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest

from crawlers.errors import CrawlError
from crawlers.reactor import running_reactor
from tests.crawlers.servers import Server, reply

if TYPE_CHECKING:
    from tests.crawlers.fetch.conftest import OpenWeb, Web

FEED = "http://example.org/feed"


async def test_one_crawl_at_a_time(web: Web, open_web: OpenWeb) -> None:
    with pytest.raises(CrawlError, match="another crawl runs in this process"):
        async with open_web():
            pass
    assert web.fetch is not None


async def test_a_loop_without_the_reactor_is_told_so(web: Web, server: Server) -> None:
    server.pages["/feed"] = reply("<rss/>")

    def elsewhere() -> None:
        async def start() -> None:
            running_reactor()

        asyncio.run(start())

    with pytest.raises(CrawlError, match="on another loop"):
        await asyncio.to_thread(elsewhere)
    assert (await web.get(FEED)).status == 200


async def test_scrapy_adds_no_handler_to_the_root_logger(web: Web, server: Server) -> None:
    handlers = [type(handler).__module__ for handler in logging.getLogger().handlers]
    server.pages["/feed"] = reply("<rss/>")
    await web.get(FEED)
    assert not any(module.startswith(("scrapy", "twisted")) for module in handlers)
    assert logging.getLogger("scrapy").getEffectiveLevel() == logging.ERROR
