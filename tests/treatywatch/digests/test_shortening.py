"""A relay that finds a digest too large gets a shorter one, once; what it leaves out is counted."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import pytest

from alerts.outbox import State
from alerts.pool import SmtpPool
from alerts.sizes import LEAST
from tests.alerts.delivery.examples import to
from tests.alerts.delivery.relays import Script, relay
from tests.treatywatch.digests.house import House, settings_of, subscription
from treatywatch.delivering import Delivering
from treatywatch.parts import Parts

if TYPE_CHECKING:
    from alerts.deliver import Report
    from alerts.relay import Relay
    from alerts.subscription import Subscription
    from pipeline.store.database import Database
    from treatywatch.settings.settings import Settings

REFUSAL = (b"552 5.3.4 message too large\r\n",)
STORIES = 12


def delivering(house: House, relay_at: Relay) -> Delivering:
    settings = replace(settings_of([subscription()]), relay=relay_at)
    return Delivering(Parts(settings, house.store, house.clock, SmtpPool(relay_at), random.Random(1).random))


def planned(store: Database) -> House:
    house = House(store, subscription())
    for number in range(STORIES):
        house.publish(f"Report {number}: envoys meet", "inf")
    assert house.wait(days=1) == 1
    return house


def text_of(content: bytes) -> str:
    parts: Any = message_from_bytes(content).get_payload()
    decoded: bytes = parts[0].get_payload(decode=True)
    return decoded.decode()


async def pass_over(house: House, script: Script, size: int = 10_000_000) -> tuple[Report, list[bytes]]:
    async with relay(replace(script, extensions=(f"SIZE {size}",))) as server:
        report = await delivering(house, to(server.port)).deliver_due(asyncio.Event())
    return report, [message.content for message in server.accepted]


@pytest.mark.parametrize("verb", ["MAIL", "CONTENT"])
def test_a_digest_that_is_too_large_goes_out_shorter_and_says_what_it_left_out(store: Database, verb: str) -> None:
    house = planned(store)
    with asyncio.Runner() as runner:
        report, (got,) = runner.run(pass_over(house, Script(answers={verb: [REFUSAL]})))
    long, short = house.mails()
    assert (report.accepted, report.rejected) == (1, 1)
    assert (long.state, short.state) == (State.FAILED, State.ACCEPTED)
    assert (long.digest_id, long.recipient) == (short.digest_id, short.recipient)
    assert long.message_id != short.message_id
    assert f"Digest {house.records()[-1].public_id}" in text_of(got)
    assert short.content == got
    told = sum(f"Report {number}:" in text_of(got) for number in range(STORIES))
    assert 0 < told < STORIES
    assert f"{STORIES - told} more" in text_of(got)


def test_a_digest_above_the_relay_s_size_is_not_even_offered(store: Database) -> None:
    house = planned(store)
    (long,) = house.mails()
    with asyncio.Runner() as runner:
        report, (got,) = runner.run(pass_over(house, Script(), size=long.size - 1))
    assert (report.accepted, report.rejected) == (1, 1)
    assert len(got) < long.size


def test_a_shorter_digest_that_is_too_large_as_well_is_given_up(store: Database) -> None:
    house = planned(store)
    with asyncio.Runner() as runner:
        report, got = runner.run(pass_over(house, Script(), size=LEAST))
        again, _ = runner.run(pass_over(house, Script(), size=LEAST))
    assert (report.rejected, report.accepted, got, again.rejected) == (2, 0, [], 0)
    assert [row.state for row in house.mails()] == [State.FAILED, State.FAILED]


def test_a_digest_that_no_shorter_one_can_be_made_of_keeps_no_other_mail_waiting(store: Database) -> None:
    house = planned(store)
    settings = settings_of([subscription()])
    broken = replace(settings, sender=replace(settings.sender, domain="\udcff.example.org"))
    with asyncio.Runner() as runner:
        assert runner.run(pass_under(house, broken)).rejected == 1
        assert runner.run(pass_under(house, settings)).rejected == 1
    assert len(house.mails()) == 2


async def pass_under(house: House, settings: Settings) -> Report:
    """A pass after a restart with other settings, to a relay that takes nothing of this length."""
    async with relay(Script(extensions=(f"SIZE {LEAST}",))) as server:
        under = replace(settings, relay=to(server.port))
        parts = Parts(under, house.store, house.clock, SmtpPool(under.relay), random.Random(1).random)
        delivering = Delivering(parts)
        return await delivering.deliver_due(asyncio.Event()) + await delivering.deliver_due(asyncio.Event())


@pytest.mark.parametrize(
    "subscriptions",
    [
        pytest.param([], id="the subscription is gone"),
        pytest.param([subscription(rules=("ctbt",))], id="its rules match none of it"),
    ],
)
def test_nothing_shorter_is_made_where_there_is_nothing_to_make_it_of(
    store: Database, subscriptions: list[Subscription]
) -> None:
    house = planned(store)
    with asyncio.Runner() as runner:
        assert runner.run(pass_under(house, settings_of(subscriptions))).rejected == 1
    assert len(house.mails()) == 1


def test_a_shorter_digest_tells_nothing_that_came_later_or_was_told_since(store: Database) -> None:
    house = planned(store)
    house.publish("A later story", "inf")
    house.wait(days=1)
    with asyncio.Runner() as runner:
        _, got = runner.run(pass_over(house, Script(answers={"MAIL": [REFUSAL]})))
    shorter = next(text_of(content) for content in got if "Report 1" in text_of(content))
    assert "A later story" not in shorter
    assert "NEW" in shorter
