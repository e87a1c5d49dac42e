from __future__ import annotations

import asyncio
import re
from hashlib import sha256
from typing import TYPE_CHECKING

from alerts.mail import Attempt, Outcome
from alerts.verdict import refused

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    from alerts.doubt import Doubt
    from alerts.mail import Mail

_UNSAFE = re.compile(r"[^A-Za-z0-9@._-]+")


class FolderTransport:
    """Takes every message and puts it into a folder as an `.eml` file; the transport of dry runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, mail: Mail, doubt: Doubt | None = None) -> Attempt:  # noqa: ARG002 - the port's signature
        """Write one message whole, or not at all; the same message again replaces its file."""
        return await asyncio.to_thread(self._write, mail)

    async def close(self) -> None:
        """Nothing stays open."""

    async def stop(self, grace: timedelta) -> None:
        """Nothing is ever half done."""

    def _write(self, mail: Mail) -> Attempt:
        target = self._folder / file_name(mail.message_id)
        draft = target.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(mail.content)
            draft.replace(target)
        except OSError as error:
            return refused("content", str(error), f"make {self._folder} a folder with room that may be written to")
        return Attempt(Outcome.ACCEPTED, "done", None, target.name)


def file_name(message_id: str) -> str:
    """The name of a message's file: readable, harmless, and another one for each Message-ID."""
    readable = _UNSAFE.sub("_", message_id.strip("<>")).lstrip(".")[:80]
    return f"{readable}-{sha256(message_id.encode()).hexdigest()[:8]}.eml"
