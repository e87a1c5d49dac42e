"""Messages that the relay may have, of kinds that are not to come twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from alerts.deliver import Delivery, deliver_due
from alerts.doubt import Doubt
from alerts.mail import Kind, Outcome
from alerts.outbox import State, decide
from alerts.passage import Passage
from alerts.places import Places
from alerts.pool import SmtpPool
from alerts.smtp import SmtpTransport
from alerts.store import held, outbox, upkeep
from pipeline.errors import StoreBusy
from tests.alerts.delivery.examples import EXPIRY, LEASE, MINUTE, NOW, RETRY, Clock, attempt, claimed, mail, to
from tests.alerts.delivery.relays import Drop, Script, relay
from tests.alerts.delivery.test_store_outbox import TURN, claim, enqueue, row
from treatywatch.memory import OutboxInDatabase

if TYPE_CHECKING:
    from alerts.deliver import Report
    from alerts.mail import Claimed
    from pipeline.store.database import Database
    from tests.alerts.delivery.relays import Answer, Relay

HOLDING = replace(RETRY, hold=frozenset({Kind.DIGEST}))
LOST: Answer = (b"250 2.0.0 ok: queu", Drop())


async def deliver(store: Database, server: Relay) -> Report:
    delivery = Delivery(OutboxInDatabase(store, HOLDING), SmtpPool(to(server.port)), HOLDING, Clock(), lambda: 0.0)
    return await deliver_due(delivery, asyncio.Event())


async def test_a_lost_answer_is_held_and_sent_again_only_when_an_operator_says_so(
    store: Database, caplog: pytest.LogCaptureFixture
) -> None:
    enqueue(store, mail())
    async with relay(Script(answers={"CONTENT": [LOST]})) as server:
        first, second = await deliver(store, server), await deliver(store, server)
        (waiting,) = store.read_now(held.held)
        assert store.write_now(lambda conn: held.release(conn, [waiting.id, 99], NOW)) == [waiting.id]
        third = await deliver(store, server)
    assert (first.uncertain, second.accepted, third.accepted) == (1, 0, 1)
    assert "`treatywatch mails` releases or drops it" in caplog.text
    assert [message.content for message in server.accepted] == [mail().content] * 2
    assert store.read_now(held.held) == []


@pytest.mark.parametrize(
    ("kind", "outcome", "state"),
    [
        (Kind.DIGEST, Outcome.UNCERTAIN, State.HELD),
        (Kind.INSTANT, Outcome.UNCERTAIN, State.QUEUED),
        (Kind.DIGEST, Outcome.DEFERRED, State.QUEUED),
    ],
)
def test_only_what_is_in_doubt_and_of_that_kind_is_held(kind: Kind, outcome: Outcome, state: State) -> None:
    assert decide(attempt(outcome), replace(claimed(), kind=kind), HOLDING, NOW, lambda: 0.5).state is state


def test_what_is_in_doubt_beyond_its_expiry_is_not_held(store: Database) -> None:
    late = decide(attempt(Outcome.UNCERTAIN), claimed(expires_at=NOW), HOLDING, NOW, lambda: 0.5)
    assert late.state is State.EXPIRED
    _in_content(store)
    store.write_now(lambda conn: upkeep.recover(conn, NOW, HOLDING.hold))
    assert store.write_now(lambda conn: upkeep.expire(conn, EXPIRY)) == 1
    assert store.read_now(outbox.pending)[State.EXPIRED] == 1


def test_a_claim_that_broke_off_before_the_content_is_queued_and_certain(store: Database) -> None:
    enqueue(store, mail())
    claim(store)
    assert store.write_now(lambda conn: upkeep.expire_leases(conn, NOW + LEASE, HOLDING.hold)) == 1
    assert (row(store).state, row(store).uncertain) == (State.QUEUED, False)


def test_what_an_earlier_attempt_said_of_the_content_is_forgotten_by_the_next(store: Database) -> None:
    _in_content(store)
    store.write_now(lambda conn: upkeep.recover(conn, NOW, HOLDING.hold))
    store.write_now(lambda conn: held.release(conn, [1], NOW))
    claim(store)
    store.write_now(lambda conn: upkeep.recover(conn, NOW, HOLDING.hold))
    assert row(store).state == State.QUEUED


def test_an_operator_may_drop_what_is_held_and_nothing_else(store: Database) -> None:
    enqueue(store, mail(2))
    assert store.write_now(lambda conn: held.drop(conn, [1], NOW)) == []
    store.write_now(lambda conn: outbox.claim(conn, NOW, LEASE, TURN))
    _to_content(store)
    store.write_now(lambda conn: upkeep.recover(conn, NOW + MINUTE, HOLDING.hold))
    assert store.write_now(lambda conn: held.drop(conn, [1], NOW)) == [1]
    assert (row(store).state, row(store).last_text) == (State.EXPIRED, "dropped by the operator")


def test_a_message_waits_for_its_place_before_its_content_is_announced() -> None:
    begun: list[str] = []
    places = Places(1)
    first, second = (Doubt(places, begin=partial(begun.append, name)) for name in ("first", "second"))
    first.enter(Passage())
    given_up = Passage()
    given_up.given_up = True
    with pytest.raises(ConnectionAbortedError):
        second.enter(given_up)
    assert begun == ["first"]


async def test_what_was_not_ended_as_the_store_could_not_say_so_is_neither_held_nor_in_doubt(store: Database) -> None:
    class Stuck(OutboxInDatabase):
        def enter_content(self, claimed: Claimed) -> None:
            tried.append(claimed.id)
            if len(tried) == 1:
                raise StoreBusy("store.db", "is locked by another process", "end the other program")
            super().enter_content(claimed)

    enqueue(store, mail())
    tried: list[int] = []
    async with relay(Script()) as server:
        clock = Clock()
        work = Delivery(Stuck(store, HOLDING), SmtpPool(to(server.port)), HOLDING, clock, lambda: 0.0)
        first = await deliver_due(work, asyncio.Event())
        taken = len(server.accepted)
        second = await deliver_due(work, asyncio.Event())
    assert (first.uncertain, first.deferred, first.accepted + second.accepted) == (0, 1, 1)
    assert (taken, len(server.accepted)) == (first.accepted, 1)
    assert (row(store).state, row(store).uncertain) == (State.ACCEPTED, False)


async def test_a_stop_before_the_final_dot_leaves_nothing_in_doubt() -> None:
    places = Places(1)
    assert places.take(lambda: False)
    async with relay(Script()) as server:
        transport = SmtpTransport(to(server.port))
        sending = asyncio.create_task(transport.send(mail(), Doubt(places)))
        await server.saw("DATA")
        await asyncio.sleep(0.1)
        await transport.stop(timedelta(0))
        assert (await sending).outcome is Outcome.DEFERRED
    assert server.accepted == []


def _in_content(store: Database) -> None:
    enqueue(store, mail())
    claim(store)
    _to_content(store)


def _to_content(store: Database) -> None:
    ours = replace(claimed(), id=1)
    store.write_now(lambda conn: outbox.enter_content(conn, ours))
