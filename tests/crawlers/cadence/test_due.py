from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.cadence.due import Due, Share, Standing, Why, next_due
from crawlers.cadence.habit import Habit
from crawlers.cadence.hints import Hints
from crawlers.cadence.interval import Bounds
from tests.builders import HOUR, NOON

MINUTE = timedelta(minutes=1)
SHARE = Share(pressure=0.5, bounds=Bounds(3 * MINUTE, HOUR))
CHANCES = st.floats(0, 1, exclude_max=True)


def source(level: float, hints: Hints = Hints(), recent: int = 0) -> Standing:
    return Standing(Habit(NOON, level), recent, hints)


@pytest.mark.parametrize(
    ("standing", "minutes", "why"),
    [
        (source(4), 15, Why.RATE),
        (source(10_000), 3, Why.SHORTEST),
        (source(0.01), 60, Why.LONGEST),
        (source(4, Hints(ttl=20 * MINUTE)), 20, Why.HINT),
        (source(4, Hints(ttl=10 * MINUTE)), 15, Why.RATE),
    ],
)
def test_the_next_poll_says_why_it_is_then(standing: Standing, minutes: int, why: Why) -> None:
    wait = minutes * MINUTE
    assert next_due(NOON, standing, SHARE, chance=0.5) == Due(NOON + wait, wait, why)


def test_a_poll_in_a_skipped_hour_is_put_off_to_the_beginning_of_an_open_one() -> None:
    skipping = source(4, Hints(skip_hours=frozenset({12, 13})))
    assert next_due(NOON, skipping, SHARE, chance=0.0) == Due(NOON + 2 * HOUR, 15 * MINUTE, Why.SKIP)
    assert NOON + 2 * HOUR < next_due(NOON, skipping, SHARE, chance=0.9).at < NOON + 2 * HOUR + 3 * MINUTE


def test_a_burst_brings_the_next_poll_forward() -> None:
    bursting = replace(source(4), habit=Habit(NOON, 4.0, burst_weight=8.0))
    waits = [next_due(NOON, replace(bursting, recent=recent), SHARE, 0.5).interval for recent in (0, 8, 24)]
    assert waits[0] > waits[1] == 15 * MINUTE > waits[2]


@given(st.floats(1e-3, 1e4), CHANCES, st.timedeltas(timedelta(0), 48 * HOUR), st.frozensets(st.integers(0, 23)))
def test_a_poll_lies_ahead_and_outside_what_the_outlet_forbade(
    level: float, chance: float, asked: timedelta, hours: frozenset[int]
) -> None:
    hints = Hints(retry_after=asked, skip_hours=hours)
    due = next_due(NOON, source(level, hints), SHARE, chance)
    assert due.at - NOON >= max(asked, SHARE.bounds.shortest)
    assert due.at.hour not in hours or len(hours) == 24


@given(st.floats(1e-3, 1e4), CHANCES)
def test_the_same_source_and_chance_give_the_same_poll(level: float, chance: float) -> None:
    assert next_due(NOON, source(level), SHARE, chance) == next_due(NOON, source(level), SHARE, chance)
