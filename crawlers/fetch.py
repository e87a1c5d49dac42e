"""The web, politely: one GET with its redirects, each hop through guard, robots.txt and the host's turn."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from crawlers.answers import follow, is_redirect, read
from crawlers.engine import Engine
from crawlers.errors import RefusedAddress
from crawlers.guard import check_url
from crawlers.headers import request_headers
from crawlers.hostmap import HostMap
from crawlers.hosts import Hosts
from crawlers.pauses import Pauses
from crawlers.resolver import GuardedResolver, SystemLookup
from crawlers.robots import Robots, Unreached
from crawlers.web import FetchFailed, Hop, Purpose, Reason, Request, Response
from crawlers.wire import Answer, Ask, NoAnswer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from datetime import datetime

    from crawlers.guard import Location
    from crawlers.limits import FetchLimits
    from crawlers.resolver import Lookup
    from crawlers.robots_store import RobotsStore
    from crawlers.wire import Download


class Fetcher:
    """Implements `crawlers.web.Fetch`.

    Args:
        download: One exchange with one server.
        limits: What the operator allows.
        robots: Memory for robots.txt.
        now: The wall clock, aware and in UTC; dates Retry-After and robots.txt.
        monotonic: Seconds that never step back, for crawl delays.
        sleep: Waits for so many of them.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - each a port of its own
        self,
        download: Download,
        limits: FetchLimits,
        robots: RobotsStore,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._download, self._limits, self._now = download, limits, now
        self._map = HostMap(limits.map_hosts)
        self._hosts = Hosts(limits, monotonic, sleep)
        self._pauses = Pauses(now)
        self._robots = Robots(self._read_robots, robots, limits, now)
        self._most = {
            Purpose.FEED: limits.feed_bytes,
            Purpose.PAGE: limits.page_bytes,
            Purpose.ROBOTS: limits.robots_bytes,
        }
        self._pending: set[asyncio.Task[object]] = set()
        self._stopping = asyncio.Event()

    async def __call__(self, request: Request) -> Response | FetchFailed:
        """Get one address; see `Fetch`."""
        task = asyncio.current_task()
        if self._stopping.is_set() or task is None:
            return _stopped(request)
        self._pending.add(task)
        try:
            return await self._walk(request)
        except asyncio.CancelledError:
            if self._stopping.is_set() and not task.uncancel():
                return _stopped(request)
            raise
        finally:
            self._pending.discard(task)

    def stop(self) -> None:
        """Have pending fetches, and later ones, come back as STOPPED."""
        self._stopping.set()
        for task in self._pending:
            task.cancel()

    async def _read_robots(self, url: str) -> Response | FetchFailed:
        return await self._walk(Request(url, Purpose.ROBOTS))

    async def _walk(self, request: Request) -> Response | FetchFailed:
        url, hops = request.url, tuple[Hop, ...]()
        while True:
            answer = await self._hop(url, request)
            if isinstance(answer, FetchFailed):
                return _led_astray(request, answer) if hops else answer
            if not is_redirect(answer):
                return read(url, answer, hops, self._most[request.purpose], self._now())
            hop = follow(url, answer, request.url, hops, self._limits.redirects)
            if isinstance(hop, FetchFailed):
                return hop
            url, hops = hop.url, (*hops, hop)

    async def _hop(self, url: str, request: Request) -> Answer | FetchFailed:
        try:
            location = check_url(url, self._limits.ports)
        except RefusedAddress as refused:
            return FetchFailed(url, Reason.REFUSED_ADDRESS, str(refused))
        delay = 0.0 if request.purpose is Purpose.ROBOTS else await self._robots.delay(location)
        if isinstance(delay, FetchFailed):
            return delay
        async with self._hosts.turn(location.host, delay):
            if refusal := self._pauses.refusal(location.host, url):
                return refusal
            answer = await self._download(self._ask(location, request))
        if isinstance(answer, NoAnswer):
            kind = FetchFailed if answer.connected else Unreached
            return kind(url, answer.reason, f"{url}: {answer.message}")
        self._pauses.heed(location.host, answer)
        return answer

    def _ask(self, location: Location, request: Request) -> Ask:
        headers = request_headers(location, request, self._limits.user_agent)
        return Ask(self._map.wire_url(location), headers, self._most[request.purpose])


@asynccontextmanager
async def open_fetcher(  # noqa: PLR0913 - each a port of its own
    limits: FetchLimits,
    robots: RobotsStore,
    now: Callable[[], datetime],
    *,
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    lookup: Lookup | None = None,
) -> AsyncIterator[Fetcher]:
    """A fetcher on an engine of its own, for as long as the block runs; at its end pending fetches come back STOPPED.

    `lookup` stands in for the system's name resolution; what it finds is judged all the same.

    Raises:
        CrawlError: when `map_hosts` can't be read, or another crawl runs in this process.
    """
    system = SystemLookup(limits.at_once)
    resolver = GuardedResolver(lookup or system, HostMap(limits.map_hosts).open)
    engine = Engine(limits, resolver)
    try:
        await engine.start()
        fetcher = Fetcher(engine.download, limits, robots, now, monotonic, sleep)
        try:
            yield fetcher
        finally:
            fetcher.stop()
            await engine.stop()
    finally:
        system.close()


def _led_astray(request: Request, failed: FetchFailed) -> FetchFailed:
    """Say who led us to an address that we refuse."""
    if failed.reason is not Reason.REFUSED_ADDRESS:
        return failed
    return replace(failed, message=f"{request.url}: redirected; {failed.message}")


def _stopped(request: Request) -> FetchFailed:
    return FetchFailed(request.url, Reason.STOPPED, f"{request.url}: the service is shutting down")
