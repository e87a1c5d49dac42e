from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.treatywatch.cli.program import clean_environment, treatywatch
from tests.treatywatch.settings.examples import write
from treatywatch.cli.exits import Exit, exit_of
from treatywatch.cli.main import VERBS, program
from treatywatch.errors import ConfigError, TreatywatchError

if TYPE_CHECKING:
    from pathlib import Path


def test_the_version_is_told(tmp_path: Path) -> None:
    done = treatywatch("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout.startswith("treatywatch, version ")) == (Exit.DONE, True)


def test_help_lists_every_verb_with_its_line() -> None:
    output = CliRunner().invoke(program, ["--help"]).output
    assert all(name in output and verb.help in output for name, verb in VERBS.items())


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["config", "nonsense"], ["config", "check", "x"]])
def test_a_command_line_that_can_not_be_understood_is_a_usage_error(arguments: list[str]) -> None:
    result = CliRunner().invoke(program, arguments)
    assert (result.exit_code, "Usage:" in result.stderr) == (Exit.USAGE, True)


def test_no_mail_is_given_up_until_a_moment_that_is_yet_to_come() -> None:
    result = CliRunner().invoke(program, ["run", "--no-resend-before", "2999-01-01"])
    assert (result.exit_code, "--no-resend-before: it is yet to come" in result.stderr) == (Exit.USAGE, True)


def test_an_unexpected_error_of_ours_is_a_failure() -> None:
    assert exit_of(TreatywatchError()) == Exit.FAILED
    assert exit_of(ConfigError([])) == Exit.CONFIGURATION


def test_config_is_light_and_leaves_the_crawler_alone(tmp_path: Path) -> None:
    write(tmp_path / "config")
    code = (
        "import sys; from click.testing import CliRunner; from treatywatch.cli.main import program;"
        "assert CliRunner().invoke(program, ['config', 'check']).exit_code == 0;"
        "print(sorted({'scrapy', 'twisted', 'sqlalchemy', 'feedparser', 'trafilatura'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=clean_environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_a_reader_that_goes_away_leaves_no_trace(tmp_path: Path) -> None:
    write(tmp_path / "config")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "treatywatch", "config", "show"],
            cwd=tmp_path,
            env=clean_environment(),
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.stderr, done.returncode) == ("", Exit.FAILED)
