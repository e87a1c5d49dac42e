from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawlers.again.beginning import begun, resettled
from crawlers.again.schedule import NEAR
from crawlers.state import Sight
from tests.builders import HOUR, NOON
from tests.crawlers.again.looks import DAY, SIGHT, TURNS, WAITS, look
from tests.crawlers.test_settle import ENTRY, WORK

if TYPE_CHECKING:
    from datetime import timedelta

OTHER = replace(WORK, entry=replace(ENTRY, title="Envoys meet again"))
SEEN = Sight("Envoys meet again", 300)


def test_a_new_article_s_first_look_is_after_an_hour() -> None:
    it = begun(WORK, SIGHT, NOON, WAITS)
    assert it
    assert (it.number, it.due, it.sight, it.asked_at) == (1, TURNS[0].due, SIGHT, NOON)


@pytest.mark.parametrize(("age", "number"), [(2 * HOUR, 2), (2 * DAY, 3), (8 * DAY, None)])
def test_looks_count_from_when_the_article_was_first_settled(age: timedelta, number: int | None) -> None:
    it = begun(WORK, SIGHT, NOON + age, WAITS)
    assert (it and it.number) == number


def test_no_text_of_the_feed_is_kept_for_days() -> None:
    it = begun(replace(WORK, entry=replace(ENTRY, content="All of it.")), SIGHT, NOON, WAITS)
    assert it
    assert (it.work.entry.summary, it.work.entry.content, it.work.entry.title) == ("", "", ENTRY.title)


def test_without_waits_nothing_is_looked_at() -> None:
    assert begun(WORK, SIGHT, NOON, ()) is None


def test_what_the_feed_says_anew_counts_and_the_schedule_stays() -> None:
    now = NOON + 20 * NEAR / 10
    it = resettled(look(), OTHER, SEEN, now, WAITS)
    assert it
    assert (it.number, it.due, it.sight, it.asked_at) == (1, TURNS[0].due, SEEN, now)
    assert (it.work.entry.title, it.work.queued_at, it.work.id) == ("Envoys meet again", NOON, 7)


@pytest.mark.parametrize(
    ("number", "before", "then"),
    [(1, NEAR / 2, 2), (1, -NEAR, 2), (1, NEAR * 2, 1), (2, NEAR / 2, 3), (3, NEAR / 2, None)],
)
def test_a_look_that_would_come_in_a_moment_is_left_out(number: int, before: timedelta, then: int | None) -> None:
    it = resettled(look(number), OTHER, SEEN, TURNS[number - 1].due - before, WAITS)
    assert (it and it.number) == then


@pytest.mark.parametrize("sight", [None, Sight()], ids=["refused", "passing"])
def test_where_the_page_was_not_read_the_look_stays_due(sight: Sight | None) -> None:
    before = look(gone_at=NOON)
    it = resettled(before, OTHER, sight, TURNS[0].due - NEAR / 2, WAITS)
    assert it
    assert (it.number, it.due, it.sight, it.gone_at) == (1, before.due, SIGHT, NOON)
    assert it.work.entry.title == "Envoys meet again"


def test_a_page_that_the_feed_led_to_again_is_not_gone_and_not_closed() -> None:
    confirming = look(due=TURNS[0].due + HOUR, gone_at=TURNS[0].due)
    refused = look(due=None, message="answered 403")
    for before in (confirming, refused):
        it = resettled(before, OTHER, SEEN, TURNS[0].due + HOUR / 2, WAITS)
        assert it
        assert (it.number, it.due, it.gone_at, it.message) == (2, TURNS[1].due, None, "")


def test_a_withdrawn_page_that_is_there_again_may_go_again() -> None:
    it = resettled(look(2, gone_at=NOON, withdrawn=True), OTHER, SEEN, NOON + 3 * HOUR, WAITS)
    assert it
    assert (it.number, it.withdrawn, it.gone_at) == (2, False, None)
