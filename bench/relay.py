"""A relay that takes everything and keeps nothing: Postfix's smtp-sink where it is installed, else aiosmtpd."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from subprocess import DEVNULL, Popen
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP

from bench.server import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiosmtpd.smtp import Envelope, Session

PATIENCE = 10.0
"""Seconds for it to start."""
BACKLOG = "100"


@dataclass(frozen=True, slots=True)
class Sink:
    """Where it listens, which process it is, and what it is."""

    port: int
    pid: int
    name: str


class Drop:
    """aiosmtpd's handler."""

    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802 - its name
        """Take a message."""
        return "250 2.0.0 dropped"


@contextmanager
def dropping() -> Iterator[Sink]:
    """A relay on loopback for as long as the block runs.

    Raises:
        RuntimeError: when it does not start.
    """
    port = _free_port()
    installed = shutil.which("smtp-sink", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if installed:
        as_nobody = ["-u", "nobody"] if os.getuid() == 0 else []
        command, name = [installed, *as_nobody, f"127.0.0.1:{port}", BACKLOG], "smtp-sink"
    else:
        command, name = [sys.executable, "-m", "bench.relay", str(port)], "aiosmtpd (smtp-sink is not installed)"
    with Popen(command, cwd=PROJECT, stdout=DEVNULL) as process:
        try:
            _await(port)
            yield Sink(port, process.pid, name)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _await(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"no relay answers at port {port}")


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Drop()), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
