"""Digests that can't be made, and articles that can't be printed: nothing is lost, and the operators hear of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from alerts.store.tables import service_faults
from pipeline.store.tables import matches, versions
from tests.treatywatch.digests.house import House, settings_of, subscription
from treatywatch.by_hand import preview
from treatywatch.quarantine import IN_ITS_PLACE, Spoilers, spoiling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from alerts.subscription import Subscription
    from pipeline.store.database import Database

MORNING = datetime(2026, 3, 3, 6, tzinfo=UTC)
DAY = timedelta(days=1)
OPERATOR = "ops@example.org"


def spoil(store: Database, article: int) -> None:
    """Damage what the store has of an article: its quotation begins nowhere."""
    of = select(versions.c.id).where(versions.c.article_id == article)
    damaged = {"text": "They spoke of it", "start": "nowhere", "end": 4}
    store.write_now(
        lambda conn: conn.execute(update(matches).where(matches.c.version_id.in_(of)).values(quotation=damaged))
    )


def house_of(store: Database, *subscriptions: Subscription) -> House:
    return House(store, *subscriptions, operators=(OPERATOR,))


def broken(id_: str = "desk") -> Subscription:
    """One without the name that its digest is to be headed by."""
    return subscription(id_, name=None, rules=("inf",))


def told(house: House) -> list[str]:
    """Subjects of what the operators got."""
    notes = (mail for mail in house.mails() if mail.recipient == OPERATOR)
    return [str(message_from_bytes(note.content, policy=default)["Subject"]) for note in notes]


def words(house: House, recipient: str) -> str:
    (content, *_) = [mail.content for mail in house.mails() if mail.recipient == recipient]
    body = message_from_bytes(content, policy=default).get_body(("plain",))
    assert body
    return " ".join(str(body.get_content()).split())


def test_a_digest_that_can_not_be_made_is_told_to_the_operators_once_and_so_is_that_it_can_again(
    store: Database,
) -> None:
    house = house_of(store, broken())
    first = house.publish("INF Treaty", "inf")
    for day in range(3):
        house.plan_at(MORNING + day * DAY)
    assert told(house) == ["[treatywatch] Fault: digests can't be made"]
    assert "No digest could be made for desk." in words(house, OPERATOR)
    house.configure(subscription())
    house.wait(minutes=1)
    assert told(house)[1:] == ["[treatywatch] Over: digests can't be made"]
    assert house.sections() == [[("listed", first)]]


def test_a_restart_tells_a_fault_that_lasts_no_second_time(store: Database) -> None:
    house = house_of(store, broken(), subscription("other"))
    house.publish("INF Treaty", "inf")
    house.plan_at(MORNING)
    house.configure(broken(), subscription("other"))
    house.wait(minutes=1)
    assert len(told(house)) == 1


def test_many_digests_that_fail_are_one_fault(store: Database) -> None:
    house = house_of(store, *(broken(f"desk{number}") for number in range(9)))
    house.publish("INF Treaty", "inf")
    house.plan_at(MORNING)
    assert len(told(house)) == 1
    assert "for desk0, desk1, desk2, desk3, desk4 and 4 more subscriptions." in words(house, OPERATOR)


def test_another_digest_that_is_made_ends_no_fault(store: Database) -> None:
    house = house_of(store, broken(), subscription("other"))
    for day in range(2):
        house.publish(f"INF Treaty {day}", "inf")
        house.plan_at(MORNING + day * DAY)
    assert len(told(house)) == 1
    assert len(house.records("other")) == 2


def test_an_article_that_can_not_be_printed_stands_with_its_link_and_keeps_no_other_back(store: Database) -> None:
    house = house_of(store, subscription())
    articles = [house.publish(title, "inf") for title in ("Envoys meet", "A ministry speaks", "Envoys part")]
    spoil(store, articles[1])
    house.plan_at(MORNING)
    assert sorted(house.sections()[0]) == [("listed", article) for article in articles]
    text = words(house, "reader@example.org")
    assert "Envoys meet" in text
    assert "Envoys part" in text
    assert IN_ITS_PLACE in text
    assert "https://wire.example.org/17" in text
    assert told(house) == ["[treatywatch] Fault: articles can't be printed"]
    assert "https://wire.example.org/17" in words(house, OPERATOR)


def test_an_article_that_changed_and_can_not_be_printed_is_told_all_the_same(store: Database) -> None:
    house = house_of(store, subscription())
    article = house.publish("Envoys meet", "inf")
    house.plan_at(MORNING)
    house.edit(article, "Envoys part", "inf", changes=())
    spoil(store, article)
    other = house.publish("Talks go on", "inf")
    house.plan_at(MORNING + DAY)
    assert ("listed", other) in house.sections()[1]


def test_a_preview_shows_what_the_digest_would(store: Database) -> None:
    house = house_of(store, subscription())
    spoil(store, house.publish("A ministry speaks", "inf"))
    house.publish("Envoys meet", "inf")
    settings, wanted = settings_of([subscription()]), subscription()
    page = store.read_now(lambda conn: preview(conn, settings, wanted, MORNING))
    assert IN_ITS_PLACE in " ".join(page.text.split())
    assert "Envoys meet" in page.text


def test_the_next_digest_without_such_an_article_ends_the_fault(store: Database) -> None:
    house = house_of(store, subscription())
    spoil(store, house.publish("A ministry speaks", "inf"))
    for day in range(2):
        house.plan_at(MORNING + day * DAY)
    assert told(house)[1:] == ["[treatywatch] Over: articles can't be printed"]
    assert store.read_now(lambda conn: conn.execute(select(service_faults.c.recovered_at)).scalar_one())


def test_memory_that_runs_out_is_blamed_on_no_digest_and_no_article(store: Database) -> None:
    class Recipients(tuple[str, ...]):
        __slots__ = ()
        short = True

        def __iter__(self) -> Iterator[str]:
            if self.short:
                raise MemoryError
            return super().__iter__()

    house = house_of(store, subscription(recipients=Recipients(("reader@example.org",))))
    article = house.publish("Envoys meet", "inf")
    with pytest.raises(MemoryError):
        house.plan_at(MORNING)
    Recipients.short = False
    assert house.plan() == 1
    assert told(house) == []
    assert house.sections() == [[("listed", article)]]
    assert "Envoys meet" in words(house, "reader@example.org")


def test_what_spoils_one_digest_is_not_looked_for_again_in_another_of_the_same() -> None:
    bad, tries, spoilers = frozenset({3, 17}), list[int](), Spoilers()

    def prints(chosen: Collection[int]) -> bool:
        tries.append(1)
        return not bad & set(chosen)

    def prints_baring(bare: frozenset[int]) -> bool:
        tries.append(1)
        return bad <= bare

    found = []
    for same in ("a", "a", "b"):
        tries.clear()
        found.append((spoilers.among(range(100), prints, same, prints_baring), len(tries) == 1))
    assert found == [(bad, False), (bad, True), (bad, False)]
    bad |= {40}
    assert spoilers.among(range(100), prints, "a", prints_baring) == bad


@given(st.sets(st.integers(0, 40)), st.integers(1, 41))
def test_exactly_the_articles_that_spoil_a_digest_are_found(bad: set[int], count: int) -> None:
    every = list(range(count))
    assert spoiling(every, lambda chosen: not bad & set(chosen)) == bad & set(every)


@pytest.mark.parametrize("most", [-1, 4])
def test_where_no_single_article_is_at_fault_none_is_blamed(most: int) -> None:
    assert spoiling(list(range(8)), lambda chosen: len(chosen) <= most) == frozenset()
