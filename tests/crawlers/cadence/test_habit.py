from __future__ import annotations

from datetime import datetime, timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.cadence.habit import Habit, habit_of
from tests.builders import HOUR, NOON
from tests.crawlers.cadence.habits import DAY, SINCE, published

MONDAY_NINE, SUNDAY_NINE, MONDAY_THREE = 9, 6 * 24 + 9, 3
TIMES = st.lists(st.timedeltas(timedelta(0), 30 * DAY), max_size=300).map(lambda ages: sorted(NOON - a for a in ages))


def test_the_level_is_the_rate_of_the_last_week() -> None:
    habit = habit_of(published(lambda at: 2 if at < NOON - 7 * DAY else 6), SINCE, NOON)
    assert habit.level == pytest.approx(6, rel=0.15)


def test_of_a_new_source_one_item_a_day_is_expected_at_any_hour() -> None:
    assert habit_of([], NOON, NOON) == Habit(NOON, 1 / 24)


def test_a_source_silent_for_a_week_is_expected_to_stay_quiet_but_not_for_ever() -> None:
    assert 0 < habit_of([], SINCE, NOON).level < 1 / 168


def test_busy_hours_of_the_day_are_learned() -> None:
    habit = habit_of(published(lambda at: 8 if 8 <= at.hour < 18 else 0.5), SINCE, NOON)
    assert habit.week[MONDAY_NINE] > 10 * habit.week[MONDAY_THREE]


def test_a_quiet_sunday_is_learned() -> None:
    habit = habit_of(published(lambda at: 1 if at.weekday() == 6 else 8), SINCE, NOON)
    assert habit.week[MONDAY_NINE] > 3 * habit.week[SUNDAY_NINE]


def test_one_busy_day_does_not_make_a_profile() -> None:
    times = sorted([*published(lambda _: 1), *published(lambda _: 20, NOON - 3 * DAY, NOON - 3 * DAY + 3 * HOUR)])
    habit = habit_of(times, SINCE, NOON)
    assert max(habit.week) < 2


def test_a_source_whose_bursts_last_lets_its_last_hours_count() -> None:
    def rate(at: datetime) -> float:
        return 20 if at.toordinal() * 7 % 5 == 0 and at.hour >= at.toordinal() % 12 else 1

    assert habit_of(published(rate), SINCE, NOON).burst_weight < 20


def test_a_source_that_empties_its_drawer_at_once_does_not() -> None:
    drawers = [SINCE + (5 * number + number * number % 7) * HOUR for number in range(120)]
    times = sorted(time for time in drawers if time < NOON for _ in range(12))
    assert habit_of(times, SINCE, NOON).burst_weight == inf or habit_of(times, SINCE, NOON).burst_weight > 100


def test_what_was_before_watching_began_is_not_held_to_be_all() -> None:
    since = NOON - 2 * DAY
    times = [since - 9 * DAY, *published(lambda _: 4, since)]
    assert habit_of(times, since, NOON) == habit_of(times[1:], since, NOON)


@given(TIMES, st.timedeltas(timedelta(0), 40 * DAY))
def test_what_comes_later_is_not_looked_at(times: list[datetime], ago: timedelta) -> None:
    now = NOON - ago
    assert habit_of(times, SINCE, now) == habit_of([time for time in times if time <= now], SINCE, now)


@given(TIMES, st.timedeltas(timedelta(0), 40 * DAY))
def test_a_profile_has_mean_one_and_no_hour_is_negative(times: list[datetime], watched: timedelta) -> None:
    habit = habit_of(times, NOON - watched, NOON)
    assert sum(habit.week) / len(habit.week) == pytest.approx(1, abs=1e-3)
    assert min(habit.week) >= 0
    assert habit.level > 0
    assert habit.burst_weight > 0


@pytest.mark.parametrize(("age", "stale"), [(0 * HOUR, False), (23 * HOUR, False), (DAY, True), (-HOUR, True)])
def test_a_habit_is_learned_again_after_a_day_or_a_step_back_of_the_clock(age: timedelta, *, stale: bool) -> None:
    assert Habit(NOON, 1.0).stale(NOON + age, NOON - 30 * DAY) is stale


@pytest.mark.parametrize(("age", "stale"), [(2 * HOUR, False), (3 * HOUR, True)])
def test_a_young_habit_is_learned_again_when_the_time_watched_has_doubled(age: timedelta, *, stale: bool) -> None:
    assert Habit(NOON, 1.0).stale(NOON + age, NOON - 3 * HOUR) is stale
