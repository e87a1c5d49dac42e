from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.cadence.habit import Habit
from crawlers.cadence.rate import QUIETEST_RATE, burst, steady_rate
from tests.builders import HOUR, NOON

HABIT = Habit(NOON, level=4.0, burst_weight=8.0)
WEEK = 168 * HOUR


def test_as_many_items_as_usual_leave_the_rate_as_it_is() -> None:
    assert burst(HABIT, recent=8, now=NOON) == 1


def test_half_of_a_surprise_is_believed_where_the_weight_equals_what_is_usual() -> None:
    assert burst(HABIT, recent=24, now=NOON) == 2


def test_what_is_usual_follows_the_hours_looked_back_at() -> None:
    week = tuple(2.0 if hour in {10, 11} else 166 / 167 - 1 / 167 for hour in range(168))
    assert burst(Habit(NOON, 4.0, week, 8.0), recent=16, now=NOON) == pytest.approx(1)


def test_a_constant_rate_is_its_own_steady_rate() -> None:
    assert steady_rate(HABIT, 8, NOON, pressure=1.0, horizon=WEEK) == pytest.approx(4)


def test_a_busier_hour_ahead_brings_the_poll_forward() -> None:
    week = tuple(9.0 if hour == 13 else 1.0 for hour in range(168))
    rate = steady_rate(Habit(NOON, 1.0, week), 2, NOON, pressure=2.5, horizon=WEEK)
    wait = 2.5 / rate**0.5
    assert wait == pytest.approx(1.5)  # an hour at root 1, then half an hour at root 3


def test_beyond_the_horizon_nothing_counts() -> None:
    week = tuple(1.0 if hour < 14 else 100.0 for hour in range(168))
    assert steady_rate(Habit(NOON, 1.0, week), 2, NOON, pressure=50.0, horizon=2 * HOUR) == pytest.approx(1)


@given(
    st.floats(1e-6, 1e4),
    st.integers(0, 500),
    st.floats(1e-4, 1e3),
    st.timedeltas(timedelta(minutes=1), WEEK),
    st.lists(st.floats(0, 20), min_size=168, max_size=168),
)
def test_a_steady_rate_is_positive_and_rises_with_the_level(
    level: float, recent: int, pressure: float, horizon: timedelta, week: list[float]
) -> None:
    rates = [
        steady_rate(Habit(NOON, scale * level, tuple(week)), recent, NOON, pressure, horizon) for scale in (1.0, 2.0)
    ]
    assert QUIETEST_RATE * 0.999 <= rates[0] <= rates[1] * 1.000_001
