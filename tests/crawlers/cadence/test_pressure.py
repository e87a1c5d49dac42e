from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.cadence.due import Share, Standing, next_due
from crawlers.cadence.habit import Habit
from crawlers.cadence.hints import Hints
from crawlers.cadence.interval import Bounds
from crawlers.cadence.pressure import demand_of, pressure_for
from tests.builders import HOUR, NOON

if TYPE_CHECKING:
    from crawlers.cadence.pressure import Demand

MINUTE = timedelta(minutes=1)
BOUNDS = Bounds(3 * MINUTE, HOUR)
WIDE = Bounds(MINUTE, 1000 * HOUR)
LEVELS = st.lists(st.floats(1e-3, 100), min_size=1, max_size=20)
WORKDAY = tuple(2.4 if 8 <= hour % 24 < 18 else 0.0 for hour in range(168))


def demands(levels: list[float], bounds: Bounds = BOUNDS, week: tuple[float, ...] = (1.0,) * 168) -> list[Demand]:
    return [demand_of(Habit(NOON, level, week), bounds, Hints()) for level in levels]


def spent(found: list[Demand], pressure: float) -> float:
    return sum(demand.polls_a_day(pressure) for demand in found)


def test_polls_are_dealt_out_by_the_square_root_of_the_rate() -> None:
    found = demands([1, 4, 9], WIDE)
    pressure = pressure_for(found, 120)
    assert [demand.polls_a_day(pressure) for demand in found] == pytest.approx([20, 40, 60], rel=1e-5)


def test_what_bounds_withhold_from_one_source_the_others_get() -> None:
    found = demands([0.002, 0.002, 1, 10_000])
    pressure = pressure_for(found, 24 + 24 + 100 + 480)
    assert [demand.polls_a_day(pressure) for demand in found] == pytest.approx([24, 24, 100, 480], rel=1e-4)


def test_what_an_outlet_withholds_the_others_get() -> None:
    slow = demand_of(Habit(NOON, 4.0), WIDE, Hints(ttl=HOUR))
    [other] = demands([4.0], WIDE)
    pressure = pressure_for([slow, other], 100)
    assert (slow.polls_a_day(pressure), other.polls_a_day(pressure)) == pytest.approx((24, 76), rel=1e-4)


@given(LEVELS, st.floats(24, 480))
def test_the_budget_is_spent_wherever_bounds_allow(levels: list[float], budget: float) -> None:
    found = demands(levels, BOUNDS, WORKDAY)
    assert spent(found, pressure_for(found, budget * len(found))) == pytest.approx(budget * len(found), rel=1e-4)


@given(LEVELS, st.sampled_from([1.0, 10_000.0]))
def test_beyond_what_bounds_allow_all_of_them_bind(levels: list[float], budget: float) -> None:
    found = demands(levels)
    pressure = pressure_for(found, budget * len(found))
    assert pressure > 0
    assert spent(found, pressure) == pytest.approx(min(max(budget, 24), 480) * len(found), rel=1e-6)


@given(LEVELS, st.floats(0.001, 100), st.floats(0.001, 100))
def test_more_pressure_never_means_more_polls(levels: list[float], one: float, other: float) -> None:
    low, high = sorted((one, other))
    found = demands(levels, BOUNDS, WORKDAY)
    assert spent(found, high) <= spent(found, low) * (1 + 1e-9)


def test_without_sources_there_is_a_pressure_all_the_same() -> None:
    assert pressure_for([], 96) == 1


@pytest.mark.parametrize("week", [(1.0,) * 168, WORKDAY])
@pytest.mark.parametrize("level", [0.05, 1.0, 8.0, 60.0])
def test_a_week_of_polls_comes_to_what_the_pressure_was_found_for(level: float, week: tuple[float, ...]) -> None:
    habit = Habit(NOON, level, week)
    demand = demand_of(habit, BOUNDS, Hints())
    share = Share(pressure_for([demand], 96), BOUNDS)
    polls, now = 0, NOON
    while now < NOON + timedelta(weeks=1):
        now = next_due(now, Standing(habit, 0, Hints()), share, chance=0.5).at
        polls += 1
    assert polls / 7 == pytest.approx(demand.polls_a_day(share.pressure), rel=0.03)
