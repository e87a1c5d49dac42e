"""A digest is known by the id that it bears, and no other bears it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, update

from alerts.digest import Slot
from alerts.selection import LETTERS, digest_id
from alerts.store import ids
from alerts.store.tables import digests
from tests.treatywatch.digests.house import START, House, subscription
from treatywatch.by_hand import replay
from treatywatch.errors import NotKept

if TYPE_CHECKING:
    from pipeline.store.database import Database

SLOT = Slot(date(2026, 3, 3), "daily@07:00", datetime(2026, 3, 3, 6, tzinfo=UTC))
OLD = "HOQMK5XK"
"""As digests were named in eight letters."""


def bear(store: Database, *names: str) -> None:
    """Earlier digests of another subscription have these ids."""
    rows = [
        {
            "public_id": name, "subscription": "desk", "local_date": date(2025, 1, 1), "label": f"now@{number}",
            "due": START, "after_seq": 0, "upto_seq": 0, "state": "planned", "items": 0, "planned_at": START,
        }
        for number, name in enumerate(names)
    ]  # fmt: skip
    store.write_now(lambda conn: conn.execute(insert(digests), rows))


@pytest.mark.parametrize("gone", [0, 1, 3])
def test_a_digest_gets_the_first_of_its_ids_that_no_other_bears(store: Database, gone: int) -> None:
    house = House(store, subscription())
    own = [digest_id("desk", SLOT, choice) for choice in range(gone + 1)]
    if gone:
        bear(store, *own[:gone])
    house.publish("INF Treaty", "inf")
    assert house.plan_at(SLOT.due) == 1
    assert house.records()[-1].public_id == own[gone]
    assert f"Digest {own[gone]}".encode() in house.mails()[0].content


def test_ids_are_the_same_however_often_they_are_asked_for(store: Database) -> None:
    House(store, subscription("desk"))
    bear(store, digest_id("a", SLOT), digest_id("c", SLOT), digest_id("c", SLOT, 1))
    found = [store.read_now(lambda conn: ids.free(conn, [(name, SLOT) for name in "abca"])) for _ in range(2)]
    expected = {("a", SLOT): 1, ("b", SLOT): 0, ("c", SLOT): 2}
    assert found == [{each: digest_id(*each, choice) for each, choice in expected.items()}] * 2


def test_new_ids_are_longer_than_those_that_could_be_the_same() -> None:
    assert len(digest_id("desk", SLOT)) == LETTERS > len(OLD)


def planned_twice(store: Database) -> House:
    house = House(store, subscription("desk"), subscription("lab"))
    house.publish("INF Treaty", "inf")
    assert house.plan_at(SLOT.due) == 2
    return house


def test_an_old_id_is_found_as_before(store: Database) -> None:
    house = planned_twice(store)
    store.write_now(
        lambda conn: conn.execute(update(digests).where(digests.c.subscription == "lab").values(public_id=OLD))
    )
    (letter,) = store.read_now(lambda conn: replay(conn, OLD)).letters
    assert letter.content == next(mail.content for mail in house.mails() if b"lab" in mail.content)


def test_an_old_id_of_two_digests_gives_out_the_one_that_is_named(store: Database) -> None:
    planned_twice(store)
    store.write_now(lambda conn: conn.execute(update(digests).values(public_id=OLD)))
    with pytest.raises(NotKept, match="desk of 2026-03-03 and lab of 2026-03-03; name one of these with --of"):
        store.read_now(lambda conn: replay(conn, OLD))
    (letter,) = store.read_now(lambda conn: replay(conn, OLD, "lab")).letters
    assert b"unsubscribe%20lab" in (letter.content or b"")
    with pytest.raises(NotKept, match="no digest of this id"):
        store.read_now(lambda conn: replay(conn, OLD, "nobody"))
