"""A real SMTP server on loopback that puts what it gets into a folder."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from aiosmtpd.smtp import Envelope, Session


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as files: raw, as HTML, as plain text."""

    eml: Path
    html: Path
    txt: Path


class Sink:
    """aiosmtpd's handler; keeps every mail as three files, numbered in the order of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.letters: list[Letter] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Take one mail."""
        await asyncio.to_thread(self.keep, envelope.original_content or b"")
        return "250 kept"

    def keep(self, content: bytes) -> None:
        """Write one mail."""
        message = message_from_bytes(content, policy=default)
        day = message["Date"].datetime.date()
        stem = self._folder / f"{len(self.letters) + 1:02}-{day}"
        letter = Letter(*(stem.with_suffix(suffix) for suffix in (".eml", ".html", ".txt")))
        letter.eml.write_bytes(content)
        for kind, file in (("html", letter.html), ("plain", letter.txt)):
            part = message.get_body((kind,))
            file.write_text(part.get_content() if part else "", "utf-8", newline="\n")
        self.letters.append(letter)


@asynccontextmanager
async def serving(sink: Sink) -> AsyncIterator[int]:
    """Serve it; gives the port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, loop=loop), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
