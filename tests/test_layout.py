"""The house itself: names, sizes, rules that no linter knows."""

from __future__ import annotations

import re
import statistics
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("alerts", "crawlers", "pipeline", "treatywatch")
PRODUCTION = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]
TESTS = list((ROOT / "tests").rglob("*.py"))
LONGEST_FILE = 300
PATCHING = re.compile("|".join((r"monkeypatch\.setattr", r"mock\.", "import mock", "from unittest import " + "mock")))


def length(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


@pytest.mark.parametrize("name", [*ROOMS, "config", "tests"])
def test_no_other_distribution_owns_our_top_level_names(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"treatywatch"}


def test_every_directory_of_code_is_a_package() -> None:
    folders = {file.parent for file in [*PRODUCTION, *TESTS] if "versions" not in file.parts}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("file", [*PRODUCTION, *TESTS], ids=lambda file: str(file.relative_to(ROOT)))
def test_no_file_is_longer_than_a_reader_takes_in(file: Path) -> None:
    assert length(file) <= LONGEST_FILE


def test_most_files_are_about_a_hundred_lines_or_less() -> None:
    assert statistics.median(length(file) for file in PRODUCTION if file.name != "__init__.py") <= 110


def test_no_test_patches_what_it_tests() -> None:
    assert [file for file in TESTS if file != Path(__file__) and PATCHING.search(file.read_text("utf-8"))] == []


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "--hash=sha256:" in lock
    assert re.search(r"https?:|file:|--(extra-)?index-url|--find-links", lock) is None


def lists(section: str) -> str:
    """The text of `pyproject.toml` from a list's opening to its end."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    return text.partition(section)[2].partition("\n]\n")[0]


@pytest.mark.parametrize("section", ["\ndependencies = [", "\ndev = [", "\nignore = ["])
def test_every_dependency_and_every_ignored_rule_is_argued(section: str) -> None:
    entries = [line for line in lists(section).splitlines() if line.strip().startswith('"')]
    assert entries
    assert [line for line in entries if not re.search(r"# \w", line)] == []


def test_the_floor_of_coverage_is_only_raised() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert settings["tool"]["coverage"]["report"]["fail_under"] >= 95
