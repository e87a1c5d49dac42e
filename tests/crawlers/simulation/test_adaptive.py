from __future__ import annotations

from random import Random

from crawlers.simulation.adaptive import adaptive
from crawlers.simulation.baselines import counted
from crawlers.simulation.period import period_of
from tests.crawlers.simulation.invented import DAY, OUTLETS, START

PERIOD = period_of(OUTLETS)


def test_no_poll_depends_on_what_is_published_later() -> None:
    cut = START + 9 * DAY
    known = {name: [time for time in times if time <= cut] for name, times in OUTLETS.items()}
    whole, half = (adaptive(timelines, PERIOD, 96, Random(1)) for timelines in (OUTLETS, known))
    for name in OUTLETS:
        before = [poll for poll in whole[name] if poll <= cut.timestamp()]
        assert half[name][: len(before)] == before


def test_the_budget_is_kept() -> None:
    polls = counted(adaptive(OUTLETS, PERIOD, 48, Random(1)), PERIOD)
    assert abs(polls / PERIOD.days / len(OUTLETS) / 48 - 1) < 0.04


def test_polls_of_a_source_reach_the_end_of_the_period_in_order() -> None:
    for polls in adaptive(OUTLETS, PERIOD, 48, Random(1)).values():
        assert polls == sorted(set(polls))
        assert polls[-2] < PERIOD.end.timestamp() <= polls[-1]


def test_the_same_seed_gives_the_same_polls_and_another_one_others() -> None:
    first, again, other = (adaptive(OUTLETS, PERIOD, 24, Random(seed)) for seed in (1, 1, 2))
    assert first == again != other
