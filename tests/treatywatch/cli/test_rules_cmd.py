from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from tests.treatywatch.settings.examples import write
from treatywatch.cli.main import program

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

TOPICS = "topics:\n  - {id: inf, label: INF, names: [INF], examples: {match: [the INF, infantry], ignore: [Inform]}}\n"


def run(directory: Path, *arguments: str) -> Result:
    return CliRunner().invoke(program, ["rules", "test", "--config", str(directory), *arguments])


def test_examples_that_fail_are_named_and_the_program_says_so(tmp_path: Path) -> None:
    done = run(write(tmp_path, {"topics.yaml": TOPICS, "subscriptions.yaml": "subscriptions: []\n"}))
    assert done.exit_code == 78
    assert done.stdout == "3 examples of 1 topics: 2 pass, 1 fail\n"
    assert done.stderr.startswith(f"{tmp_path}/topics.yaml:2:69: topics[0].examples.match[1]: the topic does not match")


def test_examples_that_hold_are_counted(tmp_path: Path) -> None:
    write(tmp_path, {"topics.yaml": TOPICS.replace(", infantry", ""), "subscriptions.yaml": "subscriptions: []\n"})
    done = run(tmp_path)
    assert (done.exit_code, done.stdout) == (0, "2 examples of 1 topics: 2 pass, 0 fail\n")


def test_each_example_is_a_line_of_json(tmp_path: Path) -> None:
    write(tmp_path, {"topics.yaml": TOPICS, "subscriptions.yaml": "subscriptions: []\n"})
    told = [json.loads(line) for line in run(tmp_path, "--json").stdout.splitlines()]
    assert [(each["expected"], each["passed"], each["matched"]) for each in told] == [
        ("match", True, ["INF"]),
        ("match", False, []),
        ("ignore", True, []),
    ]
