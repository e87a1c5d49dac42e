"""kill -9 at any moment: nothing is lost, and a duplicate is the same message."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alerts.outbox import State
from alerts.store import outbox
from tests.alerts.delivery.examples import EXPIRY, NOW, mail, mails
from tests.alerts.delivery.relays import Answer, Hang, Relay, Script, relay

if TYPE_CHECKING:
    from alerts.mail import Mail
    from pipeline.store.database import Database

ROOT = Path(__file__).parents[3]


async def service(store: Database, port: int) -> asyncio.subprocess.Process:
    program = ("-m", "tests.alerts.delivery.killed", str(store.path), str(port))
    return await asyncio.create_subprocess_exec(sys.executable, *program, cwd=ROOT)


async def run_to_the_end(store: Database, port: int) -> None:
    process = await service(store, port)
    assert await asyncio.wait_for(process.wait(), 30) == 0


async def kill(process: asyncio.subprocess.Process) -> None:
    process.kill()
    await process.wait()


def enqueue(store: Database, messages: list[Mail]) -> None:
    store.write_now(lambda conn: outbox.enqueue(conn, messages, None, EXPIRY, NOW))


@pytest.mark.parametrize(
    ("verb", "answer", "accepted"),
    [
        ("BANNER", (Hang(),), 1),
        ("MAIL", (Hang(),), 1),
        ("RCPT", (Hang(),), 1),
        ("DATA", (b"354 go ahead\r\n", Hang()), 1),
        ("CONTENT", (b"250 ok\r", Hang()), 2),
        ("QUIT", (Hang(),), 1),
    ],
)
async def test_a_kill_costs_a_duplicate_only_where_the_relay_had_the_content(
    store: Database, verb: str, answer: Answer, accepted: int
) -> None:
    enqueue(store, [mail()])
    async with relay(Script(answers={verb: [answer]})) as server:
        process = await service(store, server.port)
        await server.saw(verb)
        await kill(process)
        await run_to_the_end(store, server.port)
    assert [message.content for message in server.accepted] == [mail().content] * accepted
    assert store.read_now(outbox.pending)[State.ACCEPTED] == 1


async def test_kills_at_any_moment_lose_nothing_and_duplicate_at_most_one_message_each(store: Database) -> None:
    draw = random.Random(2)
    messages, kills = mails(60), 8
    enqueue(store, messages)
    async with relay() as server:
        for _ in range(kills):
            process = await service(store, server.port)
            await heard(server, len(server.lines) + draw.randint(1, 40), process)
            await asyncio.sleep(draw.random() * 0.005)
            await kill_if_running(process)
        await run_to_the_end(store, server.port)
    assert_delivered(server, messages, kills)
    assert store.read_now(outbox.pending)[State.ACCEPTED] == len(messages)


def assert_delivered(server: Relay, messages: list[Mail], kills: int) -> None:
    contents = Counter((message.recipient, message.content) for message in server.accepted)
    assert set(contents) == {(message.recipient, message.content) for message in messages}
    assert sum(contents.values()) - len(messages) <= kills


async def heard(server: Relay, lines: int, process: asyncio.subprocess.Process) -> None:
    while len(server.lines) < lines and process.returncode is None:
        server.event.clear()
        await asyncio.wait({asyncio.ensure_future(server.event.wait())}, timeout=0.5)


async def kill_if_running(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        await kill(process)
