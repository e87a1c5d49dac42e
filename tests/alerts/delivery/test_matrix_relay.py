"""What a relay may do to a pass over the outbox: nothing is lost, and the other messages go out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from alerts.deliver import Delivery, Report, deliver_due
from alerts.mail import Kind
from alerts.outbox import State
from alerts.pace import Pace
from alerts.pool import SmtpPool
from alerts.store import outbox, suppressions
from alerts.store.tables import outbox as rows
from tests.alerts.delivery.examples import EXPIRY, PATIENCE, RETRY, Clock, mail, to
from tests.alerts.delivery.relays import Answer, Drop, Hang, Script, Wait, relay
from treatywatch.memory import OutboxInDatabase

if TYPE_CHECKING:
    from alerts.mail import Mail
    from pipeline.store.database import Database
    from tests.alerts.delivery.relays import Relay

DOMAINS = ("a.example.com", "b.example.com", "c.example.com", "d.example.com")
OK = b"250 2.0.0 ok\r\n"


@dataclass
class Post:
    """An outbox with its delivery, to a relay."""

    store: Database
    clock: Clock
    pool: SmtpPool
    delivery: Delivery

    def put(self, *messages: Mail, kind: Kind = Kind.DIGEST) -> None:
        put = partial(outbox.enqueue, mails=messages, digest_id=None, expires_at=EXPIRY, now=self.clock(), kind=kind)
        self.store.write_now(put)

    async def deliver(self, stop: asyncio.Event | None = None) -> Report:
        return await deliver_due(self.delivery, stop or asyncio.Event())

    def states(self) -> list[State]:
        query = select(rows.c.state).order_by(rows.c.id)
        return [State(state) for state in self.store.read_now(lambda conn: list(conn.execute(query).scalars()))]


def post(
    store: Database, server: Relay, *, connections: int = 1, pace: float = 1000, patience: timedelta = PATIENCE
) -> Post:
    clock, pool = Clock(), SmtpPool(to(server.port, connections=connections, timeout=patience))
    kept = OutboxInDatabase(store, RETRY)
    delivery = Delivery(kept, pool, RETRY, clock, lambda: 0.5, at_once=connections, pace=Pace(pace))
    return Post(store, clock, pool, delivery)


def one_for_each_domain() -> list[Mail]:
    return [mail(number, f"reader@{domain}") for number, domain in enumerate(DOMAINS)]


def accepted_by(server: Relay) -> list[str]:
    return sorted(message.recipient for message in server.accepted)


LATER: list[tuple[str, Answer, State]] = [
    ("RCPT", (b"450 4.7.1 greylisted\r\n",), State.QUEUED),
    ("RCPT", (b"452 4.5.3 too many\r\n",), State.QUEUED),
    ("RCPT", (b"421 4.7.0 slow down\r\n", Drop()), State.QUEUED),
    ("RCPT", (b"550 5.1.1 no such user\r\n",), State.FAILED),
    ("RCPT", (b"550 5.7.26 unauthenticated\r\n",), State.QUEUED),
    ("RCPT", (b"552 5.2.2 mailbox full\r\n",), State.QUEUED),
    ("MAIL", (b"552 5.3.4 too large\r\n",), State.FAILED),
    ("CONTENT", (b"451 4.3.0 try again\r\n",), State.QUEUED),
    ("CONTENT", (b"421 4.3.2 going down\r\n", Drop()), State.QUEUED),
    ("CONTENT", (b"552 5.3.4 too large\r\n",), State.FAILED),
    ("CONTENT", (b"554 5.0.0 failed\r\n",), State.FAILED),
    ("CONTENT", (b"554 5.7.1 looks like spam\r\n",), State.QUEUED),
    ("DATA", (Drop(),), State.QUEUED),
    ("CONTENT", (Drop(),), State.QUEUED),
]


@pytest.mark.parametrize(("verb", "answer", "state"), LATER)
async def test_a_message_in_trouble_waits_or_fails_and_the_other_domains_get_theirs(
    store: Database, verb: str, answer: Answer, state: State
) -> None:
    async with relay(Script(answers={verb: [answer]})) as server:
        it = post(store, server)
        it.put(*one_for_each_domain())
        report = await it.deliver()
        assert report.halted is None
        assert sorted(it.states()) == sorted([state, *[State.ACCEPTED] * 3])
        it.clock.advance(timedelta(hours=1))
        await it.deliver()
    assert State.QUEUED not in it.states()
    assert len(set(accepted_by(server))) == len(server.accepted) == it.states().count(State.ACCEPTED)


@pytest.mark.parametrize(
    "answer", [b"550 5.7.26 unauthenticated\r\n", b"554 5.7.1 refused\r\n", b"550 5.3.0 trouble\r\n"]
)
async def test_a_rule_of_the_receiver_s_suppresses_nobody_and_is_reported(store: Database, answer: bytes) -> None:
    async with relay(Script(answers={"RCPT": [(answer,)]})) as server:
        it = post(store, server)
        for day in range(3):
            it.put(mail(day, "reader@a.example.com"))
            it.clock.advance(timedelta(hours=3))
        report = await it.deliver()
    assert report.served == {"a.example.com"}
    assert State.FAILED not in it.states()
    assert store.read_now(lambda conn: suppressions.reason(conn, "reader@a.example.com", "")) is None


async def test_the_same_refusal_for_whomever_it_is_is_a_fault_of_the_relay(store: Database) -> None:
    script = Script(answers={"RCPT": [(b"554 5.7.1 relay access denied\r\n",)] * 9})
    async with relay(script) as server:
        it = post(store, server)
        it.put(*one_for_each_domain())
        report = await it.deliver()
    assert (report.deferred, report.by_relay) == (3, True)
    assert report.halted is not None
    assert "relay access denied" in report.halted
    assert it.states() == [State.QUEUED] * 4


async def test_greylisting_by_one_domain_after_the_other_is_no_fault_of_the_relay(store: Database) -> None:
    async with relay(Script(answers={"RCPT": [(b"450 4.7.1 greylisted\r\n",)] * 4})) as server:
        it = post(store, server)
        it.put(*one_for_each_domain())
        report = await it.deliver()
    assert (report.deferred, report.halted) == (4, None)


@pytest.mark.parametrize("verb", ["BANNER", "EHLO", "MAIL"])
async def test_a_relay_that_closes_stops_the_pass_and_the_next_one_delivers(store: Database, verb: str) -> None:
    async with relay(Script(answers={verb: [(b"421 4.3.2 closing\r\n", Drop())]})) as server:
        it = post(store, server)
        it.put(*one_for_each_domain())
        assert (await it.deliver()).by_relay
        it.clock.advance(timedelta(minutes=2))
        report = await it.deliver()
    assert (report.accepted, report.halted) == (4, None)


async def test_a_relay_that_takes_fewer_connections_gets_the_mail_over_those(store: Database) -> None:
    script = Script(answers={"BANNER": [(b"220 hello\r\n",)] + [(b"421 4.7.0 too many connections\r\n", Drop())] * 9,
                             "CONTENT": [(Wait(0.1), OK)] * 5})  # fmt: skip
    async with relay(script) as server:
        it = post(store, server, connections=4)
        it.put(*[mail(number, f"reader@{number}.example.com") for number in range(12)])
        first = await it.deliver()
        it.clock.advance(timedelta(minutes=2))
        second = await it.deliver()
    assert first.accepted + second.accepted == len(set(accepted_by(server))) == 12
    assert it.states() == [State.ACCEPTED] * 12


async def test_several_connections_deliver_each_message_once(store: Database) -> None:
    async with relay(Script(answers={"CONTENT": [(Wait(0.01), OK)] * 40})) as server:
        it = post(store, server, connections=4)
        it.put(*[mail(number, f"reader{number}@{DOMAINS[number % 4]}") for number in range(40)])
        report = await it.deliver()
    assert report == Report(accepted=40)
    assert server.connections == 4
    assert len(set(accepted_by(server))) == len(server.accepted) == 40


@pytest.mark.parametrize("connections", [1, 4])
async def test_an_instant_alert_overtakes_the_bulk(store: Database, connections: int) -> None:
    async with relay(Script(answers={"CONTENT": [(Wait(0.01), OK)] * 90})) as server:
        it = post(store, server, connections=connections)
        it.put(*[mail(number, f"reader{number}@{DOMAINS[number % 4]}") for number in range(60)])
        delivery = asyncio.create_task(it.deliver())
        await server.saw("CONTENT")
        it.put(mail(99, "desk@alerts.example.net"), kind=Kind.INSTANT)
        await delivery
    place = [message.recipient for message in server.accepted].index("desk@alerts.example.net")
    assert place < 20


async def test_an_instant_alert_has_a_place_of_its_own_while_the_relay_thinks_about_the_bulk(store: Database) -> None:
    async with relay(Script(answers={"DATA": [(Hang(),), (Hang(),)]})) as server:
        it = post(store, server, connections=2)
        it.put(mail(1, "slow@a.example.com"), mail(2, "slow@b.example.com"))
        stop = asyncio.Event()
        delivery = asyncio.create_task(it.deliver(stop))
        await server.saw("DATA", times=2)
        it.put(mail(99, "desk@alerts.example.net"), kind=Kind.INSTANT)
        await server.saw("CONTENT")
        stop.set()
        await it.pool.stop(timedelta(0))
        await delivery
    assert accepted_by(server) == ["desk@alerts.example.net"]


async def test_a_large_domain_does_not_keep_the_small_ones_waiting(store: Database) -> None:
    async with relay() as server:
        it = post(store, server, pace=10)
        it.put(*[mail(number, f"reader{number}@big.example.com") for number in range(30)])
        it.put(*[mail(100 + number, f"reader@small{number}.example.com") for number in range(5)])
        await it.deliver()
    served = [message.recipient.partition("@")[2] for message in server.accepted]
    assert max(place for place, domain in enumerate(served) if domain.startswith("small")) < 12
    assert len(served) == 35


async def test_a_domain_that_asks_for_it_is_served_more_slowly_than_the_others(store: Database) -> None:
    async with relay(Script(answers={"RCPT": [(b"450 4.7.0 slow down\r\n",)]})) as server:
        it = post(store, server, pace=0.2)
        it.put(mail(0, "reader@a.example.com"))
        await it.deliver()
        assert it.delivery.pace.slowed(it.delivery.monotonic()) == {"a.example.com"}
        it.put(mail(1, "reader@b.example.com"))
        assert (await it.deliver()).accepted == 1


async def test_what_is_sent_again_after_a_lost_answer_is_the_same_to_the_byte(store: Database) -> None:
    async with relay(Script(answers={"CONTENT": [(b"250 2.0.0 o", Drop())]})) as server:
        it = post(store, server)
        it.put(mail())
        first = await it.deliver()
        it.clock.advance(timedelta(hours=1))
        second = await it.deliver()
    assert (first.uncertain, second.accepted) == (1, 1)
    assert [message.content for message in server.accepted] == [mail().content] * 2


async def test_a_message_shows_nothing_of_the_one_before_it(store: Database) -> None:
    letters = [
        replace(mail(n, f"reader{n}@example.com"), own=b"Subject: %d\r\n\r\nfor %d\r\n" % (n, n)) for n in range(9)
    ]
    async with relay() as server:
        it = post(store, server, connections=4)
        it.put(*letters)
        await it.deliver()
    assert {(message.recipient, message.content) for message in server.accepted} == {
        (letter.recipient, letter.content) for letter in letters
    }


async def test_a_pool_that_is_stopped_lets_what_has_content_under_way_finish(store: Database) -> None:
    async with relay(Script(answers={"CONTENT": [(Wait(0.3), OK)] * 9})) as server:
        it = post(store, server, connections=3)
        it.put(*[mail(number, f"reader@{number}.example.com") for number in range(9)])
        stop = asyncio.Event()
        delivery = asyncio.create_task(it.deliver(stop))
        await server.saw("CONTENT")
        stop.set()
        await it.pool.stop(timedelta(seconds=10))
        report = await delivery
    assert report.uncertain == 0
    assert report.accepted == len(server.accepted) >= 1
    assert it.states().count(State.QUEUED) == 9 - report.accepted
