from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, update

from pipeline import process
from pipeline.matching.matcher import Matcher
from pipeline.model.outlet import Use
from pipeline.model.rule import Name, Rule
from pipeline.store.database import Database
from pipeline.store.story_tables import story_articles
from pipeline.store.tables import versions
from tests.builders import HOUR, NOON, article
from tests.pipeline.dedupe.newsroom import OTHER, REPORT
from tests.treatywatch.settings.examples import service, write
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program
from treatywatch.migrations.upgrade import migrate

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

MATCHER = Matcher([Rule("tarvin", "Tarvin", (Name("Tarvin"),))])
EDITED = REPORT.replace("312 launchers", "350 launchers")
POLISHED = EDITED.replace("no joint statement", "no common statement").replace("ended without", "closed without")
URL = "https://herald.example.org/a"


def show(directory: Path, *arguments: str, **settings: Any) -> Result:  # noqa: ANN401 - of the runner
    config = write(directory / "config", {"service.yaml": service(store=f"{{path: {directory / 'store.db'}}}")})
    wide = CliRunner(env={"COLUMNS": "120"})
    return wide.invoke(program, ["stories", "show", "--config", str(config), *arguments], **settings)


def fill(directory: Path, use: Use = Use.FULLTEXT) -> Database:
    database = Database(directory / "store.db")
    migrate(database)
    reprint = article(outlet="gazette", url="https://gazette.example.org/b", text=POLISHED, seen_at=NOON + 3 * HOUR)
    own = [
        article(text=text, use=use, seen_at=NOON + hour * HOUR) for hour, text in enumerate([REPORT, EDITED, POLISHED])
    ]
    for one in (*own, reprint):
        database.write_now(partial(process.settle, read_=process.read(one, MATCHER)))
    return database


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    fill(tmp_path).close()
    return tmp_path


def test_a_story_is_shown_with_its_articles_versions_grades_and_words(filled: Path) -> None:
    shown = show(filled, "1")
    assert (shown.exit_code, shown.stderr) == (Exit.DONE, "")
    assert "Story 1\n  articles      2\n  reported by   herald, and 1 reprint\n" in shown.stdout
    assert "  version 1     seen 2026-03-02 12:00 UTC, by its page: first\n" in shown.stdout
    assert "  version 2     seen 2026-03-02 13:00 UTC, by its page: material, compared with version 1\n" in shown.stdout
    assert "[-312-]{+350+} launchers" in shown.stdout
    assert "  version 3     seen 2026-03-02 14:00 UTC, by its page: cosmetic, compared with version 2\n" in shown.stdout
    assert "[-ended-]{+closed+}" in shown.stdout
    assert f"  kind          reprint of {URL}\n" in shown.stdout


@pytest.mark.parametrize(
    "asked", [URL, "https://www.herald.example.org/a?utm_source=feed", "herald:herald.example.org/a"]
)
def test_a_story_is_found_by_an_address_of_an_article(filled: Path, asked: str) -> None:
    assert show(filled, asked).stdout == show(filled, "1").stdout


def test_a_story_as_json(filled: Path) -> None:
    said = json.loads(show(filled, "1", "--json").stdout)
    first, second = said.pop("articles")
    assert said == {
        "story": "1", "asked": "1", "former_ids": [], "origin": "herald", "reprints": 1, "reprints_added": 0,
        "independent": [],
    }  # fmt: skip
    assert (first["added"], second["added"]) == (False, False)
    assert (first["kind"], second["kind"], second["of"]) == ("origin", "reprint", URL)
    one, two, three = first["versions"]
    assert (one["grade"], two["grade"], three["grade"]) == ("first", "material", "cosmetic")
    assert (one["text_diff"], two["title_diff"], two["text_kept"]) == (None, None, True)
    assert "[-312-]{+350+}" in two["text_diff"]
    assert two["changes"] == [
        {
            "matter": "number",
            "before": "…agreed to exchange data on 312 launchers by 15",
            "after": "…agreed to exchange data on 350 launchers by 15",
        }
    ]


def test_of_a_text_that_is_not_kept_the_facts_are_compared(tmp_path: Path) -> None:
    fill(tmp_path, Use.MATCH).close()
    shown = show(tmp_path, URL).stdout
    assert "number: 312 → 350\n  text          not kept\n                numbers gone: 312\n" in shown
    assert "                numbers new: 350\n" in shown
    assert "joint" not in shown.partition("outlet        gazette")[0]


def test_a_merged_story_is_found_by_both_ids(filled: Path) -> None:
    database = Database(filled / "store.db")
    other = article(url="https://gazette.example.org/c", outlet="gazette", title="The harbour", text=OTHER)
    database.write_now(partial(process.settle, read_=process.read(other, MATCHER)))
    database.close()
    config = ["--config", str(filled / "config")]
    assert show(filled, "2").stdout.startswith("Story 2\n")
    CliRunner().invoke(program, ["stories", "merge", *config, "1", "2"])
    shown = show(filled, "2").stdout
    assert shown.startswith("Story 1\n  redirects     stories 2 were merged into it\n  articles      3\n")
    assert "  kind          independent\n" in shown


def test_an_article_from_before_stories_is_shown_alone(tmp_path: Path) -> None:
    database = fill(tmp_path)
    database.write_now(lambda conn: conn.execute(delete(story_articles)))
    database.write_now(lambda conn: conn.execute(update(versions).values(changes=None, since=None)))
    database.close()
    shown = show(tmp_path, "herald:herald.example.org/a").stdout
    assert shown.startswith("Story herald:herald.example.org/a\n  articles      1\n")
    assert "by its page: not graded\n" in shown
    assert show(tmp_path, "1").stdout == "Story 1\n  articles      none; they were moved to other stories\n"


@pytest.mark.parametrize("asked", ["7", "99999999999999999999", "https://nobody.example.net/x", "nonsense"])
def test_what_is_not_there_is_told(filled: Path, asked: str) -> None:
    result = show(filled, asked)
    assert (result.exit_code, result.stdout) == (Exit.FAILED, "")
    assert result.stderr.startswith(f"story {asked}: there is no such story")


def test_colours_are_for_terminals_and_can_be_refused(filled: Path) -> None:
    assert "\x1b[31m[-312-]\x1b[0m\x1b[32m{+350+}\x1b[0m" in show(filled, "1", color=True).stdout
    assert "\x1b" not in show(filled, "1", color=True, env={"NO_COLOR": "1"}).stdout
    assert "\x1b" not in show(filled, "1").stdout


def test_what_a_page_says_can_not_steer_the_terminal(tmp_path: Path) -> None:
    database = Database(tmp_path / "store.db")
    migrate(database)
    for hour, text in enumerate(["Calm words stand here.", "Calm \x1b[2J\u202ewords stand there."]):
        one = article(text=text, seen_at=NOON + hour * HOUR)
        database.write_now(partial(process.settle, read_=process.read(one, MATCHER)))
    database.close()
    shown = show(tmp_path, "1").stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
