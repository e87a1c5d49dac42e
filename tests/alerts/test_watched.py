from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.times import LocalTimes
from alerts.watched import coverage_line, trouble_line
from pipeline.model.coverage import Coverage, Hole, Trouble

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
FEED, WHY = "https://wire.example.org/feed", "none of the 20 items stood in the document before"


def times(zone: str) -> LocalTimes:
    return LocalTimes(ZoneInfo(zone), NOON)


def test_coverage_without_trouble_is_one_sentence() -> None:
    assert coverage_line(Coverage(42), times("UTC")) == "Watched 42 of 42 sources."


def test_coverage_says_what_was_not_reached_since_when_and_why() -> None:
    failing = (
        Trouble("Example Wire", "", NOON.replace(hour=8), "timed out."),
        Trouble("Gazeta Example", "", NOON.replace(day=19), ""),
    )
    line = coverage_line(Coverage(42, failing), times("Europe/Berlin"))
    assert line == (
        "Watched 40 of 42 sources. "
        "Not reached: Example Wire since 09:00 (timed out); Gazeta Example since 19 Nov 13:00."
    )


def test_coverage_names_five_failing_sources_and_counts_the_rest() -> None:
    failing = tuple(Trouble(f"Paper {number}", "", NOON, "") for number in range(8))
    line = coverage_line(Coverage(42, failing), times("UTC"))
    assert line.endswith("Paper 4 since 12:00; 3 more.")


def test_coverage_names_the_gaps_by_local_time() -> None:
    gap = Hole("TASS", FEED, NOON - timedelta(hours=9, minutes=50), NOON - timedelta(hours=8, minutes=35), WHY)
    line = coverage_line(Coverage(42, holes=(gap,)), times("Europe/Berlin"))
    assert line == "Watched 42 of 42 sources. Gap: TASS 03:10–04:25."


def test_coverage_names_five_gaps_and_counts_the_rest() -> None:
    gaps = tuple(Hole(f"Paper {number}", FEED, NOON, NOON + timedelta(hours=1), WHY) for number in range(7))
    line = coverage_line(Coverage(42, holes=gaps), times("UTC"))
    assert line.endswith("Gaps: " + "; ".join(f"Paper {number} 12:00–13:00" for number in range(5)) + "; 2 more.")


def test_trouble_names_each_outlet_once() -> None:
    failing = tuple(Trouble(name, "", NOON, "HTTP 503") for name in ("Wire", "Wire", "Gazeta"))
    assert trouble_line(Coverage(9, failing)) == "3 of 9 sources could not be read: Wire and Gazeta."
    assert trouble_line(Coverage(9)) == ""


def test_trouble_with_many_outlets_counts_those_beyond_five() -> None:
    failing = tuple(Trouble(f"Paper {number}", "", NOON, "") for number in range(8))
    assert trouble_line(Coverage(42, failing)).endswith("Paper 3, Paper 4 and 3 more.")


@pytest.mark.parametrize(
    ("failing", "sources", "empty", "is_said"),
    [(1, 42, False, False), (2, 42, False, False), (3, 42, False, True), (1, 19, False, True), (1, 42, True, True),
     (0, 42, True, False)],
)  # fmt: skip
def test_trouble_is_said_at_the_top_where_it_is_much_or_nothing_else_is_said(
    failing: int,
    sources: int,
    empty: bool,  # noqa: FBT001 - columns of the table
    is_said: bool,  # noqa: FBT001 - columns of the table
) -> None:
    troubles = tuple(Trouble(f"Paper {number}", "", NOON, "") for number in range(failing))
    assert bool(trouble_line(Coverage(sources, troubles), empty=empty)) is is_said


def test_a_reason_is_for_readers() -> None:
    failing = (
        Trouble("Wire", "", NOON, "no usable answer (the connection was closed)"),
        Trouble("Gazeta", "", NOON, "a web page, not a feed; check the address"),
    )
    assert coverage_line(Coverage(42, failing), times("UTC")).endswith(
        "Wire since 12:00 (no usable answer – the connection was closed); Gazeta since 12:00 (a web page, not a feed)."
    )
