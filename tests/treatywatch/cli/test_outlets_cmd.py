from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.crawlers.simulation.invented import OUTLETS
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

ROWS = [(name, time.isoformat(sep=" ")) for name, times in OUTLETS.items() for time in times]
GOOD = "source\tpublished\n" + "".join(f"{name}\t{time}\n" for name, time in ROWS)


def simulate(file: Path, *options: str) -> Result:
    return CliRunner().invoke(program, ["outlets", "simulate", "--timestamps", str(file), "--budget", "24", *options])


def written(folder: Path, data: str | bytes, name: str = "times.tsv") -> Path:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return folder / name


def test_schedules_are_compared_as_json(tmp_path: Path) -> None:
    done = simulate(written(tmp_path, GOOD), "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == Exit.DONE
    assert (found["budget"], found["sources"], found["from"]) == (24, 6, "2026-03-09T00:00:00+00:00")
    assert list(found["schedules"]) == ["adaptive", "fixed", "miniflux", "best_stationary"]
    assert found["schedules"]["adaptive"].keys() == {
        "polls", "mean", "median", "p90", "p99", "polls_per_source_day", "mean_to_fixed",
    }  # fmt: skip


def test_schedules_are_compared_as_a_table(tmp_path: Path) -> None:
    lines = simulate(written(tmp_path, GOOD)).stdout.splitlines()
    assert lines[0].startswith("6 sources, ")
    assert [line.split("  ")[0] for line in lines[3:7]] == [
        "adaptive",
        "fixed interval",
        "Miniflux's entry frequency",
        "best fixed intervals, in hindsight",
    ]


def test_the_form_of_the_file_does_not_matter(tmp_path: Path) -> None:
    commas = "published,title,source\r\n" + "".join(f'{time},"a, b",{name}\r\n' for name, time in reversed(ROWS))
    naive = "\n" + GOOD.replace("+00:00", "")
    forms = {
        "tabs": GOOD.encode(),
        "gzip": gzip.compress(GOOD.encode(), mtime=0),
        "commas": commas.encode("utf-8-sig"),
        "naive": naive.lstrip().encode(),
    }
    polls = {json.loads(simulate(written(tmp_path, data), "--json").stdout)["items"] for data in forms.values()}
    assert polls == {sum(time.isoformat() >= "2026-03-09" for times in OUTLETS.values() for time in times)}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", "times.tsv:1: the first line has no column source and no published, but nothing; write"),
        ("url\tpublished\n", "times.tsv:1: the first line has no column source, but url, published; write"),
        ("source,date\n", "times.tsv:1: the first line has no column published, but source, date; write"),
        ("source\tpublished\na\t2026-03-02\na\tyesterday\n", "times.tsv:3: 'yesterday' is no ISO 8601 time; write"),
        ("source\tpublished\na\n", "times.tsv:2: '' is no ISO 8601 time"),
        ("source\tpublished\na\t0001-01-01T00:00+14:00\n", "times.tsv:2: '0001-01-01T00:00+14:00' is no"),
        ("source\tpublished\n\t2026-03-02\n", "times.tsv:2: the source is missing"),
        (b"source\tpublished\n\xff\t2026-03-02\n", "times.tsv:2: this is not UTF-8"),
        ('source\tpublished\n"a"b\t2026-03-02\n', "times.tsv:2: "),
        (gzip.compress(GOOD.encode(), mtime=0)[:-20], "times.tsv: the gzip data are damaged or cut short"),
        (
            gzip.compress(GOOD.encode(), mtime=0)[:40] + b"damaged here",
            "times.tsv: the gzip data are damaged or cut short",
        ),
        ("source\tpublished\na\t2026-03-02\n", "times.tsv: no source has 20 items or more"),
        ("source\tpublished\n" + "a\t2026-03-02\n" * 20, "times.tsv: ends within 7 days, which are warm-up"),
        (GOOD + "outlet 1\t1970-01-01\n", "times.tsv: reaches from 1970-01-01 to 2026-03-13; leave out the rows"),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_message_that_says_where_and_why(
    tmp_path: Path, data: str | bytes, said: str
) -> None:
    done = simulate(written(tmp_path, data))
    assert (done.exit_code, done.stdout) == (Exit.USAGE, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["absent.tsv", "."])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    done = simulate(tmp_path / name)
    assert done.exit_code == Exit.USAGE
    assert str(tmp_path / name) in done.stderr


@pytest.mark.parametrize("budget", ["0", "-3", "nan", "many", "5000"])
def test_a_budget_that_cannot_be_kept_is_a_usage_error(tmp_path: Path, budget: str) -> None:
    assert simulate(written(tmp_path, GOOD), "--budget", budget).exit_code == Exit.USAGE
