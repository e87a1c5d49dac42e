from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.treatywatch.cli.program import treatywatch
from tests.treatywatch.settings.examples import OUTLETS, relay, write
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return write(tmp_path / "broken", {"outlets.yaml": "outlets: 5\n", "topics.yaml": ""})


def test_check_says_what_the_files_hold(tmp_path: Path) -> None:
    directory = write(tmp_path)
    result = run("config", "check", "--config", str(directory))
    assert (result.exit_code, result.stderr) == (Exit.DONE, "")
    assert result.stdout.splitlines() == [
        f"{directory}: valid",
        "  outlets        1",
        "  sources        1",
        "  topics         2",
        "  names          2",
        "  keywords       0",
        "  subscriptions  1",
        "  recipients     1",
    ]


def test_check_names_the_outlets_that_hold_us_back_and_warns_on_stderr(tmp_path: Path) -> None:
    directory = write(tmp_path, {"outlets.yaml": OUTLETS + "    terms: {status: forbids}\n"})
    result = run("config", "check", "--config", str(directory))
    assert result.exit_code == Exit.DONE
    assert result.stdout.endswith("terms forbid reading by program, no text is kept: gazette (match)\n")
    assert result.stderr.startswith(f"warning: {directory}/outlets.yaml:2:5: outlets[0]: the terms forbid it")


def test_check_tells_all_faults_on_stderr_and_leaves_with_78(broken: Path) -> None:
    result = run("--config", str(broken), "config", "check")
    assert (result.exit_code, result.stdout) == (Exit.CONFIGURATION, "")
    assert result.stderr.splitlines() == [
        f"{broken}/outlets.yaml:1:10: outlets: must be a list",
        f"{broken}/topics.yaml:1:1: the file is empty",
        "2 faults",
    ]


def test_show_refuses_wrong_files_likewise(broken: Path) -> None:
    result = run("config", "show", "--config", str(broken))
    assert (result.exit_code, result.stdout) == (Exit.CONFIGURATION, "")
    assert result.stderr.endswith("2 faults\n")


def test_the_directory_named_after_the_verb_wins(tmp_path: Path, broken: Path) -> None:
    result = run("--config", str(broken), "config", "check", "--config", str(write(tmp_path / "good")))
    assert result.exit_code == Exit.DONE


def test_a_strict_check_takes_warnings_for_faults(tmp_path: Path) -> None:
    directory = write(tmp_path, {"subscriptions.yaml": "subscriptions: []\n"})
    where = ("--config", str(directory))
    result = run("config", "check", "--strict", *where)
    assert (result.exit_code, result.stdout) == (Exit.CONFIGURATION, "")
    assert result.stderr.splitlines() == [
        f"{directory}/subscriptions.yaml:1:16: subscriptions: nobody subscribes: no digest will be sent",
        "1 fault",
    ]
    told = json.loads(run("config", "check", "--strict", "--json", *where).stdout)
    assert (told["ok"], [fault["path"] for fault in told["faults"]]) == (False, ["subscriptions"])


def test_a_strict_check_of_what_gives_no_cause_for_warnings_is_passed(tmp_path: Path) -> None:
    assert run("config", "check", "--strict", "--config", str(write(tmp_path))).exit_code == Exit.DONE


def test_faults_as_json_have_their_parts_apart(broken: Path) -> None:
    result = run("config", "check", "--json", "--config", str(broken))
    told = json.loads(result.stdout)
    assert (result.exit_code, result.stderr, told["ok"]) == (Exit.CONFIGURATION, "", False)
    assert told["faults"][0] == {
        "file": f"{broken}/outlets.yaml",
        "line": 1,
        "column": 10,
        "path": "outlets",
        "what": "must be a list",
    }


def test_the_summary_as_json_holds_counts_and_warnings(tmp_path: Path) -> None:
    directory = write(tmp_path, {"subscriptions.yaml": "subscriptions: []\n"})
    told = json.loads(run("config", "check", "--json", "--config", str(directory)).stdout)
    assert (told["ok"], told["directory"], told["names"]) == (True, str(directory), 2)
    assert [warning["path"] for warning in told["warnings"]] == ["subscriptions"]


def test_show_prints_sections_as_yaml(tmp_path: Path) -> None:
    result = run("config", "show", "--config", str(write(tmp_path)))
    assert result.stdout.startswith("store:\n  path: var/treatywatch.db\n  busy_timeout: 10s\n\ncrawl:\n")


def test_show_says_from_which_file_a_section_is(tmp_path: Path) -> None:
    result = run("config", "show", "--origin", "--config", str(write(tmp_path)))
    assert f"\n# from {tmp_path}/outlets.yaml\noutlets:\n" in result.stdout


def test_show_as_json_hides_passwords_and_may_say_origins(tmp_path: Path) -> None:
    directory = write(tmp_path, {"service.yaml": relay("{username: u, password: hunter2}")})
    told = json.loads(run("config", "show", "--json", "--origin", "--config", str(directory)).stdout)
    assert told["mail"]["relay"]["password"] == "********"
    assert told["origin"]["topics"] == f"{directory}/topics.yaml"


def test_show_as_json_is_the_settings_alone(tmp_path: Path) -> None:
    told = json.loads(run("config", "show", "--json", "--config", str(write(tmp_path))).stdout)
    assert list(told)[-3:] == ["outlets", "topics", "subscriptions"]


def test_files_below_the_working_directory_are_named_from_there(tmp_path: Path) -> None:
    write(tmp_path / "config", {"topics.yaml": ""})
    done = treatywatch("config", "check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (78, "config/topics.yaml:1:1: the file is empty\n1 fault\n")


def test_the_environment_names_the_directory_and_holds_the_secrets(tmp_path: Path) -> None:
    directory = write(tmp_path / "here", {"service.yaml": relay("{username: u, password: '${SMTP_PASSWORD}'}")})
    done = treatywatch("config", "check", cwd=tmp_path, TREATYWATCH_CONFIG=str(directory), SMTP_PASSWORD="x")
    assert (done.returncode, done.stderr) == (0, "")


def test_without_any_configuration_the_one_that_comes_with_the_program_is_read(tmp_path: Path) -> None:
    done = treatywatch("config", "check", "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["ok"] is True


def test_show_names_the_topics_that_are_from_the_operators_own_file(tmp_path: Path) -> None:
    own = "topics:\n  - {id: own, label: Own, names: [my words]}\n"
    directory = write(tmp_path, {"topics.local.yaml": own})
    told = json.loads(run("config", "show", "--json", "--origin", "--config", str(directory)).stdout)
    assert told["origin"]["topics"] == f"{directory}/topics.yaml, and {directory}/topics.local.yaml for own"
    assert told["topics"][-1] == {"id": "own", "label": "Own", "names": ["my words"]}


def test_check_refuses_topics_whose_examples_fail(tmp_path: Path) -> None:
    topics = "topics:\n  - {id: inf, label: INF, names: [INF], examples: {match: [infantry]}}\n"
    done = run("config", "check", "--config", str(write(tmp_path, {"topics.yaml": topics})))
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (78, "1 fault")
    assert "topics.yaml:2:60: topics[0].examples.match[0]: the topic does not match this example" in done.stderr
