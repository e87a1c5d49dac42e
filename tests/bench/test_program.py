"""`python -m bench`, small."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.reader_environment import is_installed
from tests.unmeasured import unmeasured

PROJECT = Path(__file__).parents[2]
HERE = ("polls", "articles", "steps", "memory", "extraction", "mails", "mails-apart", "matching-1000")
"""Those whose peer, if any, is installed with us."""
LABELLED = PROJECT / "../shared/data/alerts/dev.jsonl"
SMALL = ("--generated", "--rounds", "1", "--outlets", "1")


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=unmeasured(), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def report() -> dict[str, dict[str, float]]:
    done = bench(*HERE, *SMALL, "--json")
    assert done.returncode == 0, done.stderr
    return {
        result["benchmark"]: {figure["what"].strip(): figure["median"] for figure in result["figures"]}
        for result in json.loads(done.stdout)["results"]
    }


def test_benchmarks_run_and_compare_with_their_peer(report: dict[str, dict[str, float]]) -> None:
    assert list(report) == [*HERE[:-1], "matching"]
    assert report["polls"]["first pass / bare feedparser"] > 0
    assert report["articles"]["article / trafilatura alone"] > 0
    assert report["matching"]["matching / automaton alone"] > 0
    assert report["extraction"]["ours / trafilatura alone"] > 0


def test_the_poll_is_the_smaller_part_of_an_article(report: dict[str, dict[str, float]]) -> None:
    assert 0 < report["articles"]["of it the poll"] < report["articles"]["article with a page"] / 2


def test_mails_are_counted_from_slot_to_relay_and_an_alert_overtakes_them(report: dict[str, dict[str, float]]) -> None:
    for found in (report["mails"], report["mails-apart"]):
        assert found["mails from a due slot / client alone"] > 0
        assert 0 < found["an instant alert overtakes within"] < 5
        assert 0 < found["while planning, alerts are looked for every, at most"] < 5
        assert found["peak memory of the service"] < 300


def test_a_304_costs_less_than_a_first_poll(report: dict[str, dict[str, float]]) -> None:
    assert 0 < report["polls"]["304 pass"] < report["polls"]["first pass"]


def test_polls_are_told_apart_by_how_little_must_be_read(report: dict[str, dict[str, float]]) -> None:
    assert 0 < report["steps"]["304"] < report["steps"]["all 30 items new: whole"]


def test_memory_with_many_sources_counts_all_processes(report: dict[str, dict[str, float]]) -> None:
    alone, together = (report["memory"][f"{what}"] for what in ("peak memory of the service", "all processes together"))
    assert 10 < alone < together


@pytest.mark.parametrize("name", ["polls", "articles"])
def test_memory_is_told_of_service_and_worker(report: dict[str, dict[str, float]], name: str) -> None:
    service, worker = (report[name][f"peak memory of the {who}"] for who in ("service", "largest worker"))
    assert service > worker > 5


@pytest.mark.skipif(not is_installed(), reason="lemon24/reader is not installed; `python -m bench reader` does that")
def test_polls_are_compared_with_reader() -> None:
    done = bench("reader", *SMALL, "--json")
    assert done.returncode == 0, done.stderr
    (result,) = json.loads(done.stdout)["results"]
    ratios = {figure["what"]: figure["median"] for figure in result["figures"] if figure["unit"] == "times"}
    assert ratios.keys() == {"steady: ours / reader", "304: ours / reader"}
    assert min(ratios.values()) > 0


def test_one_benchmark_prints_a_table() -> None:
    done = bench("polls", *SMALL)
    assert done.returncode == 0, done.stderr
    assert "polls: generated web (seed 1" in done.stdout
    assert "  first pass / bare feedparser  " in done.stdout
    assert done.stderr == "polls, 1 rounds on the generated web ...\n"


@pytest.mark.skipif(LABELLED.is_file(), reason="../shared/data/alerts, the labelled rows, is here")
def test_a_benchmark_without_its_material_is_skipped_aloud() -> None:
    done = bench("precision")
    said = "precision is skipped: ../shared/data/alerts/dev.jsonl, the labelled rows, is not here\n"
    assert (done.returncode, done.stderr) == (0, said)


@pytest.mark.skipif(not LABELLED.is_file(), reason="../shared/data/alerts, the labelled rows, is not here")
def test_precision_is_told_of_both_halves() -> None:
    done = bench("precision")
    assert done.returncode == 0, done.stderr
    assert ("tuned (even ids): precision" in done.stdout, "held out (odd ids): recall" in done.stdout) == (True, True)


def test_an_unknown_benchmark_is_refused_with_the_names_there_are() -> None:
    done = bench("posls")
    assert done.returncode == 2
    assert "polls" in done.stderr
    assert "articles" in done.stderr
