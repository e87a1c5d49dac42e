from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

import pytest
from sqlalchemy import select

from alerts.deliver import Delivery, Outbox, Report, deliver_due
from alerts.mail import Attempt, Mail, Outcome
from alerts.outbox import State
from alerts.store import outbox as stored
from alerts.store.tables import outbox as rows
from alerts.turns import Turn
from pipeline.errors import StoreFull
from tests.alerts.delivery.examples import EXPIRY, LEASE, NOW, RETRY, Clock, mails, sending, to
from tests.alerts.delivery.fakes import MemoryOutbox, ScriptedTransport
from tests.alerts.delivery.relays import Hang, Script, relay
from treatywatch.memory import OutboxInDatabase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from alerts.deliver import Transport
    from alerts.doubt import Doubt
    from alerts.mail import Claimed
    from alerts.outbox import Decision
    from pipeline.store.database import Database

TURN = Turn(("example.com",))
ACCEPTED = Attempt(Outcome.ACCEPTED, "done", 250, "ok")
DEFERRED = Attempt(Outcome.DEFERRED, "rcpt", 450, "greylisted")
UNCERTAIN = Attempt(Outcome.UNCERTAIN, "content", None, "timed out")
REJECTED = Attempt(Outcome.REJECTED, "rcpt", 550, "5.1.1 no such user")
BAD_LOGIN = Attempt(Outcome.DEFERRED, "auth", 535, "5.7.8 wrong", relay_wide=True, remedy="check the password")


class OpenOutbox(Outbox, Protocol):
    """An outbox that tests can fill and look into."""

    async def put(self, mails: Iterable[Mail], expires_at: datetime, now: datetime) -> None: ...

    async def states(self) -> list[State]: ...


class OpenStored(OutboxInDatabase):
    """The stored outbox with a lid to lift."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, RETRY)
        self.database = database

    async def put(self, mails: Iterable[Mail], expires_at: datetime, now: datetime) -> None:
        await self.database.write(partial(stored.enqueue, mails=mails, digest_id=None, expires_at=expires_at, now=now))

    async def states(self) -> list[State]:
        found = await self.database.read(lambda conn: conn.execute(select(rows.c.state).order_by(rows.c.id)).all())
        return [State(state) for (state,) in found]


@pytest.fixture(params=["memory", "stored"])
def outbox(request: pytest.FixtureRequest, store: Database) -> OpenOutbox:
    return MemoryOutbox() if request.param == "memory" else OpenStored(store)


def delivery(outbox: Outbox, transport: Transport, clock: Clock | None = None) -> Delivery:
    return Delivery(outbox, transport, RETRY, clock or Clock(), lambda: 0.5, timedelta(milliseconds=5))


def answering(**by_number: Attempt) -> Callable[[Mail], Attempt]:
    """Answers for single messages of `mails`; the others are accepted."""
    return lambda mail: by_number.get(mail.message_id.partition("@")[0].removeprefix("<"), ACCEPTED)


async def test_all_that_is_due_is_sent_in_one_pass(outbox: OpenOutbox) -> None:
    await outbox.put(mails(5), EXPIRY, NOW)
    transport = ScriptedTransport(answering())
    report = await deliver_due(delivery(outbox, transport), asyncio.Event())
    assert report == Report(accepted=5)
    assert transport.sent == mails(5)
    assert await outbox.states() == [State.ACCEPTED] * 5


async def test_the_transport_may_rest_after_a_pass(outbox: OpenOutbox) -> None:
    transport = ScriptedTransport(answering())
    await deliver_due(delivery(outbox, transport), asyncio.Event())
    assert transport.closed == 1


async def test_one_message_failing_does_not_stop_the_others(outbox: OpenOutbox) -> None:
    await outbox.put(mails(4), EXPIRY, NOW)
    transport = ScriptedTransport(answering(m0=REJECTED, m1=DEFERRED, m2=UNCERTAIN))
    report = await deliver_due(delivery(outbox, transport), asyncio.Event())
    assert report == Report(accepted=1, deferred=1, uncertain=1, rejected=1)
    assert await outbox.states() == [State.FAILED, State.QUEUED, State.QUEUED, State.ACCEPTED]


async def test_what_was_deferred_is_sent_again_when_it_is_due(outbox: OpenOutbox) -> None:
    await outbox.put(mails(1), EXPIRY, NOW)
    clock = Clock()
    await deliver_due(delivery(outbox, ScriptedTransport(answering(m0=DEFERRED)), clock), asyncio.Event())
    transport = ScriptedTransport(answering())
    early = await deliver_due(delivery(outbox, transport, clock), asyncio.Event())
    clock.advance(RETRY.delays[0])
    due = await deliver_due(delivery(outbox, transport, clock), asyncio.Event())
    assert (early.accepted, due.accepted, transport.sent) == (0, 1, mails(1))


async def test_what_stays_deferred_expires(outbox: OpenOutbox) -> None:
    await outbox.put(mails(1), EXPIRY, NOW)
    clock, transport = Clock(), ScriptedTransport(answering(m0=DEFERRED))
    while (await outbox.states())[0] is State.QUEUED:
        await deliver_due(delivery(outbox, transport, clock), asyncio.Event())
        clock.advance(timedelta(hours=1))
    assert await outbox.states() == [State.EXPIRED]
    assert clock.now <= EXPIRY + timedelta(hours=2)


async def test_a_fault_of_the_relay_ends_the_pass_and_loses_nothing(outbox: OpenOutbox) -> None:
    await outbox.put(mails(3), EXPIRY, NOW)
    transport = ScriptedTransport(answering(m0=BAD_LOGIN))
    report = await deliver_due(delivery(outbox, transport), asyncio.Event())
    assert len(transport.sent) == 1
    assert await outbox.states() == [State.QUEUED] * 3
    assert report.halted == ("mail stays queued: the relay failed us at auth: 535 5.7.8 wrong; check the password")


async def test_a_claim_whose_lease_is_over_is_delivered_again(outbox: OpenOutbox) -> None:
    await outbox.put(mails(1), EXPIRY, NOW)
    outbox.claim(NOW, TURN)
    transport = ScriptedTransport(answering())
    held = await deliver_due(delivery(outbox, transport, Clock(NOW + LEASE / 2)), asyncio.Event())
    free = await deliver_due(delivery(outbox, transport, Clock(NOW + LEASE)), asyncio.Event())
    assert (held.accepted, free.accepted) == (0, 1)


async def test_nothing_is_claimed_once_the_service_stops(outbox: OpenOutbox) -> None:
    await outbox.put(mails(3), EXPIRY, NOW)
    stop = asyncio.Event()

    def accept_and_stop(_: Mail) -> Attempt:
        stop.set()
        return ACCEPTED

    await deliver_due(delivery(outbox, ScriptedTransport(accept_and_stop)), stop)
    assert await outbox.states() == [State.ACCEPTED, State.QUEUED, State.QUEUED]


@dataclass
class FullDisk:
    """A store on a disk that has no room for some calls."""

    outbox: MemoryOutbox
    marks_refused: int = 0
    claims_refused: int = 0
    calls: list[str] = field(default_factory=list)

    async def sweep(self, now: datetime) -> None:
        await self.outbox.sweep(now)

    async def due_domains(self, now: datetime) -> list[str]:
        return await self.outbox.due_domains(now)

    def claim(self, now: datetime, turn: Turn) -> Claimed | None:
        self.calls.append("claim")
        if self.claims_refused:
            raise StoreFull("var/watch.db", "the disk is full", "free some space")
        return self.outbox.claim(now, turn)

    def enter_content(self, claimed: Claimed) -> None:
        self.outbox.enter_content(claimed)

    def mark(
        self, claimed: Claimed, attempt: Attempt, decision: Decision, now: datetime, then: Turn | None = None
    ) -> Claimed | None:
        self.calls.append("mark, claim" if then else "mark")
        if self.marks_refused:
            self.marks_refused -= 1
            raise StoreFull("var/watch.db", "the disk is full", "free some space")
        return self.outbox.mark(claimed, attempt, decision, now, then)


async def test_no_mail_is_sent_while_the_disk_has_no_room_for_a_claim() -> None:
    memory, transport = MemoryOutbox(), ScriptedTransport(answering())
    await memory.put(mails(2), EXPIRY, NOW)
    report = await deliver_due(delivery(FullDisk(memory, claims_refused=1), transport), asyncio.Event())
    assert report.halted is not None
    assert "the disk is full" in report.halted
    assert transport.sent == []


async def test_nothing_is_claimed_before_the_last_answer_is_recorded(caplog: pytest.LogCaptureFixture) -> None:
    memory, transport = MemoryOutbox(), ScriptedTransport(answering())
    await memory.put(mails(2), EXPIRY, NOW)
    disk = FullDisk(memory, marks_refused=3)
    report = await deliver_due(delivery(disk, transport), asyncio.Event())
    assert disk.calls == ["claim", "mark, claim", "mark", "mark", "mark", "claim", "mark, claim", "claim"]
    assert report == Report(accepted=2)
    assert transport.sent == mails(2)
    assert len(caplog.records) == 1


async def test_no_other_worker_claims_while_an_answer_waits_to_be_recorded() -> None:
    memory, transport = MemoryOutbox(), ScriptedTransport(answering())
    await memory.put(mails(4), EXPIRY, NOW)
    disk = FullDisk(memory, marks_refused=4)
    report = await deliver_due(replace(delivery(disk, transport), at_once=2), asyncio.Event())
    first, last = disk.calls.index("mark"), len(disk.calls) - disk.calls[::-1].index("mark")
    assert "claim" not in disk.calls[first : last - 1]
    assert report == Report(accepted=4)


async def test_a_store_that_can_not_be_read_stops_the_pass() -> None:
    class Unreadable(MemoryOutbox):
        async def due_domains(self, now: datetime) -> list[str]:
            raise StoreFull("var/watch.db", f"can't be read at {now}", "check the disk")

    report = await deliver_due(delivery(Unreadable(), ScriptedTransport(answering())), asyncio.Event())
    assert report.halted is not None
    assert not report.by_relay


async def test_an_answer_that_can_not_be_recorded_before_the_end_leaves_one_message_uncertain() -> None:
    memory, stop = MemoryOutbox(), asyncio.Event()
    await memory.put(mails(2), EXPIRY, NOW)
    disk = FullDisk(memory, marks_refused=10**6)
    asyncio.get_running_loop().call_later(0.05, stop.set)
    report = await deliver_due(delivery(disk, ScriptedTransport(answering())), stop)
    assert disk.calls[:3] == ["claim", "mark, claim", "mark"]
    assert report == Report(accepted=1, unrecorded=1)
    assert await memory.states() == [State.SENDING, State.QUEUED]


async def test_a_stop_while_content_is_under_way_lets_it_finish_and_claims_no_more(outbox: OpenOutbox) -> None:
    await outbox.put(mails(3), EXPIRY, NOW)
    stop = asyncio.Event()
    async with relay(Script(answers={"CONTENT": [(Hang(),)]})) as server, sending(to(server.port)) as transport:
        task = asyncio.create_task(deliver_due(delivery(outbox, transport), stop))
        await server.saw("CONTENT")
        stop.set()
        await transport.stop(timedelta(seconds=0.1))
        report = await task
    assert report == Report(uncertain=1)
    assert await outbox.states() == [State.QUEUED] * 3


async def test_a_dead_recipient_and_a_poisoned_one_leave_the_others_their_mail(outbox: OpenOutbox) -> None:
    poison = Mail("a b@example.com", "bounces@example.org", "<p@example.org>", b"x\r\n")
    await outbox.put([poison, *mails(3)], EXPIRY, NOW)
    script = Script(answers={"RCPT": [(b"550 5.1.1 no such user\r\n",)]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        report = await deliver_due(delivery(outbox, transport), asyncio.Event())
    assert report == Report(accepted=2, rejected=2)
    assert [message.recipient for message in server.accepted] == [each.recipient for each in mails(3)[1:]]


class Slow(ScriptedTransport):
    """Its answers come when others have had their turn."""

    async def send(self, mail: Mail, doubt: Doubt) -> Attempt:
        await asyncio.sleep(0)
        return await super().send(mail, doubt)


@pytest.mark.parametrize("at_once", [1, 2, 4])
async def test_a_mistake_of_ours_ends_the_pass_and_is_not_hidden(outbox: OpenOutbox, at_once: int) -> None:
    def answer(mail: Mail) -> Attempt:
        if mail.message_id.startswith("<m1@"):
            raise RuntimeError(mail.message_id)
        return ACCEPTED

    await outbox.put(mails(5), EXPIRY, NOW)
    async with asyncio.timeout(60):
        with pytest.raises(RuntimeError, match="m1@"):
            await deliver_due(replace(delivery(outbox, Slow(answer)), at_once=at_once), asyncio.Event())
    states = await outbox.states()
    assert states.count(State.SENDING) == 1
    assert states[0] is State.ACCEPTED
