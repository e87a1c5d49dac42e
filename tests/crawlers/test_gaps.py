from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawlers.entry import Entry
from crawlers.faults import Condition, Kind, faults, silence
from crawlers.gaps import Gap, possible_gap
from crawlers.identity import Identified
from tests.builders import HOUR, NOON

if TYPE_CHECKING:
    from datetime import datetime

DAY = timedelta(days=1)


def item(name: str, published: datetime | None = None) -> Identified:
    entry = Entry(name, f"https://herald.example.org/{name}", name, published=published)
    return Identified(entry, str(entry.url), name, name, page=True)


OLD, NEW, NEWER = item("old", NOON - 3 * HOUR), item("new", NOON - HOUR), item("newer", NOON - HOUR / 2)
READ_AT = NOON - 2 * HOUR


def test_documents_that_share_an_item_leave_no_gap() -> None:
    assert possible_gap([OLD, NEW], ["old"], READ_AT, NOON) is None


def test_documents_that_share_no_item_leave_a_possible_gap_up_to_the_oldest_of_the_new() -> None:
    gap = possible_gap([NEW, NEWER], ["old"], READ_AT, NOON)
    assert gap == Gap(READ_AT, NOON - HOUR, "none of the 2 items stood in the document before")


def test_without_dates_the_gap_reaches_to_now() -> None:
    gap = possible_gap([item("undated")], ["old"], READ_AT, NOON)
    assert gap is not None
    assert gap.before == NOON


def test_a_document_all_younger_than_the_last_reading_leaves_a_possible_gap() -> None:
    gap = possible_gap([NEW, NEWER], ["new"], READ_AT, NOON)
    assert gap is not None
    assert "younger than the last reading" in gap.why


@pytest.mark.parametrize(
    ("found", "before", "read_at"), [([NEW], [], READ_AT), ([NEW], ["old"], None), ([], ["old"], READ_AT)]
)
def test_first_readings_and_empty_documents_say_nothing(
    found: list[Identified], before: list[str], read_at: datetime | None
) -> None:
    assert possible_gap(found, before, read_at, NOON) is None


def condition(**said: object) -> Condition:
    defaults: dict[str, object] = {
        "failures": 0,
        "failing_since": None,
        "message": "timed out",
        "watched_since": NOON - 20 * DAY,
        "items": [NOON - hours * HOUR for hours in range(40, 0, -4)],
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
    _, usual = silence(condition(items=items), NOON)
    assert usual == allowed * HOUR


@pytest.mark.parametrize(("hours", "told"), [(23, False), (25, True)])
def test_silence_beyond_the_habit_is_told(hours: int, told: bool) -> None:  # noqa: FBT001 - a table
    items = [NOON - hours * HOUR - n * 4 * HOUR for n in range(9, -1, -1)]
    assert (Kind.SILENT in faults(condition(items=items), NOON)) == told


@pytest.mark.parametrize(("days", "told"), [(27, False), (29, True)])
def test_a_source_that_never_said_anything_is_told_too(days: int, told: bool) -> None:  # noqa: FBT001 - a table
    assert (Kind.SILENT in faults(condition(items=[], watched_since=NOON - days * DAY), NOON)) == told


def test_a_failing_source_is_not_called_silent_as_well() -> None:
    found = faults(condition(items=[NOON - 20 * DAY], failures=9, failing_since=NOON - DAY), NOON)
    assert set(found) == {Kind.FAILING}


def test_pages_without_text_are_told() -> None:
    assert Kind.BODILESS in faults(condition(bodiless=10), NOON)


def test_a_source_that_is_gone_is_told_as_that() -> None:
    found = faults(condition(gone=True, failures=9, failing_since=NOON - DAY), NOON)
    assert set(found) == {Kind.GONE}
