"""Many subscribers in one slot: how fast, in how much memory."""

from __future__ import annotations

import os
import sys
from itertools import islice, product
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from alerts.store.tables import outbox
from pipeline.model.rule import Rule
from tests.treatywatch.digests.house import House, subscription

if TYPE_CHECKING:
    from pipeline.store.database import Database

RULES = tuple(Rule(f"rule-{number}", f"Rule {number}") for number in range(40))
WORDS = ("envoys", "limits", "launchers", "inspections", "warheads", "treaty", "talks", "verification")


def peopled(store: Database, subscribers: int, queries: int) -> House:
    asked = list(islice(product(RULES, RULES, RULES), 7, None, 317))[:queries]
    wanted = (
        subscription(
            f"reader-{number}",
            recipients=(f"reader-{number}@example.org",),
            rules=tuple(dict.fromkeys(rule.id for rule in asked[number % queries])),
        )
        for number in range(subscribers)
    )
    house = House(store, *wanted, rules=RULES)
    for number in range(80):
        title = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 8)).capitalize()
        house.publish(f"{title} {number}", RULES[number % 40].id, RULES[(number * 7 + 3) % 40].id)
    return house


def resident() -> int:
    with open("/proc/self/statm") as said:  # noqa: PTH123 - no file of ours
        return int(said.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_readers_with_one_query_get_the_same_words_each_with_their_own_links(store: Database) -> None:
    house = peopled(store, 60, 5)
    assert house.wait(days=1) == 60
    mails = house.mails()
    assert len({mail.message_id for mail in mails}) == 60
    first, sixth = (
        mail.content.decode() for mail in mails if mail.recipient in {"reader-0@example.org", "reader-5@example.org"}
    )
    assert "reader-5" not in first
    assert "unsubscribe%20reader-5" in sixth


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_ten_thousand_subscribers_are_planned_in_one_slot(store: Database) -> None:
    house = peopled(store, 10_000, 200)
    began, worked = perf_counter(), process_time()
    made = house.wait(days=1)
    took, worked = perf_counter() - began, process_time() - worked
    (size,) = store.read_now(lambda conn: conn.execute(select(func.avg(outbox.c.size))).one())
    print(  # noqa: T201 - what the rehearsal is for
        f"\n{made:,} messages of {size / 1000:.0f} kB: {made / took:.0f}/s, {made / worked:.0f} per second of CPU; "
        f"{resident() >> 20} MiB resident"
    )
    assert made == 10_000
    assert resident() < 300 << 20
