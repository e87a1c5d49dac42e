from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from crawlers.hosts import Hosts
from crawlers.limits import FetchLimits
from crawlers.web import Purpose, Request
from tests.crawlers.servers import reply, slowly

if TYPE_CHECKING:
    from tests.crawlers.fetch.conftest import OpenWeb
    from tests.crawlers.servers import Exchange, Server


async def test_a_host_is_asked_no_more_than_its_share_at_a_time(open_web: OpenWeb, server: Server) -> None:
    server.pages["/robots.txt"] = reply(status=404)
    for number in range(12):
        server.pages[f"/{number}"] = slowly(reply("x"), 0.02)
    async with open_web(per_host=2, at_once=100) as web:
        urls = [f"http://{host}.example/{number}" for host in "abc" for number in range(12)]
        await asyncio.gather(*(web.get(url) for url in urls))
    assert {server.most_at_once[f"{host}.example"] for host in "abc"} == {2}
    assert server.most_at_once["*"] == 6


async def test_all_hosts_together_are_asked_no_more_than_allowed(open_web: OpenWeb, server: Server) -> None:
    server.pages["/"] = slowly(reply("x"), 0.02)
    async with open_web(at_once=3) as web:
        await asyncio.gather(*(web.get(f"http://h{number}.example/") for number in range(12)))
    assert server.most_at_once["*"] == 3


async def test_waiting_for_a_host_holds_no_place_among_all(open_web: OpenWeb, server: Server) -> None:
    held = asyncio.Event()

    async def slow_page(exchange: Exchange) -> None:
        await held.wait()
        await reply("x")(exchange)

    server.pages["/"] = slow_page
    server.pages["/quick"] = reply("y")
    async with open_web(at_once=2) as web:
        await web.get("http://free.example/quick")
        await web.get("http://slow.example/quick")
        slow = [asyncio.create_task(web.fetch(Request("http://slow.example/", Purpose.PAGE))) for _ in range(3)]
        await server.saw("/")
        await asyncio.wait_for(web.get("http://free.example/quick"), 4)
        held.set()
        await asyncio.gather(*slow)


class Seconds:
    """A monotonic clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def hosts(seconds: Seconds) -> Hosts:
    limits = FetchLimits("treatywatch/0.1", longest_crawl_delay=timedelta(seconds=10))
    return Hosts(limits, seconds, seconds.sleep)


async def test_an_idle_host_is_forgotten_after_the_longest_crawl_delay() -> None:
    seconds = Seconds()
    known = hosts(seconds)
    for number in range(100):
        async with known.turn(f"h{number}.example", 0):
            pass
    assert len(known) == 100
    seconds.now += 10
    async with known.turn("last.example", 0):
        pass
    assert len(known) == 1


async def test_a_host_in_use_is_not_forgotten() -> None:
    seconds = Seconds()
    known = hosts(seconds)
    async with known.turn("a.example", 0):
        pass
    seconds.now += 9
    async with known.turn("a.example", 0):
        seconds.now += 5
        async with known.turn("b.example", 0):
            pass
        assert len(known) == 2


async def test_a_delay_counts_from_the_start_of_the_turn_before() -> None:
    seconds = Seconds()
    known = hosts(seconds)
    for passed in (1.0, 7.0, 0.0):
        async with known.turn("a.example", 5):
            seconds.now += passed
    assert seconds.slept == [4.0]


async def test_a_turn_given_up_while_waiting_leaves_nothing_behind() -> None:
    seconds = Seconds()
    known = hosts(seconds)

    async def ask() -> None:
        async with known.turn("a.example", 0):
            pass

    async with known.turn("a.example", 0):
        waiting = asyncio.create_task(ask())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})
    seconds.now += 10
    async with known.turn("b.example", 0):
        pass
    assert len(known) == 1
