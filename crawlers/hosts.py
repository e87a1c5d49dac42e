"""Manners towards hosts: how many requests at a time, and how far apart."""

from __future__ import annotations

import asyncio
import heapq
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from crawlers.limits import FetchLimits


@dataclass(slots=True)
class _Host:
    turns: asyncio.Semaphore
    pace: asyncio.Lock = field(default_factory=asyncio.Lock)
    started: float | None = None
    users: int = 0


class Hosts:
    """Turns to ask: at most `per_host` at a time of one host, `at_once` of all together.

    Whoever waits for a host holds no place among all. A host is forgotten once it has been idle for the longest crawl
    delay, so that memory follows what is going on.

    Args:
        limits: What the operator allows.
        monotonic: Seconds that never step back.
        sleep: Waits for so many of them.
    """

    def __init__(
        self, limits: FetchLimits, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._per_host = limits.per_host
        self._longest = limits.longest_crawl_delay.total_seconds()
        self._monotonic, self._sleep = monotonic, sleep
        self._all = asyncio.Semaphore(limits.at_once)
        self._hosts: dict[str, _Host] = {}
        self._resting: list[tuple[float, str]] = []

    def __len__(self) -> int:
        """Hosts in memory."""
        return len(self._hosts)

    @asynccontextmanager
    async def turn(self, name: str, delay: float) -> AsyncIterator[None]:
        """Wait for a turn to ask a host, at least `delay` seconds (capped) after the last turn began."""
        host = self._hosts.setdefault(name, _Host(asyncio.Semaphore(self._per_host)))
        host.users += 1
        try:
            async with host.turns:
                await self._start(host, min(delay, self._longest))
                try:
                    yield
                finally:
                    self._all.release()
        finally:
            host.users -= 1
            self._rest(name, host)

    async def _start(self, host: _Host, delay: float) -> None:
        async with host.pace:
            while host.started is not None and (wait := host.started + delay - self._monotonic()) > 0:
                await self._sleep(wait)
            await self._all.acquire()
            host.started = self._monotonic()

    def _rest(self, name: str, host: _Host) -> None:
        now = self._monotonic()
        if not host.users:
            heapq.heappush(self._resting, ((host.started or now) + self._longest, name))
        while self._resting and self._resting[0][0] <= now:
            _, rested = heapq.heappop(self._resting)
            idle = self._hosts.get(rested)
            if idle and not idle.users and (idle.started is None or idle.started + self._longest <= now):
                del self._hosts[rested]
