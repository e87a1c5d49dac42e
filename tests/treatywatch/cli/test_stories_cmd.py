from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from pipeline import process
from pipeline.matching.matcher import Matcher
from pipeline.model.rule import Name, Rule
from pipeline.store.database import Database
from tests.builders import HOUR, NOON, article
from tests.pipeline.dedupe.newsroom import OTHER
from tests.treatywatch.settings.examples import service, write
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program
from treatywatch.migrations.upgrade import migrate

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

MATCHER = Matcher([Rule("inf", "INF", (Name("INF Treaty"),))])


def export(directory: Path, *options: str) -> Result:
    config = write(directory / "config", {"service.yaml": service(store=f"{{path: {directory / 'store.db'}}}")})
    return CliRunner().invoke(program, ["stories", "export", "--config", str(config), *options])


def lines(result: Result) -> list[dict[str, Any]]:
    assert (result.exit_code, result.stderr) == (Exit.DONE, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    database = Database(tmp_path / "store.db")
    migrate(database)
    for one in (article(), article(text="Other words.", seen_at=NOON + HOUR)):
        database.write_now(partial(process.settle, read_=process.read(one, MATCHER)))
    database.close()
    return tmp_path


def test_the_archive_is_exported_as_json_lines(filled: Path) -> None:
    first, second = lines(export(filled, "--json"))
    assert first == {
        "url": "https://herald.example.org/a",
        "title": "Envoys meet over the INF Treaty",
        "outlet": "herald",
        "published": None,
        "first_seen": "2026-03-02T12:00:00+00:00",
        "kind": "new",
        "of": None,
        "story": "1",
        "concepts": ["inf"],
        "arrival": "live",
    }
    assert (second["kind"], second["of"], second["first_seen"]) == (
        "version",
        first["url"],
        "2026-03-02T13:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("since", "count"),
    [
        ("2026-03-02", 2),
        ("2026-03-02T13:00:00Z", 1),
        ("2026-03-02T14:00+01:00", 1),
        ("2026-03-02T13:00:01Z", 0),
        ("2026-03-03", 0),
    ],
)
def test_an_export_begins_at_a_moment(filled: Path, since: str, count: int) -> None:
    assert len(lines(export(filled, "--since", since))) == count


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("yesterday", "'yesterday' is no ISO 8601 time; write 2026-03-02 or 2026-03-02T07:00+01:00"),
        ("2026-03-02T12:00", "'2026-03-02T12:00' has no offset; write 2026-03-02T12:00Z, or another one"),
        ("0001-01-01T00:00+14:00", "'0001-01-01T00:00+14:00' is beyond the calendar"),
        ("2026-02-30", "'2026-02-30' is no ISO 8601 time"),
    ],
)
def test_a_time_that_can_not_be_read_is_a_usage_error(tmp_path: Path, since: str, said: str) -> None:
    result = export(tmp_path, "--since", since)
    assert (result.exit_code, said in result.stderr) == (Exit.USAGE, True)


def test_without_a_store_it_says_so(tmp_path: Path) -> None:
    result = export(tmp_path)
    assert (result.exit_code, result.stdout) == (Exit.FAILED, "")
    path = tmp_path / "store.db"
    assert result.stderr == f"{path}: there is no store yet; run the service once, or mend store.path\n"
    assert not path.exists()


def test_a_store_of_another_schema_is_refused(tmp_path: Path) -> None:
    database = Database(tmp_path / "store.db")
    database.write_now(lambda conn: conn.exec_driver_sql("create table other (x)"))
    database.close()
    result = export(tmp_path)
    assert (result.exit_code, "has schema none" in result.stderr) == (Exit.FAILED, True)


def rule(directory: Path, *arguments: str) -> Result:
    return CliRunner().invoke(program, ["stories", arguments[0], "--config", str(directory / "config"), *arguments[1:]])


def test_operators_merge_and_split_stories(filled: Path) -> None:
    database = Database(filled / "store.db")
    other = article(url="https://gazette.example.org/b", outlet="gazette", title="The harbour", text=OTHER)
    database.write_now(partial(process.settle, read_=process.read(other, MATCHER)))
    database.close()
    assert [line["story"] for line in lines(export(filled))] == ["1", "1", "2"]
    merged = rule(filled, "merge", "2", "1")
    assert (merged.exit_code, merged.stdout) == (Exit.DONE, "1\n")
    assert {line["story"] for line in lines(export(filled))} == {"1"}
    assert rule(filled, "split", "2").stdout == "2\n"
    assert [line["story"] for line in lines(export(filled))] == ["1", "1", "2"]


def test_what_can_t_be_merged_is_told_and_nothing_is_changed(filled: Path) -> None:
    export(filled)
    result = rule(filled, "merge", "1", "5")
    assert (result.exit_code, result.stdout) == (Exit.FAILED, "")
    assert result.stderr == "story 5: there is no such story; `stories export` prints the stories\n"
