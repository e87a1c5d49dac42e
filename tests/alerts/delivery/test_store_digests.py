from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from alerts.digest import Digest, Item, Section, Slot
from alerts.store import digests, memories, subscriptions, tables
from alerts.store.subscriptions import Progress
from pipeline.model.coverage import Coverage
from pipeline.model.match import Quotation
from tests.alerts.delivery.examples import NOW

if TYPE_CHECKING:
    from pipeline.store.database import Database

SLOT = Slot(date(2026, 11, 21), "daily@07:00", NOW)
DAY = timedelta(days=1)


def item(article: int) -> Item:
    return Item(
        article, article * 10, "A title", "https://example.com/a", "An outlet", None, "en", None, NOW, "page",
        Quotation("words", 0, 5), (), "said so",
    )  # fmt: skip


def digest(*articles: int, slot: Slot = SLOT, seqs: tuple[int, int] = (5, 9), id_: str = "7K2Q") -> Digest:
    sections = (Section("new-start", "New START", tuple(item(article) for article in articles)),)
    return Digest(id_, "desk", "The desk", slot, "UTC", *seqs, NOW - DAY, NOW, sections, Coverage(3))


@pytest.fixture
def begun(store: Database) -> Database:
    store.write_now(lambda conn: subscriptions.sync(conn, ["desk"], 5, NOW - DAY))
    return store


def told(store: Database, subscription: str, *articles: int) -> list[int]:
    found = store.read_now(lambda conn: memories.told(conn, ["desk", "other"], articles))
    return [each.article_id for each in found.get(subscription, [])]


def progress(store: Database) -> Progress | None:
    return store.read_now(lambda conn: subscriptions.get(conn, "desk"))


def test_a_subscription_begins_at_the_newest_event(begun: Database) -> None:
    assert progress(begun) == Progress("desk", NOW - DAY, 5, None, alert_seq=5)


def test_a_subscription_begins_once(begun: Database) -> None:
    begun.write_now(lambda conn: subscriptions.sync(conn, ["desk"], 8, NOW))
    assert progress(begun) == Progress("desk", NOW - DAY, 5, None, alert_seq=5)


def test_a_subscription_never_begun_is_unknown(store: Database) -> None:
    assert progress(store) is None


def test_a_recorded_digest_moves_its_subscription_on(begun: Database) -> None:
    key = begun.write_now(lambda conn: digests.record(conn, digest(1, 2)))
    assert key is not None
    assert progress(begun) == Progress("desk", NOW - DAY, 9, NOW, alert_seq=9, last_mailed_on=SLOT.local_date)


def test_a_digest_is_kept_with_its_items_in_order(begun: Database) -> None:
    begun.write_now(lambda conn: digests.record(conn, digest(3, 1)))
    kept = begun.read_now(lambda conn: conn.execute(select(tables.digests)).one())
    items = begun.read_now(lambda conn: conn.execute(select(tables.digest_items)).all())
    assert (kept.public_id, kept.local_date, kept.label, kept.due, kept.items, kept.state) == (
        "7K2Q", SLOT.local_date, SLOT.label, NOW, 2, "planned",
    )  # fmt: skip
    assert [(each.position, each.article_id, each.version_id, each.rule) for each in items] == [
        (0, 3, 30, "new-start"), (1, 1, 10, "new-start"),
    ]  # fmt: skip


def test_a_slot_is_planned_once(begun: Database) -> None:
    begun.write_now(lambda conn: digests.record(conn, digest(1)))
    again = begun.write_now(lambda conn: digests.record(conn, digest(2, seqs=(9, 20))))
    assert again is None
    assert progress(begun) == Progress("desk", NOW - DAY, 9, NOW, alert_seq=9, last_mailed_on=SLOT.local_date)
    assert told(begun, "desk", 1, 2) == [1]


@pytest.mark.parametrize("other", [replace(SLOT, label="weekly@07:00"), replace(SLOT, local_date=date(2026, 11, 22))])
def test_another_slot_is_another_digest(begun: Database, other: Slot) -> None:
    begun.write_now(lambda conn: digests.record(conn, digest(1)))
    second = digest(2, slot=other, seqs=(9, 12), id_="8L3R")
    assert begun.write_now(lambda conn: digests.record(conn, second)) is not None


def test_a_digest_whose_id_is_another_s_by_now_is_not_written(begun: Database) -> None:
    begun.write_now(lambda conn: digests.record(conn, digest(1)))
    same = digest(2, slot=replace(SLOT, label="weekly@07:00"), seqs=(9, 12))
    assert begun.write_now(lambda conn: digests.record(conn, same)) is None
    assert begun.write_now(lambda conn: digests.record(conn, replace(same, id="8L3R"))) is not None


def test_an_empty_slot_is_recorded_and_moves_its_subscription_on(begun: Database) -> None:
    begun.write_now(lambda conn: digests.record(conn, digest(seqs=(5, 7)), mailed=False))
    kept = begun.read_now(lambda conn: conn.execute(select(tables.digests)).one())
    assert (kept.state, kept.items, kept.after_seq, kept.upto_seq) == ("skipped_empty", 0, 5, 7)
    assert progress(begun) == Progress("desk", NOW - DAY, 7, NOW, alert_seq=7)
    assert begun.write_now(lambda conn: digests.record(conn, digest(1))) is None


def test_a_digest_of_a_subscription_that_moved_on_is_not_written(begun: Database) -> None:
    assert begun.write_now(lambda conn: digests.record(conn, digest(1, seqs=(0, 9)))) is None
    assert progress(begun) == Progress("desk", NOW - DAY, 5, None, alert_seq=5)
    assert told(begun, "desk", 1) == []


def test_a_subscription_that_is_gone_gets_no_digest(begun: Database) -> None:
    begun.write_now(lambda conn: subscriptions.sync(conn, [], 9, NOW))
    assert begun.write_now(lambda conn: digests.record(conn, digest(1))) is None


def test_what_came_while_a_subscription_was_gone_is_passed_over_on_record(begun: Database) -> None:
    begun.write_now(lambda conn: subscriptions.sync(conn, [], 7, NOW))
    assert begun.write_now(lambda conn: subscriptions.sync(conn, ["desk"], 12, NOW + DAY)) == ["desk"]
    assert progress(begun) == Progress("desk", NOW - DAY, 12, NOW + DAY, alert_seq=12)
    kept = begun.read_now(lambda conn: conn.execute(select(tables.digests)).one())
    assert (kept.after_seq, kept.upto_seq, kept.state, kept.public_id) == (5, 12, "passed_over", None)


def test_the_same_configuration_again_passes_nothing_over(begun: Database) -> None:
    assert begun.write_now(lambda conn: subscriptions.sync(conn, ["desk"], 12, NOW)) == []
    assert progress(begun) == Progress("desk", NOW - DAY, 5, None, alert_seq=5)


def test_a_digest_without_items_has_none_on_record(begun: Database) -> None:
    assert begun.write_now(lambda conn: digests.record(conn, digest())) is not None


def test_an_article_counts_as_told_to_its_own_subscription_only(begun: Database) -> None:
    begun.write_now(lambda conn: subscriptions.sync(conn, ["desk", "other"], 5, NOW))
    begun.write_now(lambda conn: digests.record(conn, digest(1, 2)))
    begun.write_now(lambda conn: digests.record(conn, replace(digest(3, id_="8L3R"), subscription="other")))
    assert told(begun, "desk", *range(5000)) == [1, 2]
    assert told(begun, "desk") == []


def test_what_a_digest_holds_back_is_on_record_and_not_told(begun: Database) -> None:
    begun.write_now(lambda conn: digests.record(conn, digest(1, 2, 3).shortened(1)))
    parts = begun.read_now(lambda conn: conn.execute(select(tables.digest_items)).all())
    assert [(each.article_id, each.part) for each in parts] == [(1, "listed"), (2, "limit"), (3, "limit")]
    assert told(begun, "desk", 1, 2, 3) == [1]


def test_the_moment_of_planning_comes_back_in_utc(begun: Database) -> None:
    begun.write_now(lambda conn: digests.record(conn, replace(digest(1), until=datetime(2026, 11, 21, 8, tzinfo=UTC))))
    planned = progress(begun)
    assert planned
    assert planned.last_planned_at == datetime(2026, 11, 21, 8, tzinfo=UTC)
