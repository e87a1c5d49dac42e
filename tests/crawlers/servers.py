"""A real HTTP server on loopback that behaves as told, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import gzip
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came in."""

    method: str
    path: str
    host: str
    headers: Mapping[str, bytes]
    """Names in lower case."""
    at: float
    """Seconds of the loop's clock."""


@dataclass(slots=True)
class Exchange:
    """One request being answered."""

    request: Seen
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    keep: bool = True
    """Set to False to close the connection afterwards."""

    async def write(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()


def reply(body: bytes | str = b"", status: int = 200, **headers: str | bytes) -> Callable[[Exchange], Awaitable[None]]:
    """Answer whole, with Content-Length; `content_type="text/xml"` becomes a header."""
    content = body.encode() if isinstance(body, str) else body
    pairs = {name.replace("_", "-").encode(): value for name, value in headers.items()}
    lines = [name + b": " + (value.encode() if isinstance(value, str) else value) for name, value in pairs.items()]
    head = b"\r\n".join([b"HTTP/1.1 %d X" % status, b"Content-Length: %d" % len(content), *lines])

    async def answer(exchange: Exchange) -> None:
        await exchange.write(head + b"\r\n\r\n" + content)

    return answer


def redirect(to: str | bytes, status: int = 302) -> Callable[[Exchange], Awaitable[None]]:
    return reply(b"elsewhere", status, location=to)


def raw(data: bytes) -> Callable[[Exchange], Awaitable[None]]:
    """Send just these bytes and hang up."""

    async def answer(exchange: Exchange) -> None:
        exchange.keep = False
        await exchange.write(data)

    return answer


def drop() -> Callable[[Exchange], Awaitable[None]]:
    return raw(b"")


def hang() -> Callable[[Exchange], Awaitable[None]]:
    """Never answer; end when the client hangs up."""

    async def answer(exchange: Exchange) -> None:
        exchange.keep = False
        await exchange.reader.read()

    return answer


def trickle(pause: float = 0.02) -> Callable[[Exchange], Awaitable[None]]:
    """Send a byte now and then, for ever."""

    async def answer(exchange: Exchange) -> None:
        exchange.keep = False
        await exchange.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await exchange.write(b"x")
            await asyncio.sleep(pause)

    return answer


def endless(head: bytes, piece: bytes, sent: Counter[str]) -> Callable[[Exchange], Awaitable[None]]:
    """Send `head`, then `piece` for ever, as fast as it is taken; `sent["bytes"]` counts."""

    async def answer(exchange: Exchange) -> None:
        exchange.keep = False
        await exchange.write(head)
        while True:
            await exchange.write(piece)
            sent["bytes"] += len(piece)

    return answer


def slowly(then: Callable[[Exchange], Awaitable[None]], pause: float) -> Callable[[Exchange], Awaitable[None]]:
    async def answer(exchange: Exchange) -> None:
        await asyncio.sleep(pause)
        await then(exchange)

    return answer


def gzip_bomb(megabytes: int) -> bytes:
    """So many megabytes of zeros, compressed about a thousandfold."""
    return gzip.compress(bytes(megabytes * 1024 * 1024))


@dataclass(slots=True)
class Server:
    """Answers from `pages`: a path, or host and path (`example.org/feed`), which wins; anything else is a 404."""

    pages: dict[str, Callable[[Exchange], Awaitable[None]]] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    requests: list[Seen] = field(default_factory=list)
    most_at_once: Counter[str] = field(default_factory=Counter)
    """By host, and in all under `*`."""
    _now: Counter[str] = field(default_factory=Counter)
    _tasks: set[asyncio.Task[object]] = field(default_factory=set)
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=self.tls)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def address(self) -> str:
        """For `FetchLimits.map_hosts`."""
        return f"127.0.0.1:{self.port}"

    def asked(self, path: str) -> list[Seen]:
        """The requests for a path, in the order they came."""
        return [request for request in self.requests if request.path == path]

    async def saw(self, path: str, times: int = 1) -> None:
        """Wait until a path was asked so many times."""
        while len(self.asked(path)) < times:
            self._came.clear()
            await self._came.wait()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client, or the test, is done with it
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        exchange = Exchange(_parse(head), reader, writer)
        request = exchange.request
        self.requests.append(request)
        self._came.set()
        handler = self.pages.get(request.host + request.path) or self.pages.get(request.path) or reply(status=404)
        counted = (request.host, "*")
        self._now.update(counted)
        for name in counted:
            self.most_at_once[name] = max(self.most_at_once[name], self._now[name])
        try:
            await handler(exchange)
        finally:
            self._now.subtract(counted)
        return exchange.keep


def _parse(head: bytes) -> Seen:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    pairs = [line.partition(":") for line in lines if line]
    headers = {name.lower(): value.strip().encode("latin-1") for name, _, value in pairs}
    return Seen(method, path, headers.get("host", b"").decode("ascii"), headers, asyncio.get_running_loop().time())
