from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.cadence.hints import Hints
from crawlers.cadence.interval import Bounds, interval, next_poll
from tests.builders import HOUR, NOON

MINUTE = timedelta(minutes=1)
BOUNDS = Bounds(3 * MINUTE, HOUR)
NONE = Hints()
LONG = 20 * MINUTE
RATES = st.floats(0, 1e6)
PRESSURES = st.floats(1e-6, 1e6)
WAITS = st.none() | st.timedeltas(timedelta(0), timedelta(days=400))
HINTS = st.builds(Hints, ttl=WAITS, fresh_for=WAITS, retry_after=WAITS)


@pytest.mark.parametrize(("rate", "minutes"), [(1, 30), (4, 15), (16, 7.5), (400, 3), (0.01, 60), (0, 60)])
def test_four_times_as_many_items_halve_the_interval_within_bounds(rate: float, minutes: float) -> None:
    assert interval(rate, 0.5, NONE, BOUNDS) == minutes * MINUTE


@pytest.mark.parametrize("hint", [Hints(ttl=LONG), Hints(fresh_for=LONG), Hints(retry_after=LONG)])
def test_a_hint_keeps_a_busy_source_from_being_polled_sooner(hint: Hints) -> None:
    assert interval(60, 0.5, hint, BOUNDS) == LONG


@pytest.mark.parametrize("hint", [Hints(ttl=LONG), Hints(fresh_for=LONG), Hints(retry_after=LONG)])
def test_a_hint_does_not_bring_a_quiet_source_forward(hint: Hints) -> None:
    assert interval(0.25, 0.5, hint, BOUNDS) == HOUR


def test_a_feed_said_to_be_fresh_for_a_year_is_asked_daily() -> None:
    assert interval(1, 0.5, Hints(fresh_for=timedelta(days=365)), BOUNDS) == timedelta(days=1)


def test_a_retry_after_is_never_cut_short() -> None:
    assert interval(1, 0.5, Hints(retry_after=timedelta(days=3)), BOUNDS) == timedelta(days=3)


@given(RATES, PRESSURES, HINTS)
def test_an_interval_is_never_shorter_than_bounds_and_hints_allow(rate: float, pressure: float, hints: Hints) -> None:
    wait = interval(rate, pressure, hints, BOUNDS)
    assert wait >= BOUNDS.floor(hints) >= BOUNDS.shortest > timedelta(0)


@given(RATES, RATES, PRESSURES, HINTS)
def test_a_busier_source_never_waits_longer(one: float, other: float, pressure: float, hints: Hints) -> None:
    quiet, busy = sorted((one, other))
    assert interval(busy, pressure, hints, BOUNDS) <= interval(quiet, pressure, hints, BOUNDS)


@given(st.timedeltas(3 * MINUTE, HOUR), st.floats(0, 1, exclude_max=True), st.timedeltas(timedelta(0), HOUR))
def test_chance_brings_no_poll_under_the_floor(wait: timedelta, chance: float, floor: timedelta) -> None:
    assert next_poll(NOON, max(wait, floor), chance, floor) - NOON >= floor


@pytest.mark.parametrize(("shortest", "longest"), [(0, 5), (-1, 5), (6, 5)])
def test_bounds_that_make_no_sense_are_refused(shortest: int, longest: int) -> None:
    with pytest.raises(ValueError, match="must be above zero and no longer than the longest"):
        Bounds(shortest * MINUTE, longest * MINUTE)


def test_bounds_go_with_the_budget() -> None:
    assert Bounds.around(20 * MINUTE) == Bounds(4 * MINUTE, 50 * MINUTE)
