from __future__ import annotations

from datetime import timedelta

import pytest

from crawlers.faults import Condition, Kind, faults, patience
from tests.builders import HOUR, NOON

DAY = timedelta(days=1)


def condition(**said: object) -> Condition:
    defaults: dict[str, object] = {
        "failures": 0,
        "failing_since": None,
        "message": "timed out",
        "last_item": NOON - 4 * HOUR,
        "patience": DAY,
        "bodiless": 0,
    }
    return Condition(**(defaults | said))  # type: ignore[arg-type]


def test_a_source_that_does_as_it_always_does_has_no_fault() -> None:
    assert faults(condition(), NOON) == {}


@pytest.mark.parametrize(("failures", "hours", "told"), [(5, 6, True), (4, 48, False), (50, 5, False), (5, 5.9, False)])
def test_failing_is_told_once_it_has_lasted(failures: int, hours: float, told: bool) -> None:  # noqa: FBT001 - a table
    found = faults(condition(failures=failures, failing_since=NOON - hours * HOUR), NOON)
    assert (Kind.FAILING in found) == told


@pytest.mark.parametrize(("pause", "allowed"), [(1, 24), (8, 24), (9, 27), (24, 72), (400, 28 * 24)])
def test_a_source_may_be_silent_for_three_times_its_longest_pause(pause: int, allowed: int) -> None:
    items = [NOON - n * pause * HOUR for n in range(8, -1, -1)]
    assert patience(items) == allowed * HOUR


def test_a_source_of_too_few_items_to_have_a_habit_may_be_silent_for_four_weeks() -> None:
    assert patience([NOON - 3 * HOUR, NOON]) == 28 * DAY


@pytest.mark.parametrize(("hours", "told"), [(23, False), (25, True)])
def test_silence_beyond_the_habit_is_told(hours: int, told: bool) -> None:  # noqa: FBT001 - a table
    assert (Kind.SILENT in faults(condition(last_item=NOON - hours * HOUR), NOON)) == told


def test_a_sitemap_that_is_kept_up_no_longer_is_told_as_dead_and_not_as_silent() -> None:
    assert set(faults(condition(dead=True, last_item=NOON - 40 * DAY), NOON)) == {Kind.DEAD}


def test_a_failing_source_is_not_called_silent_as_well() -> None:
    found = faults(condition(last_item=NOON - 20 * DAY, failures=9, failing_since=NOON - DAY), NOON)
    assert set(found) == {Kind.FAILING}


def test_pages_without_text_are_told() -> None:
    assert Kind.BODILESS in faults(condition(bodiless=10), NOON)


def test_a_source_that_is_gone_is_told_as_that() -> None:
    found = faults(condition(gone=True, failures=9, failing_since=NOON - DAY), NOON)
    assert set(found) == {Kind.GONE}
