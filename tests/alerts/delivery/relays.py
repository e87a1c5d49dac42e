"""SMTP servers on loopback that do as their script says, down to the packet."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Mapping, Sequence


@dataclass(frozen=True)
class Drop:
    """Close the connection here."""


@dataclass(frozen=True)
class Hang:
    """Say nothing any more."""


@dataclass(frozen=True)
class Wait:
    """Stay silent for a while."""

    seconds: float


Step = bytes | Drop | Hang | Wait
Answer = tuple[Step, ...]


@dataclass(frozen=True)
class Script:
    """What a relay does. `answers` are used up in turn for each verb; after them all goes well.

    Verbs are as on the wire, and BANNER, CONTENT (after the final dot) and LOGIN (a line of an AUTH dialogue).
    """

    answers: Mapping[str, Sequence[Answer]] = field(default_factory=dict)
    extensions: tuple[str, ...] = ("SIZE 10000000", "8BITMIME")
    certificate: ssl.SSLContext | None = None
    tls_at_once: bool = False
    injected: bytes = b""
    """Sent in the clear, in one packet with the reply to STARTTLS."""
    hanging: frozenset[str] = frozenset()
    """Domains of which no recipient is ever answered."""
    cut_content_after: int | None = None
    """Close the connection after so many bytes of content."""


@dataclass(frozen=True)
class Received:
    """A message whose final dot arrived."""

    sender: str
    recipient: str
    content: bytes


@dataclass
class Relay:
    """A running server and what it saw."""

    script: Script
    port: int = 0
    received: list[Received] = field(default_factory=list)
    """Every message that got as far as its final dot."""
    accepted: list[Received] = field(default_factory=list)
    """Those it answered with 250, heard or not."""
    lines: list[str] = field(default_factory=list)
    connections: int = 0
    event: asyncio.Event = field(default_factory=asyncio.Event)
    """Set with each line and each message."""

    def __post_init__(self) -> None:
        self._left = {verb: list(answers) for verb, answers in self.script.answers.items()}

    def verbs(self) -> list[str]:
        return [line.partition(" ")[0].upper() for line in self.lines]

    def used(self, verb: str) -> list[Answer]:
        """The answers of the script that were given so far."""
        scripted = list(self.script.answers[verb])
        return scripted[: len(scripted) - len(self._left[verb])]

    def next_answer(self, verb: str, usual: bytes) -> Answer:
        left = self._left.get(verb)
        return left.pop(0) if left else (usual,)

    async def saw(self, verb: str, times: int = 1) -> None:
        """Wait until clients said it so many times; BANNER until one came."""
        async with asyncio.timeout(30):
            while [*self.verbs(), *["BANNER"] * self.connections].count(verb) < times:
                self.event.clear()
                await self.event.wait()


def begins(answer: Answer, code: bytes) -> bool:
    return next((step for step in answer if isinstance(step, bytes)), b"").startswith(code)


class Gone(Exception):
    """The conversation is over."""


class Conversation:
    def __init__(self, relay: Relay, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.relay, self.reader, self.writer = relay, reader, writer
        self.encrypted = relay.script.tls_at_once
        self.sender = self.recipient = ""

    async def run(self) -> None:
        self.relay.connections += 1
        self.relay.event.set()
        try:
            with suppress(Gone, OSError, asyncio.IncompleteReadError):
                await self.say("BANNER", b"220 relay.example.org ESMTP\r\n")
                while True:
                    await self.obey(await self.line())
        finally:
            self.writer.transport.abort()  # at once, and whatever is still to be said

    async def line(self) -> str:
        line = (await self.reader.readuntil(b"\n")).decode().strip()
        self.relay.lines.append(line)
        self.relay.event.set()
        return line

    async def say(self, verb: str, usual: bytes) -> None:
        await self.perform(self.relay.next_answer(verb, usual))

    async def perform(self, answer: Answer) -> None:
        for step in answer:
            match step:
                case Drop():
                    raise Gone
                case Hang():
                    await self.reader.read()
                    raise Gone
                case Wait(seconds):
                    await asyncio.sleep(seconds)
                case _:
                    self.writer.write(step)
                    await self.writer.drain()

    async def obey(self, line: str) -> None:
        verb = line.partition(" ")[0].upper()
        handler = getattr(self, f"on_{verb.lower()}", None)
        if handler:
            await handler(line)
        else:
            await self.say(verb, b"250 2.0.0 ok\r\n")

    async def on_ehlo(self, _line: str) -> None:
        extensions = list(self.relay.script.extensions)
        if self.relay.script.certificate and not self.encrypted:
            extensions.append("STARTTLS")
        lines = ["relay.example.org", *extensions]
        reply = "".join(f"250-{word}\r\n" for word in lines[:-1]) + f"250 {lines[-1]}\r\n"
        await self.say("EHLO", reply.encode())

    async def on_starttls(self, _line: str) -> None:
        await self.say("STARTTLS", b"220 2.0.0 go ahead\r\n" + self.relay.script.injected)
        assert self.relay.script.certificate
        await self.writer.start_tls(self.relay.script.certificate)
        self.encrypted = True

    async def on_auth(self, line: str) -> None:
        if line.upper() == "AUTH LOGIN":
            for prompt in (b"334 VXNlcm5hbWU6\r\n", b"334 UGFzc3dvcmQ6\r\n"):
                await self.say("LOGIN", prompt)
                await self.line()
        await self.say("AUTH", b"235 2.7.0 welcome\r\n")

    async def on_mail(self, line: str) -> None:
        self.sender = re.findall("<(.*)>", line)[0]
        await self.say("MAIL", b"250 2.1.0 ok\r\n")

    async def on_rcpt(self, line: str) -> None:
        self.recipient = re.findall("<(.*)>", line)[0]
        if self.recipient.partition("@")[2] in self.relay.script.hanging:
            await self.perform((Hang(),))
        await self.say("RCPT", b"250 2.1.5 ok\r\n")

    async def on_data(self, _line: str) -> None:
        answer = self.relay.next_answer("DATA", b"354 go ahead\r\n")
        await self.perform(answer)
        if not begins(answer, b"354"):
            return
        if self.relay.script.cut_content_after is not None:
            await self.reader.readexactly(self.relay.script.cut_content_after)
            raise Gone
        await self.on_content(await self.content())

    async def content(self) -> bytes:
        lines = []
        while (line := await self.reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    async def on_content(self, content: bytes) -> None:
        message = Received(self.sender, self.recipient, content)
        self.relay.received.append(message)
        self.relay.lines.append("CONTENT")
        self.relay.event.set()
        usual = f"250 2.0.0 ok: queued as {len(self.relay.received):04X}\r\n".encode()
        answer = self.relay.next_answer("CONTENT", usual)
        if begins(answer, b"250"):
            self.relay.accepted.append(message)
        await self.perform(answer)

    async def on_quit(self, _line: str) -> None:
        await self.say("QUIT", b"221 2.0.0 bye\r\n")
        raise Gone


@asynccontextmanager
async def relay(script: Script | None = None, port: int = 0) -> AsyncIterator[Relay]:
    """A relay that follows its script while the block runs."""
    state = Relay(script or Script())
    tasks: set[asyncio.Task[None]] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        await Conversation(state, reader, writer).run()

    context = state.script.certificate if state.script.tls_at_once else None
    server = await asyncio.start_server(converse, "127.0.0.1", port, ssl=context, limit=2**24)
    state.port = server.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
