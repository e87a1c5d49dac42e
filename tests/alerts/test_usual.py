from __future__ import annotations

from alerts.usual import usual


def test_nothing_is_usual_before_four_windows() -> None:
    assert usual([{"inf": 3}] * 3) == {}


def test_the_usual_is_the_median_and_a_window_without_a_rule_had_none_of_it() -> None:
    assert usual([{"inf": 3}, {"inf": 9}, {"inf": 4}, {"ctbt": 2}, {"inf": 3}]) == {"inf": 3, "ctbt": 0}
