"""Precision and recall of the shipped topics on rows that people labelled, which may not be part of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.precision import counted, figures, half, read_rows

if TYPE_CHECKING:
    from pipeline.matching.matcher import Matcher

LABELLED = Path(__file__).parents[4] / "shared" / "data" / "alerts" / "dev.jsonl"
TUNED, HELD_OUT = 0, 1

pytestmark = pytest.mark.skipif(not LABELLED.exists(), reason="../shared/data/alerts/dev.jsonl is not here")


@pytest.mark.parametrize(
    ("parity", "precision", "recall"), [(TUNED, 0.97, 0.93), (HELD_OUT, 0.95, 0.93)], ids=["tuned", "held out"]
)
def test_topics_find_what_is_labelled(shipped: Matcher, parity: int, precision: float, recall: float) -> None:
    rows = read_rows(LABELLED)
    found = figures(half(rows, parity), counted(rows), shipped)
    assert (found.together.precision >= precision, found.together.recall >= recall) == (True, True)


@pytest.mark.parametrize("parity", [TUNED, HELD_OUT], ids=["tuned", "held out"])
def test_some_topic_tells_arms_control_from_the_rest(shipped: Matcher, parity: int) -> None:
    rows = read_rows(LABELLED)
    least = 0.85
    assert figures(half(rows, parity), counted(rows), shipped).arms_control.f1 >= least
