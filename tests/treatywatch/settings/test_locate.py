from __future__ import annotations

from pathlib import Path

import pytest

from tests.treatywatch.settings.examples import write
from treatywatch.settings.locate import locate

PACKAGED = Path("/packaged")


@pytest.fixture
def everywhere(tmp_path: Path) -> Path:
    write(tmp_path / "config")
    write(tmp_path / "etc")
    return tmp_path


def test_the_command_line_comes_first(everywhere: Path) -> None:
    environ = {"TREATYWATCH_CONFIG": "/from/environment"}
    found = locate(Path("named"), environ, everywhere, PACKAGED, system=everywhere / "etc")
    assert found == Path("named")


def test_then_the_environment(everywhere: Path) -> None:
    environ = {"TREATYWATCH_CONFIG": "/from/environment"}
    assert locate(None, environ, everywhere, PACKAGED, system=everywhere / "etc") == Path("/from/environment")


def test_then_config_below_the_working_directory(everywhere: Path) -> None:
    environ = {"TREATYWATCH_CONFIG": ""}
    assert locate(None, environ, everywhere, PACKAGED, system=everywhere / "etc") == everywhere / "config"


def test_a_directory_named_config_with_none_of_the_files_is_not_ours(everywhere: Path) -> None:
    for file in (everywhere / "config").iterdir():
        file.unlink()
    assert locate(None, {}, everywhere, PACKAGED, system=everywhere / "etc") == everywhere / "etc"


def test_last_what_comes_with_the_program(tmp_path: Path) -> None:
    assert locate(None, {}, tmp_path, PACKAGED, system=tmp_path / "etc") == PACKAGED
