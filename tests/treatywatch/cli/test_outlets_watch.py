from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from crawlers.store import faults
from crawlers.web import FetchFailed, Reason
from pipeline.model.outlet import SourceKind
from pipeline.store.database import Database
from tests.crawlers.watch.watching import FEED, NOT_MODIFIED, SITEMAP, Watched, answer, hourly, rss
from tests.treatywatch.settings.examples import service, write
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program
from treatywatch.cli.outlets_table import shortened
from treatywatch.migrations.upgrade import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

SHIPPED = Path(__file__).parents[3] / "config" / "outlets.yaml"
HOUR = timedelta(hours=1)
NOW = datetime.now(UTC).replace(microsecond=0)
OUTLETS = f"""\
outlets:
  - id: herald
    name: The Herald
    ownership: independent
    kind: newspaper
    terms: {{status: forbids}}
    use: fulltext
    sources:
      - url: {FEED}
      - {{url: {SITEMAP}, kind: sitemap}}
"""

BULLETIN = """\
  - id: bulletin
    name: The Bulletin
    enabled: false
    sources:
      - url: https://bulletin.example.org/feed
"""


class Installed:
    """A configuration, and the store it names."""

    def __init__(self, folder: Path, outlets: str = OUTLETS) -> None:
        crawl = "{user_agent: watch/1 a@example.net}"
        files = {
            "service.yaml": service(crawl=crawl, store=f"{{path: {folder / 'watch.db'}}}"),
            "outlets.yaml": outlets,
        }
        self.directory, self.path = write(folder / "config", files), folder / "watch.db"

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(program, ["--config", str(self.directory), "outlets", *words])


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    return Installed(tmp_path)


@pytest.fixture
def watched(installed: Installed) -> Iterator[Watched]:
    database = Database(installed.path)
    migrate(database)
    yield Watched(database, SourceKind.FEED, SourceKind.SITEMAP)
    database.close()


async def test_each_source_is_shown_with_how_it_fares(installed: Installed, watched: Watched) -> None:
    await watched.poll(NOW - 2 * HOUR, answer(rss(hourly(30, NOW - 2 * HOUR))))
    await watched.poll(NOW - HOUR, NOT_MODIFIED)
    lines = installed.run("list").stdout.splitlines()
    assert lines[1].split("  ", 1) == ["The Herald [herald]", " " * 19 + "independent newspaper; terms forbid; match"]
    cells = lines[2].split()
    assert cells[:6] == ["herald.example.org/feed", "1", "h", "2", "h", "22"]
    assert cells[7:] == ["work", "-", "due,", "quiet"]
    assert lines[3].split() == ["herald.example.org/news-sitemap.xml", "never", "never", "0", "?", "-", "due"]
    assert max(map(len, lines)) <= 100


async def test_gaps_failures_and_faults_are_shown(installed: Installed, watched: Watched) -> None:
    await watched.poll(NOW - 40 * HOUR, answer(rss(hourly(5, NOW - 40 * HOUR))))
    await watched.poll(NOW - 9 * HOUR, answer(rss(hourly(5, NOW - 9 * HOUR, "later"))))
    for hours in range(8, 0, -1):
        await watched.poll(NOW - hours * HOUR, FetchFailed(FEED, Reason.TIMEOUT, "no answer within 30 s"))
    lines = installed.run("list", "herald").stdout.splitlines()
    assert "   1  in " in lines[2]
    assert lines[2].endswith(", failed")
    assert lines[3] == "    ! failed 8 times: no answer within 30 s"
    watched.store.write_now(lambda conn: faults.review(conn, (), NOW))
    assert "    ! 8 polls in a row have failed; the last: no answer within 30 s" in installed.run("list").stdout


async def test_all_that_is_known_comes_as_json(installed: Installed, watched: Watched) -> None:
    await watched.poll(NOW - HOUR, answer(rss(hourly(30, NOW - HOUR))))
    feed, sitemap = json.loads(installed.run("list", "--json").stdout)
    assert (feed["url"], feed["last_success"], feed["terms"], feed["use"]) == (
        FEED,
        (NOW - HOUR).isoformat(),
        "forbids",
        "match",
    )
    assert (sitemap["kind"], sitemap["last_success"], sitemap["faults"]) == ("sitemap", None, [])


def test_outlets_are_listed_before_the_first_run(installed: Installed) -> None:
    done = installed.run("list")
    assert done.exit_code == Exit.DONE
    assert "never    never" in done.stdout


def test_outlets_that_are_not_enabled_are_named_at_the_end(tmp_path: Path) -> None:
    installed = Installed(tmp_path, OUTLETS + BULLETIN)
    lines = installed.run("list").stdout.splitlines()
    assert lines[-2:] == ["1 outlet, 2 sources", "not enabled in outlets.yaml: bulletin"]
    assert installed.run("list", "herald").stdout.splitlines()[-1] == "1 outlet, 2 sources"
    done = installed.run("list", "bulletin")
    assert (done.exit_code, "the outlet 'bulletin' is not enabled" in done.stderr) == (Exit.USAGE, True)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.herald.example.org/feed", "herald.example.org/feed"),
        ("https://herald.example.org/news/of/the/day", "herald.exam…/of/the/day"),
    ],
)
def test_a_long_address_is_cut_in_the_middle(url: str, shown: str) -> None:
    assert shortened(url, 23) == shown


@pytest.mark.parametrize(
    "differing", ["https://{}.example.org/world-news.xml", "https://feeds.example.org/{}/news.xml"]
)
def test_long_addresses_of_one_outlet_are_told_apart(differing: str) -> None:
    english, russian = differing.format("en"), differing.format("ru")
    assert shortened(english, 23, [russian]) != shortened(russian, 23, [english])


def test_the_outlets_that_come_with_the_program_fit_a_terminal_of_100_columns(tmp_path: Path) -> None:
    lines = Installed(tmp_path, SHIPPED.read_text("utf-8")).run("list").stdout.splitlines()
    assert max(map(len, lines)) <= 100
    addresses = [line[:40] for line in lines[1:] if line.startswith("  ")]
    assert len(addresses) == len(set(addresses))


def test_an_unknown_outlet_is_a_usage_error(installed: Installed) -> None:
    done = installed.run("list", "gazette")
    assert done.exit_code == Exit.USAGE
    assert "no outlet has the id 'gazette'" in done.stderr


async def test_what_was_watched_between_two_times_is_told(installed: Installed, watched: Watched) -> None:
    await watched.poll(NOW - 9 * HOUR, answer(rss(hourly(5, NOW - 9 * HOUR))))
    since = (NOW - 8 * HOUR).isoformat()
    until = (NOW - 7 * HOUR).isoformat()
    told = installed.run("watched", "--since", since, "--until", until)
    assert told.stdout.splitlines()[0] == "0 of 2 sources were watched without a hole"
    assert "it was not read since" in told.stdout
    assert "it was never read" in told.stdout


async def test_holes_come_as_json(installed: Installed, watched: Watched) -> None:
    await watched.poll(NOW - 9 * HOUR, answer(rss(hourly(5, NOW - 9 * HOUR))))
    found = json.loads(installed.run("watched", "--since", (NOW - 10 * HOUR).isoformat(), "--json").stdout)
    assert found[0]["holes"][0]["until"] == (NOW - 9 * HOUR).isoformat()


def test_a_stretch_that_ends_before_it_begins_is_a_usage_error(installed: Installed) -> None:
    done = installed.run("watched", "--since", "2026-03-02", "--until", "2026-03-01")
    assert done.exit_code == Exit.USAGE
    assert "does not come before" in done.stderr
