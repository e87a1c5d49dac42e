"""Script, outlets and the program, wired as in production but for its clock, for a week."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

from alerts.folder import FolderTransport
from pipeline.store.database import Database
from tests.end_to_end.week import asked
from tests.end_to_end.week.clock import LeapingClock, ScriptClock
from tests.end_to_end.week.pace import Pace
from tests.end_to_end.week.script import SMALL, WHOLE, week
from tests.end_to_end.week.server import Server
from tests.end_to_end.week.staging import stage
from treatywatch.logs import configure
from treatywatch.migrations.upgrade import migrate
from treatywatch.parts import Parts
from treatywatch.wiring import open_service

if TYPE_CHECKING:
    from tests.end_to_end.week.script import Week

SIZES = {"small": SMALL, "whole": WHOLE}


def main(size: str, name: str) -> None:
    """Rehearse, and say how long it took; `store.db`, `requests.jsonl` and the program's `log.jsonl` are left."""
    folder, script = Path(name), week(SIZES[size])
    began, clock = time.monotonic(), ScriptClock(script.start)
    server = Server(script, clock)
    with (folder / "log.jsonl").open("w", encoding="utf-8") as log, server.serving() as places:
        configure("info", "json", log)
        asyncio.run(_rehearse(folder, script, clock, places))
    asked.write(folder / "requests.jsonl", server.asked)
    took, length = time.monotonic() - began, script.end - script.start
    print(f"{length} in {took:.0f} s, {length.total_seconds() / took:.0f} times as fast")  # noqa: T201 - a soak reports


async def _rehearse(folder: Path, script: Week, clock: ScriptClock, places: dict[str, str]) -> None:
    settings, seen = stage(folder, script, places), LeapingClock(clock, script.leaps)
    database = Database(settings.store.path)
    try:
        migrate(database)
        parts = Parts(settings, database, seen, FolderTransport(folder), random.Random(1).random)
        async with open_service(parts) as service:
            stop = asyncio.Event()
            running = asyncio.create_task(service.run(stop))
            with Pace(settings.store.path, clock, seen) as pace:
                await pace.until_begun()
                await pace.until(script.end)
                await pace.until_settled()
            stop.set()
            await running
    finally:
        database.close()
