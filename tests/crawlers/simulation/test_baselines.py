from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest

from crawlers.simulation.baselines import MINIFLUX_LONGEST, MINIFLUX_SHORTEST, best_stationary, counted, fixed, miniflux
from crawlers.simulation.period import Period, Schedule, Timelines, period_of
from tests.crawlers.simulation.invented import DAY, OUTLETS, START

Rival = Callable[[Timelines, Period, int, Random], Schedule]
PERIOD = period_of(OUTLETS)


@pytest.mark.parametrize("schedule", [fixed, best_stationary, miniflux])
def test_a_schedule_has_the_polls_it_is_given(schedule: Rival) -> None:
    made = schedule(OUTLETS, PERIOD, 2000, Random(1))
    assert counted(made, PERIOD) == pytest.approx(2000, abs=12)


def test_fixed_intervals_are_one_interval_with_phases_of_its_sources() -> None:
    made = fixed(OUTLETS, PERIOD, 2000, Random(1))
    gaps = {round(later - earlier, 3) for polls in made.values() for earlier, later in pairwise(polls)}
    assert len(gaps) == 1
    assert len({polls[0] for polls in made.values()}) == len(OUTLETS)


def test_the_best_fixed_intervals_go_by_the_square_root_of_what_will_come() -> None:
    quiet, busy = [START + day * DAY for day in range(12)], [START + hour * DAY / 16 for hour in range(192)]
    made = best_stationary({"quiet": quiet, "busy": busy}, PERIOD, 1000, Random(1))
    assert made["quiet"][1] - made["quiet"][0] == pytest.approx(4 * (made["busy"][1] - made["busy"][0]), rel=0.01)


def test_a_source_that_will_be_silent_is_given_no_polls() -> None:
    silent = [START + day * DAY for day in range(6)]
    assert not best_stationary({**OUTLETS, "silent": silent}, PERIOD, 1000, Random(1))["silent"]


def test_miniflux_keeps_to_its_bounds_and_follows_the_week() -> None:
    bursting = [START + 8 * DAY + number * DAY / 2000 for number in range(1000)]
    polls = miniflux({"bursting": bursting}, period_of(OUTLETS), 300, Random(1))["bursting"]
    gaps = [later - earlier for earlier, later in pairwise(polls)]
    assert min(gaps) >= MINIFLUX_SHORTEST - 1e-3
    assert max(gaps) == MINIFLUX_LONGEST
