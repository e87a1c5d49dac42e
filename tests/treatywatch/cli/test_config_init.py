from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.treatywatch.cli.program import treatywatch
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program
from treatywatch.settings.reference import reference
from treatywatch.settings.schema import MODELS, schema_text

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments))


def test_init_says_what_to_edit_next(tmp_path: Path) -> None:
    result = run("config", "init", str(tmp_path / "new"))
    assert (result.exit_code, result.stderr) == (Exit.DONE, "")
    first, second, third = result.stdout.splitlines()
    assert first.startswith(f"{tmp_path}/new/service.yaml: your contact")
    assert second.startswith(f"{tmp_path}/new/subscriptions.yaml: your readers")
    assert third == f"then: treatywatch --config {tmp_path}/new config check"


def test_a_new_configuration_passes_the_check(tmp_path: Path) -> None:
    assert treatywatch("config", "init", "etc", cwd=tmp_path).returncode == Exit.DONE
    done = treatywatch("--config", "etc", "config", "check", cwd=tmp_path)
    assert (done.returncode, done.stdout.partition("\n")[0]) == (Exit.DONE, "etc: valid")


def test_init_writes_nothing_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text("topics: []\n")
    result = run("config", "init", str(tmp_path))
    assert (result.exit_code, result.stdout) == (Exit.FAILED, "")
    assert result.stderr.startswith(f"{tmp_path}/topics.yaml: there already")
    assert [path.name for path in tmp_path.iterdir()] == ["topics.yaml"]


def test_init_into_a_file_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert run("config", "init", str(tmp_path / "file")).exit_code == Exit.USAGE


@pytest.mark.parametrize("name", MODELS)
def test_schema_prints_one(name: str) -> None:
    result = run("config", "schema", name)
    assert (result.exit_code, result.stdout) == (Exit.DONE, schema_text(name))


def test_schema_writes_all_into_a_directory(tmp_path: Path) -> None:
    result = run("config", "schema", "--out", str(tmp_path / "a" / "b"))
    assert (result.exit_code, result.stdout) == (Exit.DONE, "")
    titles = {path.name: json.loads(path.read_text("utf-8"))["title"] for path in (tmp_path / "a" / "b").iterdir()}
    assert titles == {f"{name}.schema.json": f"{name}.yaml" for name in MODELS}


def test_schema_says_what_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "topics.schema.json").mkdir()
    result = run("config", "schema", "--out", str(tmp_path))
    assert result.exit_code == Exit.FAILED
    assert f"{tmp_path}/topics.schema.json" in result.stderr


def test_schema_prints_the_reference_of_all_options() -> None:
    assert run("config", "schema", "--reference").stdout == reference()


@pytest.mark.parametrize("arguments", [[], ["outlets", "--out", "x"], ["--reference", "--out", "x"], ["nonsense"]])
def test_schema_asks_for_just_one_thing(arguments: list[str]) -> None:
    assert run("config", "schema", *arguments).exit_code == Exit.USAGE
