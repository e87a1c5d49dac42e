from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from crawlers.simulation.comparison import compare
from tests.crawlers.simulation.invented import OUTLETS

NOVEMBER = (Path(__file__).parents[3] / "../shared/data/timestamps/feeds_2022-11.tsv.gz").resolve()


def test_rivals_are_given_as_many_polls() -> None:
    found = compare(OUTLETS, 96, seed=1).schedules
    for delays in found.values():
        assert delays.polls == pytest.approx(found["adaptive"].polls, rel=0.01)


def test_items_are_seen_sooner_than_by_fixed_intervals_even_the_best_in_hindsight() -> None:
    found = compare(OUTLETS, 96, seed=1).schedules
    assert found["adaptive"].mean < found["best_stationary"].mean < found["fixed"].mean


@pytest.mark.skipif(not NOVEMBER.is_file(), reason="../shared/data/timestamps, a month of real feeds, is not here")
def test_over_a_month_of_real_feeds_the_mean_delay_falls_by_two_fifths_and_the_tail_holds() -> None:
    timelines: dict[str, list[datetime]] = defaultdict(list)
    with gzip.open(NOVEMBER, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            timelines[row["source"]].append(datetime.fromisoformat(row["published"]))
    found = compare({name: sorted(times) for name, times in timelines.items() if len(times) >= 20}, 96, 1).schedules
    assert found["adaptive"].mean <= 0.60 * found["fixed"].mean
    assert found["adaptive"].p99 <= 2 * found["fixed"].p99
