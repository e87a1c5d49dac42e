from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.digest import Slot
from alerts.quiet import Quiet
from alerts.subscription import Every, Schedule
from alerts.windows import label, latest_due, missed, next_due, slots_between

A_DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Europe/Moscow",
    "America/Nuuk",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Pacific/Apia",
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "day", "due"),
    [
        pytest.param("Europe/Berlin", "07:00", "2026-11-21", "2026-11-21T06:00", id="an ordinary day"),
        pytest.param("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:30", id="Berlin skips 02:30: due at 03:30"),
        pytest.param(
            "Europe/Berlin", "02:15", "2026-10-25", "2026-10-25T00:15", id="Berlin has 02:15 twice: the first"
        ),
        pytest.param("America/New_York", "02:30", "2026-03-08", "2026-03-08T07:30", id="New York skips 02:30"),
        pytest.param("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30", id="New York has 01:30 twice"),
        pytest.param(
            "Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:45", id="Lord Howe skips half an hour"
        ),
        pytest.param(
            "Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45", id="Lord Howe has half an hour twice"
        ),
        pytest.param("Europe/Moscow", "02:30", "2026-03-29", "2026-03-28T23:30", id="Moscow leaves its clocks alone"),
        pytest.param("America/Nuuk", "23:30", "2026-03-28", "2026-03-29T01:30", id="a gap that crosses midnight"),
    ],
)
def test_a_local_date_has_exactly_one_slot_when_the_clocks_change(zone: str, at: str, day: str, due: str) -> None:
    wanted = date.fromisoformat(day)
    schedule = Schedule(time.fromisoformat(at), ZoneInfo(zone))
    around = slots_between(schedule, utc(f"{day}T00:00") - timedelta(days=3), utc(f"{day}T00:00") + timedelta(days=3))
    assert [slot.due for slot in around if slot.local_date == wanted] == [utc(due)]


def test_a_date_that_the_zone_skips_has_no_slot() -> None:
    apia = Schedule(time(7), ZoneInfo("Pacific/Apia"))
    days = [slot.local_date.day for slot in slots_between(apia, utc("2011-12-29T00:00"), utc("2012-01-01T00:00"))]
    assert days == [29, 31, 1]


@pytest.mark.parametrize(
    ("at", "weekdays", "expected"),
    [
        (time(7), range(7), "daily@07:00"),
        (time(18, 30), {0}, "weekly@18:30"),
        (time(7, 0, 15), {0, 3}, "weekly@07:00:15"),
    ],
)
def test_a_label_says_how_often_and_when(at: time, weekdays: range | set[int], expected: str) -> None:
    assert label(Schedule(at, BERLIN, frozenset(weekdays))) == expected


def test_after_downtime_only_the_newest_slot_is_due() -> None:
    daily = Schedule(time(7), BERLIN)
    found = latest_due(daily, utc("2026-11-01T00:00"), utc("2026-11-21T12:00"))
    assert found == Slot(date(2026, 11, 21), "daily@07:00", utc("2026-11-21T06:00"))


@pytest.mark.parametrize(
    ("now", "is_due"),
    [("2026-11-21T05:59:59", False), ("2026-11-21T06:00", True), ("2026-11-21T20:00", True)],
)
def test_a_slot_is_due_from_its_moment_on(now: str, is_due: bool) -> None:  # noqa: FBT001 - a column of the table
    found = latest_due(Schedule(time(7), BERLIN), utc("2026-11-20T12:00"), utc(now))
    assert (found is not None) == is_due


def test_a_subscription_does_not_owe_the_slot_at_which_it_began() -> None:
    assert latest_due(Schedule(time(7), BERLIN), utc("2026-11-21T06:00"), utc("2026-11-21T20:00")) is None


def test_a_weekly_schedule_waits_for_its_weekday() -> None:
    mondays = Schedule(time(7), BERLIN, frozenset({0}))
    coming = next_due(mondays, utc("2026-11-21T12:00"))
    assert coming == Slot(date(2026, 11, 23), "weekly@07:00", utc("2026-11-23T06:00"))


def test_the_next_slot_is_after_now_even_when_one_is_due_now() -> None:
    coming = next_due(Schedule(time(7), BERLIN), utc("2026-11-21T06:00"))
    assert coming is not None
    assert coming.local_date == date(2026, 11, 22)


def test_a_schedule_without_weekdays_is_never_due() -> None:
    never = Schedule(time(7), BERLIN, frozenset())
    assert next_due(never, utc("2026-11-21T06:00")) is None
    assert latest_due(never, utc("2026-11-01T06:00"), utc("2026-11-21T06:00")) is None


def hourly(zone: str, at: time = time(), quiet: Quiet | None = None) -> Schedule:
    return Schedule(at, ZoneInfo(zone), every=Every.HOURLY, quiet=quiet)


@pytest.mark.parametrize(
    ("zone", "at", "day", "hours"),
    [
        pytest.param("Europe/Berlin", time(), "2026-11-21", 24, id="an ordinary day"),
        pytest.param("Europe/Berlin", time(0, 30), "2026-03-29", 23, id="Berlin skips an hour, and its slot"),
        pytest.param("Europe/Berlin", time(0, 30), "2026-10-25", 24, id="Berlin has an hour twice, and its slot once"),
        pytest.param("America/New_York", time(), "2026-03-08", 23, id="New York skips an hour"),
        pytest.param("America/New_York", time(), "2026-11-01", 24, id="New York has an hour twice"),
        pytest.param("Australia/Lord_Howe", time(0, 15), "2026-10-04", 24, id="Lord Howe skips half an hour"),
        pytest.param("Australia/Lord_Howe", time(0, 45), "2026-04-05", 24, id="Lord Howe has half an hour twice"),
    ],
)
def test_an_hour_of_a_local_date_has_at_most_one_slot(zone: str, at: time, day: str, hours: int) -> None:
    around = slots_between(hourly(zone, at), utc(f"{day}T00:00") - A_DAY, utc(f"{day}T00:00") + 2 * A_DAY)
    labels = [slot.label for slot in around if slot.local_date == date.fromisoformat(day)]
    assert len(labels) == len(set(labels)) == hours


def test_hourly_digests_leave_quiet_hours_out_and_the_next_has_what_came() -> None:
    schedule = hourly("UTC", quiet=Quiet(time(22), time(6)))
    labels = [slot.label for slot in slots_between(schedule, utc("2026-11-20T20:30"), utc("2026-11-21T07:30"))]
    assert labels == ["hourly@21:00", "hourly@06:00", "hourly@07:00"]


def test_quiet_hours_do_not_move_a_digest_with_a_time_of_its_own() -> None:
    schedule = Schedule(time(5), BERLIN, quiet=Quiet(time(22), time(6)))
    assert latest_due(schedule, utc("2026-11-20T12:00"), utc("2026-11-21T12:00")) is not None


@pytest.mark.parametrize(
    ("after", "count"), [("2026-11-20T06:00:03", 0), ("2026-11-18T06:00:03", 2), ("2020-01-01T00:00", 365)]
)
def test_a_digest_counts_those_that_could_not_be_made(after: str, count: int) -> None:
    daily = Schedule(time(7), BERLIN)
    slot = latest_due(daily, utc(after), utc("2026-11-21T12:00"))
    assert slot is not None
    assert missed(daily, utc(after), slot) == count


moments = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
schedules = st.builds(
    Schedule,
    at=st.times(timezones=st.none()).map(lambda at: at.replace(microsecond=0)),
    zone=st.sampled_from([ZoneInfo(name) for name in ZONES]),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
)
every_hour = st.builds(
    Schedule,
    at=st.times(timezones=st.none()).map(lambda at: at.replace(hour=0, microsecond=0)),
    zone=st.sampled_from([ZoneInfo(name) for name in ZONES]),
    every=st.just(Every.HOURLY),
    quiet=st.none() | st.just(Quiet(time(22), time(6))),
)


@given(every_hour, moments)
@settings(max_examples=60)
def test_hourly_slots_come_in_order_and_none_twice(schedule: Schedule, start: datetime) -> None:
    slots = slots_between(schedule, start, start + timedelta(days=8))
    assert len({(slot.local_date, slot.label) for slot in slots}) == len(slots)
    assert all(one.due < other.due for one, other in pairwise(slots))


@given(schedules, moments)
@settings(max_examples=150, deadline=None)
def test_slots_come_in_order_one_for_each_local_date(schedule: Schedule, start: datetime) -> None:
    slots = slots_between(schedule, start, start + timedelta(days=200))
    dates = [slot.local_date for slot in slots]
    assert dates == sorted(set(dates))
    assert all(one.due < other.due for one, other in pairwise(slots))
    assert all(start < slot.due <= start + timedelta(days=200) for slot in slots)


@given(schedules, moments, st.lists(st.integers(1, 4000), min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_ticks_at_any_moments_find_the_slots_a_single_look_finds(
    schedule: Schedule, start: datetime, minutes: list[int]
) -> None:
    seen: list[Slot] = []
    now = start
    for step in minutes:
        seen += slots_between(schedule, now, now + timedelta(minutes=step))
        now += timedelta(minutes=step)
    assert tuple(seen) == slots_between(schedule, start, now)


@given(schedules, moments)
@settings(max_examples=100, deadline=None)
def test_the_slot_that_comes_next_is_the_one_due_at_its_moment(schedule: Schedule, now: datetime) -> None:
    coming = next_due(schedule, now)
    assert coming is not None
    assert latest_due(schedule, now, coming.due) == coming
