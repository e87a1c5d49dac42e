"""All outlets of a week behind one port of loopback, and those that refuse connections behind a port each."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tests.end_to_end.week.asked import Asked
from tests.end_to_end.week.trouble import Kind
from tests.end_to_end.week.web import PATIENCE, SILENCE, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.end_to_end.week.clock import ScriptClock
    from tests.end_to_end.week.outlet import Outlet
    from tests.end_to_end.week.script import Week
    from tests.end_to_end.week.web import Reply

TICK = 0.005


class Server:
    """Runs in a thread and a loop of its own, so that it notes the time of a request whatever the program does."""

    def __init__(self, week: Week, clock: ScriptClock) -> None:
        self._week, self._clock = week, clock
        self._outlets = {outlet.host: outlet for outlet in week.outlets}
        self.asked: list[Asked] = []
        self.places: dict[str, str] = {}
        """For `crawl.map_hosts`."""
        self._up, self._down = threading.Event(), False

    @contextmanager
    def serving(self) -> Iterator[dict[str, str]]:
        thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="outlets")
        thread.start()
        assert self._up.wait(10)
        try:
            yield self.places
        finally:
            self._down = True
            thread.join()

    async def _serve(self) -> None:
        shared = await asyncio.start_server(self.connected, "127.0.0.1", 0)
        self.places["*"] = _place(shared)
        gates = [Gate(self, outlet) for outlet in self._week.outlets if outlet.has(Kind.REFUSED)]
        for gate in gates:
            self.places[gate.outlet.host] = await gate.open()
        self._up.set()
        while not self._down:
            await asyncio.sleep(TICK)
            for gate in gates:
                await gate.turn(self._clock)
        shared.close()
        for gate in gates:
            gate.close()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client."""
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client is done
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        began, at, path = time.monotonic(), self._clock.now(), first.split(" ")[1]
        said = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        host, etag = said["host"].partition(":")[0], said.get("if-none-match")
        reply = answer(self._outlets[host], path, etag, at)
        if reply is SILENCE:
            with suppress(ConnectionError):
                await reader.read()
        else:
            writer.write(_wire(reply))
        until = at + PATIENCE if "Retry-After" in reply.headers else None
        body = reply.body.decode() if path == "/robots.txt" else None
        agent = said.get("user-agent", "")
        ended = time.monotonic()
        self.asked.append(Asked(host, path, began, ended, at, reply.status, etag is not None, agent, until, body))
        await writer.drain()
        return reply is not SILENCE


class Gate:
    """The port of an outlet that at times refuses connections."""

    def __init__(self, server: Server, outlet: Outlet) -> None:
        self._server, self.outlet = server, outlet
        self._listening: asyncio.Server | None = None
        self._port = 0
        self._writers: set[asyncio.StreamWriter] = set()

    async def open(self) -> str:
        self._listening = await asyncio.start_server(self._connected, "127.0.0.1", self._port)
        place = _place(self._listening)
        self._port = int(place.partition(":")[2])
        return place

    def close(self) -> None:
        if self._listening:
            self._listening.close()
            self._listening = None
        for writer in self._writers:
            writer.close()

    async def turn(self, clock: ScriptClock) -> None:
        """Open or close it, as the script has it."""
        refused = self.outlet.trouble(Kind.REFUSED, clock.now())
        if refused and self._listening:
            self.close()
        elif not refused and not self._listening:
            await self.open()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            await self._server.connected(reader, writer)
        finally:
            self._writers.discard(writer)


def _place(server: asyncio.Server) -> str:
    return f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


def _wire(reply: Reply) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} X", *(f"{name}: {value}" for name, value in reply.headers.items())]
    if reply.status != 304:
        lines.append(f"Content-Length: {len(reply.body)}")
    return "\r\n".join([*lines, "", ""]).encode() + reply.body
