from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from crawlers.guard import check_url
from crawlers.limits import FetchLimits
from crawlers.robots import Robots
from crawlers.robots_store import RobotsMemory, StoredRobots
from crawlers.web import FetchFailed, Purpose, Reason, Request, Response
from tests.crawlers.fetch.conftest import Names
from tests.crawlers.servers import drop, hang, redirect, reply, slowly

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.crawlers.fetch.conftest import OpenWeb, Web
    from tests.crawlers.servers import Server

FEED = "http://example.org/feed"
ORIGIN = "http://example.org:80"
FORBIDS = "User-agent: *\nDisallow: /feed\n"


async def test_what_robots_txt_forbids_is_not_fetched(web: Web, server: Server) -> None:
    server.pages["/robots.txt"] = reply(FORBIDS)
    server.pages["/all"] = reply("<rss/>")
    failed = await web.fail(FEED, Reason.ROBOTS)
    assert failed.message == f"{FEED}: robots.txt of {ORIGIN} forbids it"
    await web.fail(FEED, Reason.ROBOTS, Purpose.PAGE)
    assert (await web.get("http://example.org/all")).status == 200
    assert server.asked("/feed") == []
    assert len(server.asked("/robots.txt")) == 1


async def test_our_product_token_finds_its_group(web: Web, server: Server) -> None:
    server.pages["/robots.txt"] = reply("User-agent: *\nDisallow: /\n\nUser-agent: Treatywatch\nAllow: /\n")
    server.pages["/feed"] = reply("<rss/>")
    assert (await web.get(FEED)).status == 200


async def test_robots_txt_is_read_past_a_byte_order_mark_and_bad_bytes(web: Web, server: Server) -> None:
    server.pages["/robots.txt"] = reply(b"\xef\xbb\xbfUser-agent: *\n# caf\xe9\nDisallow: /feed\n")
    await web.fail(FEED, Reason.ROBOTS)


@pytest.mark.parametrize("page", [reply(status=404), reply(FORBIDS, 403), reply(status=204), redirect("/robots.txt")])
async def test_without_a_robots_txt_everything_is_allowed(
    web: Web, server: Server, page: Callable[..., object]
) -> None:
    server.pages["/robots.txt"] = page  # type: ignore[assignment]
    server.pages["/feed"] = reply("<rss/>")
    assert (await web.get(FEED)).status == 200


@pytest.mark.parametrize(
    "page",
    [reply(status=503), drop(), hang(), redirect("http://127.0.0.1/"), reply("x", content_encoding="gzip")],
    ids=["503", "drop", "hang", "hostile redirect", "bad encoding"],
)
async def test_a_robots_txt_that_cannot_be_read_closes_the_host_for_a_while(
    open_web: OpenWeb, server: Server, page: Callable[..., object]
) -> None:
    server.pages["/robots.txt"] = page  # type: ignore[assignment]
    server.pages["/feed"] = reply("<rss/>")
    async with open_web(timeout=timedelta(seconds=1)) as web:
        failed = await web.fail(FEED, Reason.ROBOTS)
        assert failed.retry_at == web.clock() + timedelta(minutes=30)
        assert failed.message.endswith("nothing is fetched from there until 2026-03-01 12:30 UTC")
        web.clock.move(timedelta(minutes=29))
        await web.fail(FEED, Reason.ROBOTS)
        assert len(server.asked("/robots.txt")) == 1
        server.pages["/robots.txt"] = reply(status=404)
        web.clock.move(timedelta(minutes=1))
        assert (await web.get(FEED)).status == 200


async def test_a_host_that_cannot_be_reached_stays_closed_after_the_one_that_met_it(
    open_web: OpenWeb, server: Server
) -> None:
    async with open_web(map_hosts={}, names=Names({})) as web:
        assert (await web.fail(FEED, Reason.CONNECTION)).url == FEED
        closed = await web.fail(FEED, Reason.ROBOTS)
        assert "the name has no address" in closed.message
        assert closed.retry_at == web.clock() + timedelta(minutes=30)
    assert server.requests == []


async def test_a_robots_txt_is_remembered_for_its_time(web: Web, server: Server) -> None:
    server.pages["/feed"] = reply("<rss/>")
    await web.get(FEED)
    server.pages["/robots.txt"] = reply(FORBIDS)
    web.clock.move(timedelta(hours=23))
    await web.get(FEED)
    web.clock.move(timedelta(hours=1))
    await web.fail(FEED, Reason.ROBOTS)
    assert len(server.asked("/robots.txt")) == 2


async def test_memory_survives_a_restart(open_web: OpenWeb, server: Server) -> None:
    memory = RobotsMemory()
    server.pages["/robots.txt"] = reply(FORBIDS)
    for _ in range(2):
        async with open_web(robots=memory) as web:
            await web.fail(FEED, Reason.ROBOTS)
    assert len(server.asked("/robots.txt")) == 1
    stored = await memory.get(ORIGIN)
    assert stored == StoredRobots(datetime(2026, 3, 1, 12, tzinfo=UTC), 200, FORBIDS)


async def test_a_memory_from_the_future_is_not_believed(open_web: OpenWeb, server: Server) -> None:
    memory = RobotsMemory()
    await memory.put(ORIGIN, StoredRobots(datetime(2027, 1, 1, tzinfo=UTC), 200, FORBIDS))
    server.pages["/feed"] = reply("<rss/>")
    async with open_web(robots=memory) as web:
        assert (await web.get(FEED)).status == 200


async def test_each_origin_has_a_robots_txt_of_its_own(web: Web, server: Server) -> None:
    for url in ("http://a.example/", "https://a.example/", "http://b.example/"):
        await web.fetch(Request(url, Purpose.PAGE))
    assert [seen.host for seen in server.asked("/robots.txt")] == ["a.example", "a.example", "b.example"]


async def test_the_robots_txt_of_a_redirects_target_counts(web: Web, server: Server) -> None:
    server.pages["a.example/feed"] = redirect("http://b.example/feed")
    server.pages["b.example/robots.txt"] = reply(FORBIDS)
    failed = await web.fail("http://a.example/feed", Reason.ROBOTS)
    assert failed.url == "http://b.example/feed"


async def test_redirects_of_robots_txt_are_followed(web: Web, server: Server) -> None:
    server.pages["/robots.txt"] = redirect("http://www.example.org/rules")
    server.pages["/rules"] = reply(FORBIDS)
    await web.fail(FEED, Reason.ROBOTS)


async def test_many_who_wait_for_one_robots_txt_fetch_it_once(open_web: OpenWeb, server: Server) -> None:
    server.pages["/robots.txt"] = slowly(reply(status=404), 0.1)
    async with open_web(per_host=4) as web:
        await asyncio.gather(*(web.fetch(Request(f"http://example.org/{n}", Purpose.PAGE)) for n in range(8)))
    assert len(server.asked("/robots.txt")) == 1
    assert len(server.requests) == 9


async def test_when_the_one_who_fetches_is_cancelled_the_next_one_fetches(open_web: OpenWeb, server: Server) -> None:
    server.pages["/robots.txt"] = slowly(reply(status=404), 0.2)
    server.pages["/feed"] = reply("<rss/>")
    async with open_web() as web:
        first = asyncio.create_task(web.fetch(Request(FEED, Purpose.FEED)))
        second = asyncio.create_task(web.get(FEED))
        await server.saw("/robots.txt")
        first.cancel()
        assert (await second).status == 200
    assert len(server.asked("/robots.txt")) == 2


async def test_crawl_delay_keeps_requests_apart(open_web: OpenWeb, server: Server) -> None:
    server.pages["/robots.txt"] = reply("User-agent: *\nCrawl-delay: 0.5\n")
    async with open_web(per_host=3) as web:
        urls = [*(f"http://example.org/{n}" for n in range(3)), "http://other.example/"]
        await asyncio.gather(*(web.fetch(Request(url, Purpose.PAGE)) for url in urls))
    starts = [seen.at for seen in server.requests if seen.host == "example.org"]
    assert len(starts) == 4
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(starts))


async def test_a_crawl_delay_above_the_longest_is_the_longest(open_web: OpenWeb, server: Server) -> None:
    server.pages["/robots.txt"] = reply("User-agent: *\nCrawl-delay: 86400\n")
    server.pages["/feed"] = reply("<rss/>")
    async with open_web(longest_crawl_delay=timedelta(seconds=0.5)) as web:
        await web.get(FEED)
    robots, feed = server.requests
    assert 0.3 <= feed.at - robots.at < 2


@pytest.mark.parametrize("delay", ["nan", "inf", "-3", "soon", "0"])
async def test_a_crawl_delay_that_is_none_is_passed_over(web: Web, server: Server, delay: str) -> None:
    server.pages["/robots.txt"] = reply(f"User-agent: *\nCrawl-delay: {delay}\n")
    server.pages["/feed"] = reply("<rss/>")
    await asyncio.wait_for(web.get(FEED), 20)


class CountedMemory(RobotsMemory):
    """Counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    async def get(self, origin: str) -> StoredRobots | None:
        self.asked += 1
        return await super().get(origin)


async def test_only_so_many_robots_are_kept_in_the_process() -> None:
    async def read(url: str) -> Response | FetchFailed:
        fetched.append(url)
        return Response(url, 200, b"")

    fetched: list[str] = []
    memory = CountedMemory()
    robots = Robots(read, memory, FetchLimits("treatywatch/0.1"), lambda: datetime(2026, 3, 1, tzinfo=UTC))
    for number in range(2001):
        assert await robots.delay(check_url(f"http://n{number}.example/", {80})) == 0
    for number, asked in ((2000, 2001), (1, 2001), (0, 2002)):
        assert await robots.delay(check_url(f"http://n{number}.example/", {80})) == 0
        assert memory.asked == asked
    assert len(fetched) == 2001
