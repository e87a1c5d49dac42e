from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import pytest

from treatywatch.errors import TreatywatchError
from treatywatch.settings.load import load
from treatywatch.settings.starter import STARTER, next_steps, write_starter

if TYPE_CHECKING:
    from pathlib import Path

PACKAGED = resources.files("config")


def files_in(directory: Path) -> list[str]:
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*") if not path.is_dir())


def test_a_new_directory_holds_the_files_and_their_schemas(tmp_path: Path) -> None:
    write_starter(tmp_path / "etc" / "watch", PACKAGED)
    assert files_in(tmp_path / "etc" / "watch") == sorted(STARTER)


def test_what_is_written_is_valid_as_it_is(tmp_path: Path) -> None:
    write_starter(tmp_path, PACKAGED)
    assert load(tmp_path, {}).outlets


def test_the_comments_come_along(tmp_path: Path) -> None:
    write_starter(tmp_path, PACKAGED)
    assert (tmp_path / "service.yaml").read_bytes() == PACKAGED.joinpath("service.yaml").read_bytes()


def test_other_files_in_the_directory_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_starter(tmp_path, PACKAGED)
    assert files_in(tmp_path) == sorted([*STARTER, "notes.txt"])


@pytest.mark.parametrize("name", STARTER)
def test_where_one_is_there_already_it_is_named_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(TreatywatchError) as refused:
        write_starter(tmp_path, PACKAGED)
    assert str(refused.value) == f"{tmp_path / name}: there already, so nothing was written; name another directory"
    assert (files_in(tmp_path), (tmp_path / name).read_text()) == ([name], "mine")


def test_a_link_to_nowhere_is_there_already(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(TreatywatchError, match=r"topics\.yaml: there already"):
        write_starter(tmp_path, PACKAGED)
    assert not (tmp_path / "nowhere").exists()


def test_what_can_not_be_finished_leaves_no_file_behind(tmp_path: Path) -> None:
    (tmp_path / "schema").write_text("a file where the directory would be")
    with pytest.raises(TreatywatchError, match=r"schema/service\.schema\.json: can't be written"):
        write_starter(tmp_path, PACKAGED)
    assert files_in(tmp_path) == ["schema"]


def test_the_command_to_check_it_can_be_pasted_into_a_shell(tmp_path: Path) -> None:
    assert next_steps(tmp_path / "my files")[2] == f"then: treatywatch --config '{tmp_path}/my files' config check"
