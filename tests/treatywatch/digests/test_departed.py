"""Matrix: an address that changes in flight. Nobody who left gets mail, nobody gets two, and a row says why."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alerts.outbox import State
from alerts.pool import SmtpPool
from alerts.store.departed import LEFT
from alerts.store.tables import outbox
from tests.alerts.delivery.examples import to
from tests.alerts.delivery.relays import Script, relay
from tests.treatywatch.digests.house import House, settings_of, subscription
from treatywatch.delivering import Delivering
from treatywatch.parts import Parts

if TYPE_CHECKING:
    from alerts.subscription import Subscription
    from pipeline.store.database import Database

OLD, NEW, STAYS = "old@example.org", "new@example.org", "Reader@пример.example.org"
PLAIN = "Reader@xn--e1afmkfd.example.org"


def planned(store: Database, *recipients: str) -> House:
    house = House(store, subscription(recipients=recipients))
    house.publish("INF Treaty", "inf")
    assert house.wait(days=1) == len(recipients)
    return house


def restarted(house: House, *subscriptions: Subscription) -> Counter[str]:
    """The service starts again with these, plans and delivers; who got how many mails."""
    house.configure(*subscriptions)
    house.plan()

    async def run() -> Counter[str]:
        async with relay(Script()) as server:
            settings = replace(settings_of(subscriptions), relay=to(server.port))
            parts = Parts(settings, house.store, house.clock, SmtpPool(to(server.port)), lambda: 0.5)
            deliverer = Delivering(parts)
            await deliverer.start()
            await deliverer.deliver_due(asyncio.Event())
        return Counter(message.recipient for message in server.accepted)

    with asyncio.Runner() as runner:
        return runner.run(run())


def test_an_address_that_changes_in_flight_gets_nothing_and_the_new_one_the_next_digest(store: Database) -> None:
    house = planned(store, OLD, STAYS)
    changed = subscription(recipients=(NEW, STAYS.lower()))
    assert restarted(house, changed) == {PLAIN: 1}
    assert {mail.recipient: mail.state for mail in house.mails()} == {OLD: State.SUPPRESSED, PLAIN: State.ACCEPTED}
    house.publish("INF Treaty again", "inf")
    house.wait(days=1)
    assert restarted(house, changed) == {NEW: 1, PLAIN.lower(): 1}


@pytest.mark.parametrize(
    "now", [(), (subscription(recipients=(OLD,), paused=True),), (subscription("other", recipients=(OLD,)),)]
)
def test_who_is_on_no_list_or_on_one_that_rests_gets_nothing_that_waits(
    store: Database, now: tuple[Subscription, ...]
) -> None:
    house = planned(store, OLD)
    assert restarted(house, *now) == {}
    (mail,) = house.mails()
    assert (mail.state, mail.last_text) == (State.SUPPRESSED, LEFT)


@pytest.mark.parametrize("state", [State.SENDING, State.HELD])
def test_a_message_in_doubt_goes_to_nobody_who_left(store: Database, state: State) -> None:
    house = planned(store, OLD)
    lease = house.clock.now() if state is State.SENDING else None
    doubtful = outbox.update().values(state=state, next_at=None, lease_until=lease)
    store.write_now(lambda conn: conn.execute(doubtful))
    assert restarted(house) == {}
    (mail,) = house.mails()
    assert mail.state in {State.SUPPRESSED, State.EXPIRED}


def test_an_address_that_moves_to_another_list_gets_no_mail_of_both(store: Database) -> None:
    house = planned(store, OLD)
    moved = subscription("other", recipients=(OLD,))
    assert restarted(house, moved) == {}
    house.publish("INF Treaty again", "inf")
    house.wait(days=1)
    assert restarted(house, moved) == {OLD: 1}
