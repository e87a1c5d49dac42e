from __future__ import annotations

import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from crawlers.fetch import open_fetcher
from crawlers.limits import FetchLimits
from crawlers.robots_store import RobotsMemory
from crawlers.web import FetchFailed, Purpose, Reason, Request, Response, Validators
from tests.crawlers.servers import Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager
    from typing import Protocol

    from crawlers.fetch import Fetcher
    from crawlers.robots_store import RobotsStore

    class OpenWeb(Protocol):
        def __call__(
            self, robots: RobotsStore | None = None, names: Names | None = None, **limits: object
        ) -> AbstractAsyncContextManager[Web]: ...


class Clock:
    """A wall clock that stands until moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def move(self, by: timedelta) -> None:
        self.time += by


class Names:
    """A name service that knows these names and counts the questions."""

    def __init__(self, known: Mapping[str, Sequence[str]]) -> None:
        self.known, self.asked = known, 0

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked += 1
        if host not in self.known:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return self.known[host]


@dataclass(frozen=True)
class Web:
    """A fetcher in production wiring before one loopback server that plays every host."""

    fetch: Fetcher
    clock: Clock

    async def get(self, url: str, purpose: Purpose = Purpose.FEED, **validators: bytes) -> Response:
        answer = await self.fetch(Request(url, purpose, Validators(**validators)))
        assert isinstance(answer, Response), answer
        return answer

    async def fail(self, url: str, reason: Reason, purpose: Purpose = Purpose.FEED) -> FetchFailed:
        answer = await self.fetch(Request(url, purpose))
        assert isinstance(answer, FetchFailed), answer
        assert answer.reason is reason, answer
        return answer


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as running:
        yield running


@pytest.fixture
def open_web(server: Server) -> OpenWeb:
    """Opens a fetcher; every host is the server unless `map_hosts` says otherwise."""

    @asynccontextmanager
    async def opened(
        robots: RobotsStore | None = None, names: Names | None = None, **changes: object
    ) -> AsyncIterator[Web]:
        settings: dict[str, Any] = {"map_hosts": {"*": server.address}, "timeout": timedelta(seconds=5), **changes}
        limits = FetchLimits("treatywatch/0.1 (+https://example.org/contact)", **settings)
        clock = Clock()
        async with open_fetcher(limits, robots or RobotsMemory(), clock, lookup=names or Names({})) as fetch:
            yield Web(fetch, clock)

    return opened


@pytest.fixture
async def web(open_web: OpenWeb) -> AsyncIterator[Web]:
    async with open_web() as opened:
        yield opened
