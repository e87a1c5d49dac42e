"""Delivery services in processes of their own, to be killed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.unmeasured import unmeasured

if TYPE_CHECKING:
    from pipeline.store.database import Database
    from tests.alerts.delivery.relays import Relay

ROOT = Path(__file__).parents[3]


async def service(
    store: Database, port: int, connections: int = 1, point: str = "", hold: str = ""
) -> asyncio.subprocess.Process:
    program = ("-m", "tests.alerts.delivery.killed", str(store.path), str(port), str(connections), point, hold)
    return await asyncio.create_subprocess_exec(sys.executable, *program, cwd=ROOT, env=unmeasured())


async def run_to_the_end(store: Database, port: int, connections: int = 1, hold: str = "") -> None:
    process = await service(store, port, connections, hold=hold)
    assert await asyncio.wait_for(process.wait(), 60) == 0


async def kill(process: asyncio.subprocess.Process) -> None:
    process.kill()
    await process.wait()


async def heard(server: Relay, lines: int, process: asyncio.subprocess.Process) -> None:
    """Wait until the relay heard so many lines, or the service ended."""
    while len(server.lines) < lines and process.returncode is None:
        server.event.clear()
        await asyncio.wait({asyncio.ensure_future(server.event.wait())}, timeout=0.5)
