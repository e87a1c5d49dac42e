"""`python -m bench`, small."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SMALL = ("--generated", "--rounds", "1", "--outlets", "2")


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments], cwd=PROJECT, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def report() -> dict[str, dict[str, float]]:
    done = bench(*SMALL, "--json")
    assert done.returncode == 0, done.stderr
    return {
        result["benchmark"]: {figure["what"].strip(): figure["median"] for figure in result["figures"]}
        for result in json.loads(done.stdout)["results"]
    }


def test_all_benchmarks_run_and_compare_with_their_peer(report: dict[str, dict[str, float]]) -> None:
    assert list(report) == ["polls", "articles", "mails"]
    assert report["polls"]["first pass / bare feedparser"] > 0
    assert report["articles"]["article / trafilatura alone"] > 0


def test_the_poll_is_the_smaller_part_of_an_article(report: dict[str, dict[str, float]]) -> None:
    assert 0 < report["articles"]["of it the poll"] < report["articles"]["article with a page"] / 2


def test_mails_are_counted_from_slot_to_relay_and_an_alert_overtakes_them(report: dict[str, dict[str, float]]) -> None:
    found = report["mails"]
    assert found["mails from a due slot / client alone"] > 0
    assert 0 < found["an instant alert overtakes within"] < 5
    assert found["peak memory of the service"] < 300


def test_a_304_costs_less_than_a_first_poll(report: dict[str, dict[str, float]]) -> None:
    assert 0 < report["polls"]["304 pass"] < report["polls"]["first pass"]


@pytest.mark.parametrize("name", ["polls", "articles"])
def test_memory_is_told_of_service_and_worker(report: dict[str, dict[str, float]], name: str) -> None:
    service, worker = (report[name][f"peak memory of the {who}"] for who in ("service", "largest worker"))
    assert service > worker > 5


def test_one_benchmark_prints_a_table() -> None:
    done = bench("polls", *SMALL)
    assert done.returncode == 0, done.stderr
    assert "polls: generated web (seed 1" in done.stdout
    assert "  first pass / bare feedparser  " in done.stdout
    assert done.stderr == "polls, 1 rounds on the generated web ...\n"


def test_an_unknown_benchmark_is_refused_with_the_names_there_are() -> None:
    done = bench("posls")
    assert done.returncode == 2
    assert "polls" in done.stderr
    assert "articles" in done.stderr
