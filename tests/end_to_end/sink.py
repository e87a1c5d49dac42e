"""A real SMTP server on loopback that keeps what it accepts: `python -m tests.end_to_end.sink FOLDER` prints its port.

Each accepted message becomes a file of its own, written and renamed before the 250, so that what the relay accepted is
known even if the sender was killed at that moment.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from aiosmtpd.smtp import Envelope, Session


class Keep:
    """aiosmtpd's handler."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, itertools.count(1)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        draft = self._folder / "draft"
        await asyncio.to_thread(draft.write_bytes, envelope.original_content or b"")
        draft.replace(self._folder / f"{next(self._numbers):04}.eml")
        return "250 kept"


async def serve(folder: Path) -> None:
    """Serve until killed."""
    handler = Keep(folder)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(handler), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - how the parent learns the port
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
