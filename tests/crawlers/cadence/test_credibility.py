from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.cadence.credibility import factor, prior_weight

COUNTS = st.lists(st.lists(st.tuples(st.integers(0, 500), st.floats(0.1, 500)), min_size=2, max_size=5), max_size=9)


def test_groups_that_differ_as_much_each_time_are_believed_nearly_whole() -> None:
    weight = prior_weight([[(20, 10.0)] * 4, [(0, 10.0)] * 4])
    assert factor(weight, counted=80, expected=40) == pytest.approx(2, abs=0.05)


def test_a_batch_that_does_not_come_again_is_not_taken_for_a_habit() -> None:
    assert prior_weight([[(40, 10.0), (0, 10.0), (0, 10.0), (0, 10.0)], [(10, 10.0)] * 4]) == inf


def test_a_group_seen_once_tells_nothing_of_what_lasts() -> None:
    assert prior_weight([[(40, 10.0)], [(0, 10.0)]]) == inf


@given(COUNTS)
def test_there_is_always_some_prior_weight(groups: list[list[tuple[float, float]]]) -> None:
    assert prior_weight(groups) > 0


@given(st.floats(0.01, 1e9), st.integers(0, 10_000), st.floats(0, 10_000))
def test_a_factor_lies_between_one_and_what_was_counted(weight: float, counted: int, expected: float) -> None:
    found = factor(weight, counted, expected)
    assert found > 0
    assert (found >= 1) == (counted >= expected) or found == pytest.approx(1)


def test_with_infinite_weight_things_go_on_as_expected() -> None:
    assert factor(inf, counted=50, expected=2) == 1
