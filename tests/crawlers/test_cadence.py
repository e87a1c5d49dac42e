from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.cadence import doubled, next_poll, retry_poll
from crawlers.limits import Cadence
from tests.builders import NOON

MINUTE = timedelta(minutes=1)
QUARTER = 15 * MINUTE
CADENCE = Cadence(first_backoff=5 * MINUTE, longest_backoff=timedelta(hours=24))


@pytest.mark.parametrize(("chance", "minutes"), [(0.0, 14.25), (0.5, 15), (0.999_999, 15.75)])
def test_polls_are_spread_around_the_interval(chance: float, minutes: float) -> None:
    wait = next_poll(NOON, QUARTER, chance) - NOON
    assert wait.total_seconds() == pytest.approx(minutes * 60, rel=1e-4)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 15), (2, 15), (3, 20), (4, 40), (9, 1280), (10, 1440), (500, 1440)]
)
def test_a_failing_source_is_asked_ever_more_rarely_but_never_sooner_than_its_interval(
    failures: int, minutes: int
) -> None:
    assert retry_poll(NOON, QUARTER, failures, CADENCE) == NOON + minutes * MINUTE


@given(st.integers(0, 10_000), st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=30)))
def test_a_wait_is_never_longer_than_the_longest(times: int, first: timedelta) -> None:
    assert timedelta(0) < doubled(first, times, timedelta(hours=24)) <= timedelta(hours=24)
