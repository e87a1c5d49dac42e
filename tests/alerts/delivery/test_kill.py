"""kill -9 at any moment: nothing is lost, and a duplicate is the same message."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from alerts.outbox import State
from alerts.store import outbox
from tests.alerts.delivery.examples import EXPIRY, NOW, mail
from tests.alerts.delivery.relays import Answer, Drop, Hang, Relay, Script, relay
from tests.alerts.delivery.victims import heard, kill, run_to_the_end, service

if TYPE_CHECKING:
    from alerts.mail import Mail
    from pipeline.store.database import Database

SEED = 20261121
LINES_OF_A_MAIL = 4
LOST: Answer = (b"250 2.0.0 ok: queu", Drop())
"""The relay took it, and the connection broke before it could say so."""
REFUSED: Answer = (b"451 4.3.0 try again later\r\n",)
USUAL: Answer = (b"250 2.0.0 ok: queued\r\n",)


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


@pytest.mark.parametrize(
    ("verb", "answer", "state"),
    [
        ("MAIL", (Hang(),), State.ACCEPTED),
        ("RCPT", (Hang(),), State.ACCEPTED),
        ("CONTENT", (b"250 ok\r", Hang()), State.HELD),
    ],
)
async def test_a_kill_costs_no_duplicate_of_what_is_held_when_in_doubt(
    store: Database, verb: str, answer: Answer, state: State
) -> None:
    enqueue(store, [mail()])
    async with relay(Script(answers={verb: [answer]})) as server:
        process = await service(store, server.port, hold="hold")
        await server.saw(verb)
        await kill(process)
        await run_to_the_end(store, server.port, hold="hold")
    assert len(server.accepted) == 1
    assert store.read_now(outbox.pending)[state] == 1


@pytest.mark.parametrize(("point", "accepted"), [("claimed", 1), ("answered", 2), ("recorded", 1)])
async def test_a_kill_between_the_steps_costs_a_duplicate_only_where_the_answer_was_not_recorded(
    store: Database, point: str, accepted: int
) -> None:
    enqueue(store, [mail()])
    async with relay() as server:
        process = await service(store, server.port, point=point)
        assert await asyncio.wait_for(process.wait(), 60) == -signal.SIGKILL
        await run_to_the_end(store, server.port)
    assert [message.content for message in server.accepted] == [mail().content] * accepted
    assert store.read_now(outbox.pending)[State.ACCEPTED] == 1


@dataclass(frozen=True)
class Soak:
    mails: int
    kills: int
    connections: int


def letters(count: int) -> list[Mail]:
    """Messages long enough to be cut off in the middle."""
    body = b"".join(b"%04d the parties met and spoke of limits\r\n" % line for line in range(300))
    return [
        mail(number, f"reader{number}@list{number % 7}.example.com", b"Subject: %d\r\n\r\n" % number + body)
        for number in range(count)
    ]


def answers(draw: random.Random, count: int) -> list[Answer]:
    """3 % are refused for now after the content, 2 % are taken and not answered."""
    return draw.choices([REFUSED, LOST, USUAL], [3, 2, 95], k=count)


@pytest.mark.parametrize(
    "soak",
    [
        Soak(60, 4, 1),
        Soak(60, 4, 4),
        pytest.param(Soak(1000, 50, 1), marks=pytest.mark.soak),
        pytest.param(Soak(1000, 50, 4), marks=pytest.mark.soak),
    ],
    ids=lambda soak: f"{soak.mails} mails, {soak.kills} kills, {soak.connections} connections",
)
async def test_kills_refusals_and_lost_replies_lose_nothing_and_duplicate_only_what_was_in_flight(
    store: Database, soak: Soak
) -> None:
    draw = random.Random(SEED)
    messages = letters(soak.mails)
    enqueue(store, messages)
    per_life = soak.mails * LINES_OF_A_MAIL * 8 // (10 * (soak.kills + 1))  # some are left for the last life
    async with relay(Script(answers={"CONTENT": answers(draw, 3 * soak.mails)})) as server:
        kills = 0
        while kills < soak.kills:
            process = await service(store, server.port, soak.connections)
            await heard(server, len(server.lines) + draw.randint(1, 2 * per_life), process)
            await asyncio.sleep(draw.random() * 0.005)
            if process.returncode is not None:
                break  # all is delivered
            await kill(process)
            kills += 1
        await run_to_the_end(store, server.port, soak.connections)
    lost = server.used("CONTENT").count(LOST)
    report(soak, server, kills, lost)
    contents = Counter((message.recipient, message.content) for message in server.accepted)
    assert set(contents) == {(message.recipient, message.content) for message in messages}
    assert store.read_now(outbox.pending)[State.ACCEPTED] == soak.mails
    assert contents.total() - soak.mails <= kills + lost


async def test_kills_double_nothing_that_is_held_when_in_doubt_over_several_connections(store: Database) -> None:
    messages = letters(60)
    enqueue(store, messages)
    draw, connections, hold = random.Random(SEED), 4, "hold"
    async with relay() as server:
        for _ in range(6):
            process = await service(store, server.port, connections, hold=hold)
            await heard(server, len(server.lines) + draw.randint(1, 50), process)
            await asyncio.sleep(draw.random() * 0.005)
            if process.returncode is None:
                await kill(process)
        await run_to_the_end(store, server.port, connections, hold=hold)
    arrived = Counter(message.recipient for message in server.accepted)
    states = store.read_now(outbox.pending)
    assert set(arrived.values()) == {1}
    assert states[State.ACCEPTED] + states[State.HELD] == len(messages)
    assert states[State.HELD] >= len(messages) - len(arrived)
    assert states[State.ACCEPTED] <= len(arrived)


def report(soak: Soak, server: Relay, kills: int, lost: int) -> None:
    arrived = {message.recipient for message in server.accepted}
    refused = server.used("CONTENT").count(REFUSED)
    print(  # noqa: T201 - a soak reports
        f"\n{soak.mails} mails over {soak.connections} connections, {kills} kills,"
        f" {refused} refused, {lost} replies lost:"
        f" {soak.mails - len(arrived)} lost, {len(server.accepted) - len(arrived)} duplicates"
    )
