"""Matrix: very many subscribers in one slot. Little is held at once, domains take turns, and alerts overtake."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from alerts.deliver import Delivery, deliver_due
from alerts.digest import Slot
from alerts.mail import Attempt, Kind, Outcome, domain_of
from alerts.pace import Pace
from alerts.store import outbox as stored
from alerts.store.subscriptions import Progress
from alerts.store.tables import outbox
from pipeline.errors import StoreFull
from pipeline.store.database import Connection, Database
from tests.alerts.delivery.examples import EXPIRY, RETRY
from tests.alerts.delivery.examples import mail as letter
from tests.alerts.delivery.fakes import ScriptedTransport
from tests.treatywatch.digests.house import House, daily, run, settings_of, subscription
from treatywatch.making import Due
from treatywatch.memory import OutboxInDatabase
from treatywatch.parts import Parts
from treatywatch.planning import Planning
from treatywatch.portions import MESSAGES, SUBSCRIPTIONS, portions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from alerts.mail import Mail
    from alerts.subscription import Subscription

T = TypeVar("T")
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
SLOT = Slot(date(2026, 3, 3), "daily@07:00", START)
ALERT = letter(0, "desk@alerts.example.net")
SMALL_DOMAINS = 50


def crowd(subscriptions: int, recipients: int) -> Iterator[Subscription]:
    """Half of them at one large domain, the others spread over small ones."""
    for number in range(subscriptions):
        yield subscription(f"list-{number:04}", recipients=tuple(_readers(number, recipients)))


def _readers(number: int, count: int) -> Iterator[str]:
    for one in range(count):
        domain = "big" if one % 2 else f"small{(number * count + one) // 2 % SMALL_DOMAINS}"
        yield f"reader{number}.{one}@{domain}.example.com"


def queued(store: Database) -> int:
    count: int = store.read_now(lambda conn: conn.execute(select(func.count()).select_from(outbox)).scalar_one())
    return count


def planner(house: House, planned: Callable[[], None], *subscriptions: Subscription) -> Planning:
    parts = Parts(settings_of(subscriptions), house.store, house.clock, ScriptedTransport(accept), lambda: 0.5)
    made = Planning(parts, planned)
    run(made.start())
    return made


def accept(_: Mail) -> Attempt:
    return Attempt(Outcome.ACCEPTED, "done", 250, "ok")


@given(st.lists(st.one_of(st.integers(1, 5), st.integers(1, 3 * MESSAGES)), max_size=300))
def test_a_slot_is_cut_into_portions_of_bounded_size(sizes: list[int]) -> None:
    due = [
        Due(subscription(f"list-{place}", recipients=("reader@example.org",) * size), Progress("", START, 0), SLOT)
        for place, size in enumerate(sizes)
    ]
    cut = list(portions(due))
    assert [each for portion in cut for each in portion] == due
    for portion in cut:
        assert 1 <= len(portion) <= SUBSCRIPTIONS
        assert len(portion) == 1 or sum(len(each.subscription.recipients) for each in portion) <= MESSAGES


def test_a_long_slot_is_committed_in_portions_and_delivery_hears_of_each(store: Database) -> None:
    wanted = list(crowd(12, 250))
    house = House(store, *wanted)
    house.publish("INF Treaty", "inf")
    steps = [0]
    planning = planner(house, lambda: steps.append(queued(store)), *wanted)
    house.clock.advance(timedelta(days=1))
    assert run(planning.plan_due()) == steps[-1] == 3000
    assert [later - step for step, later in pairwise(steps)] == [MESSAGES] * 3


def test_a_planner_that_dies_in_a_long_slot_loses_nothing_and_the_next_makes_the_rest(store: Database) -> None:
    wanted = list(crowd(12, 250))
    house = House(store, *wanted)
    house.publish("INF Treaty", "inf")

    def die() -> None:
        raise MemoryError

    first = planner(house, die, *wanted)
    house.clock.advance(timedelta(days=1))
    with pytest.raises(MemoryError):
        run(first.plan_due())
    assert queued(store) == MESSAGES
    assert run(planner(house, lambda: None, *wanted).plan_due()) == 2 * MESSAGES
    assert Counter(row.recipient for row in house.mails()) == Counter(to for each in wanted for to in each.recipients)


class Disk(Database):
    """A store on a disk that is full at times."""

    full = False

    def write_now(self, work: Callable[[Connection], T]) -> T:
        if self.full:
            raise StoreFull(str(self.path), "the disk is full", "free some space")
        return super().write_now(work)


def test_a_disk_that_fills_up_in_a_long_slot_puts_the_rest_off_and_loses_nothing(store: Database) -> None:
    wanted = list(crowd(12, 250))
    with closing(Disk(store.path)) as disk:
        house = House(disk, *wanted)
        house.publish("INF Treaty", "inf")

        def fill() -> None:
            disk.full = queued(store) == MESSAGES

        planning = planner(house, fill, *wanted)
        house.clock.advance(timedelta(days=1))
        with pytest.raises(StoreFull):
            run(planning.plan_due())
        disk.full = False
        assert run(planning.plan_due()) == 2 * MESSAGES
        assert len({row.recipient for row in house.mails()}) == len(house.mails()) == 3 * MESSAGES


def test_an_alert_that_comes_due_in_a_long_slot_waits_for_one_portion_at_most(store: Database) -> None:
    desk = subscription("desk", alerts=("ctbt",), schedule=daily("18:00"))
    wanted = [*crowd(12, 250), desk]
    house = House(store, *wanted)
    house.publish("INF Treaty", "inf")
    told: list[int] = []

    def news_comes() -> None:
        if not told:
            house.publish("A test in the ground", "ctbt")
            house.clock.advance(timedelta(minutes=6))
        told.append(queued(store))

    planning = planner(house, news_comes, *wanted)
    house.plan_at(START + timedelta(hours=6))
    house.clock.advance(timedelta(hours=13))
    run(planning.plan_due())
    (place,) = [place for place, row in enumerate(house.mails()) if row.urgent]
    assert told[0] <= place <= told[0] + MESSAGES
    assert place < told[-1] - MESSAGES


@pytest.mark.parametrize(
    ("subscriptions", "recipients"), [(10, 150), pytest.param(200, 500, marks=pytest.mark.soak, id="soak")]
)
def test_many_in_one_slot_go_out_in_turn_and_an_alert_before_them(
    store: Database, subscriptions: int, recipients: int
) -> None:
    wanted, count = list(crowd(subscriptions, recipients)), subscriptions * recipients
    house = House(store, *wanted)
    house.publish("INF Treaty", "inf")
    before, third = resident(), count // 3
    assert house.wait(days=1) == count
    sent: list[str] = []

    def answer(mail: Mail) -> Attempt:
        sent.append(mail.recipient)
        if len(sent) == third:
            now = house.clock.now()
            store.write_now(lambda conn: stored.enqueue(conn, [ALERT], None, EXPIRY, now, kind=Kind.INSTANT))
        return accept(mail)

    delivery = Delivery(
        OutboxInDatabase(store, RETRY), Scripted(answer), RETRY, house.clock.now, lambda: 0.5,
        at_once=4, pace=Pace(1_000_000),
    )  # fmt: skip
    report = run(deliver_due(delivery, asyncio.Event()))
    assert (report.accepted, len(set(sent))) == (count + 1, count + 1)
    assert sent.index(ALERT.recipient) <= third + 10
    domains = [domain_of(each) for each in sent if each != ALERT.recipient]
    shared = count // 2 + count // 2 // SMALL_DOMAINS  # as long as the small ones have mail, each has its turn
    last_small = max(place for place, domain in enumerate(domains) if domain != "big.example.com")
    assert last_small < shared + 2 * SMALL_DOMAINS
    grown = (resident() - before) >> 20
    print(f"\n{count:,} mails planned and handed over in {grown} MiB more")  # noqa: T201 - what the rehearsal is for
    assert grown < 150


class Scripted(ScriptedTransport):
    """Keeps nothing of what it sent."""

    async def send(self, mail: Mail, doubt: object) -> Attempt:  # noqa: ARG002 - the port's signature
        await asyncio.sleep(0)
        return self.answer(mail)


def resident() -> int:
    """Bytes of memory; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm") as said:  # noqa: PTH123 - no file of ours
        return int(said.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
