from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from pipeline import process
from pipeline.matching.matcher import Matcher
from pipeline.store.database import Database
from tests.builders import article
from tests.treatywatch.cli.program import treatywatch
from tests.treatywatch.settings.examples import service, write
from tests.unmeasured import unmeasured
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program
from treatywatch.migrations.upgrade import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = f"""<html lang="en"><head><title>Envoys talk</title></head><body><article><h1>Envoys talk</h1>
<p>{"The envoys met in Geneva and spoke of the INF Treaty. " * 5}</p></article></body></html>"""
URL = "https://gazette.example.com/a"
CRAWL = 'user_agent: "watch/1 (+https://watch.example.net)"'


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """Address of a recorded web with one page, and a host whose robots.txt forbids all."""
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    rows = [
        {"url": URL, "file": "page.html", "content_type": "text/html"},
        {"url": "https://closed.example.net/robots.txt", "file": "robots.txt", "content_type": "text/plain"},
    ]
    (tmp_path / "index.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    command = [sys.executable, "-m", "tests.end_to_end.replay", str(tmp_path / "index.jsonl"), str(tmp_path / "log")]
    with subprocess.Popen(command, env=unmeasured(), stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield f"127.0.0.1:{server.stdout.readline().strip()}"
        server.kill()


def configured(directory: Path, web: str = "127.0.0.1:9") -> None:
    crawl = f"{{{CRAWL}, map_hosts: {{'*': '{web}'}}}}"
    write(directory / "config", {"service.yaml": service(crawl=crawl, store="{path: store.db}")})


def test_a_page_of_the_web_is_explained(tmp_path: Path, web: str) -> None:
    configured(tmp_path, web)
    done = treatywatch("explain", URL, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (Exit.DONE, "")
    assert "outlet        gazette (The Gazette), use: fulltext\n" in done.stdout
    assert "robots.txt    gazette.example.com: there is none (404), so all is allowed\n" in done.stdout
    assert "not compared  there is no store at store.db yet\n" in done.stdout
    assert "\nMatched: 1 rule\n  inf           “INF Treaty” 5 times in the text (INF Treaty)\n" in done.stdout


def test_a_page_that_robots_txt_forbids_is_told_with_the_verdict(tmp_path: Path, web: str) -> None:
    configured(tmp_path, web)
    done = treatywatch("explain", "https://closed.example.net/a", "--json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (Exit.FAILED, "")
    assert told["fetched"]["robots"] == ["closed.example.net: forbids it"]
    assert (told["fetched"]["failed"]["reason"], told["page"], told["outlet"]) == ("robots", None, None)


def test_a_file_is_explained_beside_the_archive(tmp_path: Path) -> None:
    configured(tmp_path)
    (tmp_path / "page.html").write_text(PAGE)
    database = Database(tmp_path / "store.db")
    migrate(database)
    stored = process.read(article(url=URL, outlet="gazette"), Matcher([]))
    database.write_now(lambda conn: process.settle(conn, stored))
    database.close()
    done = treatywatch("explain", "page.html", "--url", URL, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (Exit.DONE, "")
    assert f"Fetched\n  file          page.html\n  address       {URL}\n" in done.stdout
    assert "it is         version of gazette.example.com/a, stored in version 1\n" in done.stdout


def test_a_file_counts_for_the_outlet_named_and_a_store_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    configured(tmp_path)
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "store.db").write_text("no database, but long enough to be looked at as one" * 10)
    done = treatywatch("explain", "page.html", "--outlet", "gazette", "--json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert (done.returncode, told["url"], told["file"]) == (Exit.DONE, None, "page.html")
    assert told["outlet"] == {"id": "gazette", "use": "fulltext"}
    assert told["archive"]["why"].startswith("store.db: is no usable database")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("inf", "Rule inf: matches\n  label         INF Treaty\n  score"),
        (
            "new_start",
            "because       its names stand there in another case only\n  not counted   “new start” is not New START",
        ),
    ],
)
def test_of_one_rule_it_is_told_why_it_matches_or_not(tmp_path: Path, rule: str, said: str) -> None:
    configured(tmp_path)
    (tmp_path / "page.html").write_text(PAGE.replace("and spoke", "for a new start and spoke"))
    done = treatywatch("explain", "page.html", "--rule", rule, cwd=tmp_path)
    assert (done.returncode, done.stderr, said in done.stdout) == (Exit.DONE, "", True)


def test_one_rule_is_told_as_json(tmp_path: Path) -> None:
    configured(tmp_path)
    (tmp_path / "page.html").write_text(PAGE)
    told = json.loads(treatywatch("explain", "page.html", "--rule", "new_start", "--json", cwd=tmp_path).stdout)["rule"]
    assert told == {
        "id": "new_start",
        "matched": False,
        "decided": "absent",
        "score": 0.0,
        "spans": [],
        "rejected": [],
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.html"], "'nothing.html' is no file, and no address that begins with http:// or https://"),
        ([URL, "--url", URL], "--url is for a FILE; the address is given already"),
        ([URL, "--outlet", "gazete"], "no outlet 'gazete' is enabled; did you mean 'gazette'?"),
        ([URL, "--rule", "inff"], "there is no topic, keyword or query 'inff'; did you mean 'inf'?"),
        ([URL, "--outlet", "x"], "no outlet 'x' is enabled; there are gazette"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(tmp_path: Path, arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(program, ["explain", "--config", str(write(tmp_path)), *arguments])
    assert (result.exit_code, said in result.stderr) == (Exit.USAGE, True)


def test_a_file_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    configured(tmp_path)
    done = treatywatch("explain", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (Exit.FAILED, ".: can't be read (it is no ordinary file)\n")
