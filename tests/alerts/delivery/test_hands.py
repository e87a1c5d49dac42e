"""A domain whose server lets us wait keeps a share of the connections, and no more."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.deliver import Delivery, deliver_due
from alerts.hands import Hands
from alerts.mail import Attempt, Kind, Outcome, Trouble
from alerts.pace import Pace
from alerts.store import outbox
from alerts.turns import GLANCE, Turns
from alerts.verdict import broken
from tests.alerts.delivery.examples import EXPIRY, NOW, RETRY, Clock, mail
from tests.alerts.delivery.fakes import ScriptedTransport
from tests.alerts.delivery.relays import Script, relay
from tests.alerts.delivery.test_matrix_relay import accepted_by, post
from treatywatch.memory import OutboxInDatabase

if TYPE_CHECKING:
    from alerts.doubt import Doubt
    from alerts.mail import Mail
    from pipeline.store.database import Database

LONGER_THAN_A_TEST = timedelta(minutes=10)
SLOW = "slow.example.com"
OTHERS = ("a.example.com", "b.example.com", "c.example.com", "d.example.com")


def room(connections: int, domain: str, *waiting: str) -> int:
    """How many of a domain's digests are handed over at a time."""
    hands, taken = Hands(connections), 0
    while hands.has_room(domain, frozenset(waiting)):
        hands.take(domain, urgent=False)
        taken += 1
    return taken


@pytest.mark.parametrize(
    ("connections", "others", "most"),
    [(1, 0, 1), (1, 4, 1), (2, 0, 1), (2, 1, 1), (4, 0, 3), (4, 1, 2), (4, 2, 2), (4, 4, 1), (10, 0, 9), (10, 1, 5)],
)
def test_a_domain_has_its_share_of_the_connections(connections: int, others: int, most: int) -> None:
    assert room(connections, SLOW, SLOW, *OTHERS[:others]) == most


@given(st.integers(2, 12), st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60))
def test_one_domain_never_holds_every_connection(connections: int, asked: list[tuple[bool, bool]]) -> None:
    hands, in_hand = Hands(connections), list[bool]()
    for urgent, answered in asked:
        if answered and in_hand:
            hands.give_back(SLOW, urgent=in_hand.pop())
        elif SLOW not in hands.full if urgent else hands.has_room(SLOW, frozenset({SLOW})):
            hands.take(SLOW, urgent=urgent)
            in_hand.append(urgent)
        assert len(in_hand) <= connections  # of one more than that


@given(st.integers(1, 12), st.lists(st.sampled_from([SLOW, *OTHERS]), max_size=60))
def test_somebody_always_has_room_while_a_connection_is_free(connections: int, asked: list[str]) -> None:
    hands, waiting, taken = Hands(connections), frozenset({SLOW, *OTHERS}), 0
    for domain in asked:
        if hands.has_room(domain, waiting):
            hands.take(domain, urgent=False)
            taken += 1
        assert taken >= connections or any(hands.has_room(each, waiting) for each in waiting)


def test_a_domain_with_its_share_is_passed_over_and_looked_at_again_soon() -> None:
    turns = Turns(Pace(1000), 2)
    turns.renew([SLOW])
    turns.served(turns.next(0.0), SLOW, 0.0)
    assert turns.next(0.0).domains == ()
    assert turns.wait(0.0) == GLANCE
    turns.answered(SLOW, urgent=False)
    assert turns.next(0.0).domains == (SLOW,)


def test_a_time_out_at_the_recipient_slows_the_domain_down_and_any_other_break_does_not() -> None:
    assert broken("rcpt", TimeoutError("timed out")).trouble is Trouble.SLOW_DOWN
    assert broken("rcpt", ConnectionResetError("closed")).trouble is Trouble.NONE
    assert broken("mail", TimeoutError("timed out")).trouble is Trouble.NONE


@pytest.mark.parametrize("kind", [Kind.DIGEST, Kind.INSTANT])
async def test_a_domain_that_hangs_does_not_keep_the_others_from_their_mail(store: Database, kind: Kind) -> None:
    async with relay(Script(hanging=frozenset({SLOW}))) as server:
        it = post(store, server, connections=4, patience=LONGER_THAN_A_TEST)
        it.put(*[mail(number, f"reader{number}@{SLOW}") for number in range(20)], kind=kind)
        it.put(*[mail(100 + number, f"reader{number}@{OTHERS[number % 4]}") for number in range(40)])
        stop = asyncio.Event()
        delivery = asyncio.create_task(it.deliver(stop))
        await server.saw("CONTENT", times=40)
        stop.set()
        await it.pool.stop(timedelta(0))
        await delivery
    assert len(set(accepted_by(server))) == 40


async def test_mail_that_comes_while_a_domain_hangs_goes_out_in_the_same_pass(store: Database) -> None:
    async with relay(Script(hanging=frozenset({SLOW}))) as server:
        it = post(store, server, connections=4, patience=LONGER_THAN_A_TEST)
        it.put(*[mail(number, f"reader{number}@{SLOW}") for number in range(20)])
        stop = asyncio.Event()
        delivery = asyncio.create_task(it.deliver(stop))
        await server.saw("RCPT", times=3)
        it.put(mail(100, "late@a.example.com"))
        it.put(mail(101, "desk@b.example.com"), kind=Kind.INSTANT)
        await server.saw("CONTENT", times=2)
        stop.set()
        await it.pool.stop(timedelta(0))
        await delivery
    assert accepted_by(server) == ["desk@b.example.com", "late@a.example.com"]


class Behind(ScriptedTransport):
    """Digests wait for the alert, and the alert for the last digest."""

    def __init__(self) -> None:
        super().__init__(lambda _: Attempt(Outcome.ACCEPTED, "done", 250, "ok"))
        self.alerted, self.late, self.news = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.answered = 0

    async def send(self, mail: Mail, doubt: Doubt) -> Attempt:  # noqa: ARG002 - the port's signature
        self.sent.append(mail)
        self.news.set()
        name = mail.recipient.partition("@")[0]
        if name == "late":
            self.late.set()
        await (self.late if name in {"alert", "late"} else self.alerted).wait()
        self.answered += 1
        self.news.set()
        return self.answer(mail)

    async def until(self, sent: int, answered: int) -> None:
        while len(self.sent) < sent or self.answered < answered:
            self.news.clear()
            await self.news.wait()


async def test_mail_that_comes_while_an_alert_hangs_on_its_own_connection_goes_out_in_the_same_pass(
    store: Database,
) -> None:
    transport = Behind()
    delivery = Delivery(OutboxInDatabase(store, RETRY), transport, RETRY, Clock(), lambda: 0.5, at_once=2)

    def put(name: str, kind: Kind = Kind.DIGEST) -> None:
        numbers = {"one": 1, "other": 2, "alert": 3, "late": 4}
        new = [mail(numbers[name], f"{name}@{name}.example.com")]
        store.write_now(lambda conn: outbox.enqueue(conn, new, None, EXPIRY, NOW, kind=kind))

    put("one")
    put("other")
    async with asyncio.timeout(20):
        work = asyncio.create_task(deliver_due(delivery, asyncio.Event()))
        await transport.until(sent=2, answered=0)
        put("alert", Kind.INSTANT)
        await transport.until(sent=3, answered=0)
        transport.alerted.set()
        await transport.until(sent=3, answered=2)
        await asyncio.sleep(0.1)  # the two connections have nothing to do now
        put("late")
        report = await work
    assert report.accepted == 4
