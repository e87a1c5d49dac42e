"""A limit on the size of files stands in for the full disk: to the store both are writes that fail."""

from __future__ import annotations

import asyncio
import json
import resource
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.alerts.delivery.relays import relay
from tests.end_to_end.installation import Installation, ended, host, outlet, subscription
from tests.end_to_end.sick_web import healthy_web
from treatywatch.cli.exits import Exit

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from pathlib import Path

    from tests.crawlers.servers import Exchange
    from tests.end_to_end.sick_web import Answer

NO_ROOM = "{}: can't be written, the disk or a quota is full or the disk fails (disk I/O error)"
REMEDY = "free some space; nothing was lost, the work is tried again"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits another process by prlimit")


def let_it_write(service: Process, *, much: bool) -> None:
    _, hard = resource.prlimit(service.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (hard if much else 0, hard))


def after(moment: asyncio.Event, then: Answer) -> Answer:
    async def answer(exchange: Exchange) -> None:
        await moment.wait()
        await then(exchange)

    return answer


async def logged(service: Process, event: str) -> dict[str, str]:
    """The next line of the log that says so."""
    assert service.stderr is not None
    async with asyncio.timeout(60):
        while (line := json.loads(await service.stderr.readline()))["event"] != event:
            pass
    found: dict[str, str] = line
    return found


async def test_what_a_full_disk_did_not_take_is_stored_and_mailed_once_there_is_room(tmp_path: Path) -> None:
    async with healthy_web("herald", "gazette") as server, relay() as good:
        full, feed = asyncio.Event(), f"{host('herald')}/feed"
        server.pages[feed] = after(full, server.pages[feed])
        installation = Installation(
            tmp_path, server.address, good.port, [outlet("herald")], [subscription("arms")], {"timeout": "60s"}
        )
        service = await installation.start()
        await server.saw("/feed")
        let_it_write(service, much=False)
        full.set()
        told = await logged(service, "not recorded, and done again later")
        let_it_write(service, much=True)
        await installation.has_archived("INF Treaty: herald reports")
        service.send_signal(signal.SIGTERM)
        done = await ended(service, within=30)
        await installation.wait_until_due()
        await installation.run_once()
    assert told["error"] == f"{NO_ROOM.format(installation.store_path)}; {REMEDY}"
    assert (done.code, done.messages, done.troubles()) == (0, [], [])
    assert [b"INF Treaty: herald reports" in received.content for received in good.accepted] == [True]


async def test_a_disk_without_room_for_a_store_is_one_line_and_worth_another_try(tmp_path: Path) -> None:
    installation = Installation(tmp_path, outlets=[outlet("herald")], subscriptions=[subscription("arms")])
    limited = ("sh", "-c", 'ulimit -f 4; exec "$@"', "sh")
    done = await installation.run("--once", under=limited, COVERAGE_PROCESS_CONFIG="")  # its file finds no room either
    assert done.code == Exit.TRY_AGAIN
    assert done.messages == [f"{NO_ROOM.format(installation.store_path)}; {REMEDY}"]
