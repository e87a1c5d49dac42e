from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.end_to_end.week.account import account
from tests.end_to_end.week.archive import Archive, Hole, Stored
from tests.end_to_end.week.outlet import Outlet
from tests.end_to_end.week.story import Story

START = datetime(2026, 3, 28, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAME = "herald"
STORIES = tuple(Story(NAME, number, START + number * HOUR, str(number)) for number in range(-1, 4))
HERALD = Outlet(NAME, "rss", 10, STORIES)


def stored(*numbers: int) -> tuple[Stored, ...]:
    return tuple(Stored(NAME, f"/news/{number}", START) for number in numbers)


def test_what_is_stored_once_is_neither_lost_nor_doubled() -> None:
    found = account([HERALD], START, Archive(stored(0, 1, 2, 3), ()))
    assert (found.published, found.stored, found.in_holes) == (4, 4, 0)
    assert found.lost == found.doubled == found.unknown == ()


def test_what_is_missing_without_a_gap_is_lost() -> None:
    assert account([HERALD], START, Archive(stored(0, 1, 3), ())).lost == ((NAME, "/news/2"),)


def test_what_is_missing_within_a_gap_is_not_lost() -> None:
    gap = Hole(NAME, START + 1.5 * HOUR, START + 2.5 * HOUR)
    found = account([HERALD], START, Archive(stored(0, 1, 3), (gap,)))
    assert (found.lost, found.in_holes) == ((), 1)


def test_a_gap_of_another_outlet_or_time_excuses_nothing() -> None:
    gaps = Hole("gazette", START, START + 4 * HOUR), Hole(NAME, START, START + HOUR)
    assert account([HERALD], START, Archive(stored(0, 1, 3), gaps)).lost == ((NAME, "/news/2"),)


def test_one_article_stored_twice_is_doubled() -> None:
    assert account([HERALD], START, Archive(stored(0, 1, 1, 2, 3), ())).doubled == ((NAME, "/news/1"),)


def test_what_was_published_before_the_watch_is_not_asked_for() -> None:
    assert account([HERALD], START, Archive(stored(-1, 0, 1, 2, 3), ())).unknown == ()
    assert account([HERALD], START, Archive(stored(0, 1, 2, 3), ())).lost == ()


def test_what_nobody_published_is_unknown() -> None:
    assert account([HERALD], START, Archive(stored(0, 1, 2, 3, 9), ())).unknown == ((NAME, "/news/9"),)
