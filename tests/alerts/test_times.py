from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.times import LocalTimes

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def times(zone: str) -> LocalTimes:
    return LocalTimes(ZoneInfo(zone), NOON)


@pytest.mark.parametrize(
    ("zone", "when", "shown"),
    [
        ("Europe/Berlin", NOON, "21 Nov 13:00"),
        ("UTC", NOON, "21 Nov 12:00"),
        ("Asia/Kathmandu", NOON, "21 Nov 17:45"),
        ("America/St_Johns", NOON, "21 Nov 08:30"),
        ("Asia/Tokyo", NOON.replace(hour=20), "22 Nov 05:00"),
        ("Europe/Berlin", NOON.replace(year=2025, month=7), "21 Jul 2025 14:00 UTC+2"),
    ],
)
def test_a_moment_is_shown_as_the_clocks_of_the_subscription_show_it(zone: str, when: datetime, shown: str) -> None:
    assert times(zone).moment(when) == shown


def test_a_span_names_the_zone_and_its_offset_once() -> None:
    shown = times("Europe/Berlin").span(NOON.replace(day=20), NOON)
    assert shown == "Fri 20 Nov 13:00 – Sat 21 Nov 13:00 (Europe/Berlin, UTC+1)"


def test_a_span_within_a_day_names_it_once() -> None:
    shown = times("Europe/Berlin").span(NOON - timedelta(hours=1), NOON)
    assert shown == "Sat 21 Nov 12:00–13:00 (Europe/Berlin, UTC+1)"


def test_a_span_over_a_clock_change_shows_both_offsets() -> None:
    shown = times("Europe/Berlin").span(datetime(2026, 10, 24, 16, tzinfo=UTC), datetime(2026, 10, 25, 17, tzinfo=UTC))
    assert shown == "Sat 24 Oct 18:00 UTC+2 – Sun 25 Oct 18:00 UTC+1 (Europe/Berlin)"


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        (NOON - timedelta(hours=9), NOON - timedelta(hours=8), "04:00–05:00"),
        (NOON - timedelta(hours=33), NOON - timedelta(hours=32), "20 Nov 04:00–05:00"),
        (NOON - timedelta(hours=33), NOON - timedelta(hours=8), "20 Nov 04:00 – 21 Nov 05:00"),
    ],
)
def test_a_gap_names_the_days_that_are_not_today(since: datetime, until: datetime, shown: str) -> None:
    assert times("Europe/Berlin").gap(since, until) == shown
