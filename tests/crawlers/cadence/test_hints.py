from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.cadence.hints import Hints, fresh_for, skip_days_of, skip_hours_of, ttl_of
from tests.builders import HOUR, NOON

Headers = list[tuple[str, str]]
MIDNIGHT, MORNING = NOON - 12 * HOUR, NOON - 6 * HOUR
DATE = ("date", "Mon, 02 Mar 2026 12:00:00 GMT")
ONE = ("expires", "Mon, 02 Mar 2026 13:00:00 GMT")
HALF_PAST = ("date", "Mon, 02 Mar 2026 12:30:00 GMT")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("60", 60), (" 5\n", 5), ("0", None), ("", None), (None, None), ("an hour", None), ("-5", None), ("1.5", None)],
)
def test_a_ttl_is_a_number_of_minutes(text: str | None, minutes: int | None) -> None:
    assert ttl_of(text) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([("cache-control", "max-age=600")], 600),
        ([("cache-control", 'Public, MAX-AGE="600"')], 600),
        ([("cache-control", "public"), ("cache-control", "max-age=600")], 600),
        ([("cache-control", "max-age=600"), ("age", "200")], 400),
        ([("cache-control", "max-age=600"), ("age", "700")], None),
        ([("cache-control", "max-age=600"), ("age", "old")], 600),
        ([("cache-control", "max-age=600"), ONE], 600),
        ([("cache-control", "max-age=0"), ONE], None),
        ([("cache-control", "max-age=soon"), ONE], None),
        ([("cache-control", "no-cache, max-age=600")], None),
        ([("cache-control", "no-store"), ONE], None),
        ([("cache-control", "s-maxage=600")], None),
        ([ONE], 3600),
        ([ONE, DATE], 3600),
        ([ONE, HALF_PAST], 1800),
        ([ONE, ("date", "noon")], 3600),
        ([("expires", "Mon, 02 Mar 2026 13:00:00")], 3600),
        ([("expires", "0"), DATE], None),
        ([("expires", "Mon, 02 Mar 2026 11:00:00 GMT"), DATE], None),
        ([], None),
    ],
)
def test_freshness_is_read_as_caches_read_it(headers: Headers, seconds: int | None) -> None:
    assert fresh_for(headers, NOON) == (None if seconds is None else timedelta(seconds=seconds))


@given(st.lists(st.tuples(st.sampled_from(["cache-control", "expires", "age", "date"]), st.text(max_size=40))))
def test_no_header_upsets_the_reader(headers: Headers) -> None:
    found = fresh_for(headers, NOON)
    assert found is None or found > timedelta(0)


@pytest.mark.parametrize("digits", ["9" * 10, "0" * 50 + "600", "9" * 5000])
def test_a_number_of_any_length_is_read(digits: str) -> None:
    assert fresh_for([("cache-control", f"max-age={digits}")], NOON) == timedelta(
        seconds=min(int(digits[-10:]), 1_000_000_000)
    )


@given(st.text(max_size=30))
def test_no_ttl_upsets_the_reader(text: str) -> None:
    found = ttl_of(text)
    assert found is None or found > timedelta(0)


def test_hours_to_skip_are_those_of_either_dialect_and_others_are_passed_over() -> None:
    assert skip_hours_of(["0", " 5 ", "23", "24", "25", "-1", "noon", ""]) == {0, 5, 23}


def test_days_to_skip_are_english_names() -> None:
    assert skip_days_of(["Saturday", " sunday ", "Sonntag", ""]) == {5, 6}


@pytest.mark.parametrize(
    ("hints", "moment", "opens"),
    [
        (Hints(), NOON, NOON),
        (Hints(skip_hours=frozenset({3})), NOON, NOON),
        (Hints(skip_hours=frozenset(range(6))), MIDNIGHT + HOUR / 3, MORNING),
        (Hints(skip_hours=frozenset({12, 13, 15})), NOON + HOUR / 2, NOON + 2 * HOUR),
        (Hints(skip_days=frozenset({0, 1})), NOON, MIDNIGHT + 48 * HOUR),
        (Hints(skip_hours=frozenset(range(6)), skip_days=frozenset({0})), NOON, MORNING + 24 * HOUR),
        (Hints(skip_hours=frozenset(range(24))), NOON, NOON),
        (Hints(skip_days=frozenset(range(7))), NOON, NOON),
    ],
)
def test_a_poll_in_skipped_hours_waits_for_the_next_open_one(hints: Hints, moment: datetime, opens: datetime) -> None:
    assert hints.opening(moment) == opens


def test_skipped_hours_are_those_of_utc() -> None:
    elsewhere = datetime(2026, 3, 2, 5, 30, tzinfo=timezone(5 * HOUR))
    assert Hints(skip_hours=frozenset({0})).opening(elsewhere) == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
