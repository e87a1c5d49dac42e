from __future__ import annotations

import json

from bench.measure import Peak
from bench.report import MIB, Result, from_json, machine, table


def a_result() -> Result:
    result = Result("polls", "generated web", ["two feeds"])
    result.add("first pass", "CPU ms a poll", [3.0, 1.0, 2.25])
    result.add("304 polls on one core", "a second", [1234.5])
    return result


def test_the_table_shows_median_and_spread_in_columns() -> None:
    where = {"cores": 2, "load": [0.5, 1.0, 1.25], "python": "3.11.7", "system": "Linux x86_64"}
    assert table(where, [a_result()]).split("\n") == [
        "2 cores, load 0.50 1.00 1.25, Python 3.11.7, Linux x86_64",
        "",
        "polls: generated web",
        "  two feeds",
        "                           median    lowest   highest",
        "  first pass                 2.25      1.00      3.00  CPU ms a poll",
        "  304 polls on one core      1234                      a second",
    ]


def test_a_result_survives_json() -> None:
    result = a_result()
    assert from_json(json.loads(json.dumps(result.as_json()))) == result


def test_json_says_what_the_table_says() -> None:
    assert a_result().as_json()["figures"][0] == {
        "what": "first pass",
        "unit": "CPU ms a poll",
        "rounds": (3.0, 1.0, 2.25),
        "median": 2.25,
        "low": 1.0,
        "high": 3.0,
    }


def test_peaks_are_told_in_mebibytes() -> None:
    result = Result("polls", "generated web")
    result.add_peak(Peak(own=100 * MIB, other=50 * MIB))
    assert [(figure.median, figure.unit) for figure in result.figures] == [(100, "MiB"), (50, "MiB")]


def test_the_machine_is_named() -> None:
    assert set(machine()) == {"cores", "load", "python", "system"}
