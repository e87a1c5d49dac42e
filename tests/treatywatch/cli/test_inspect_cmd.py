from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from tests.pipeline.dedupe.newsroom import OTHER, REPORT
from tests.treatywatch.cli.program import clean_environment, treatywatch
from tests.treatywatch.settings.examples import OUTLETS, write
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FEED = """<rss version="2.0"><channel><title>Gazette</title><item><title>Talks</title><link>/a</link>
<pubDate>Mon, 02 Mar 2026 12:00:00</pubDate></item></channel></rss>"""
PAGE = f"<html><body><article><h1>Talks</h1><p>{'The envoys met in Geneva today. ' * 9}</p></article></body></html>"


def inspect(directory: Path, stage: str, *lines: object, options: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Answers to lines that stand in a file of their own."""
    if not (directory / "config").exists():
        write(directory / "config", {"outlets.yaml": OUTLETS + "    zone: Europe/Berlin\n"})
    (directory / "in").mkdir(exist_ok=True)
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    (directory / "in" / "lines.jsonl").write_text(text, encoding="utf-8")
    done = treatywatch("inspect", stage, *options, "in/lines.jsonl", cwd=directory)
    assert (done.returncode, done.stderr) == (Exit.DONE, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


@contextmanager
def talking(directory: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program with pipes."""
    write(directory / "config")
    process = subprocess.Popen(
        [sys.executable, "-m", "treatywatch", "inspect", *arguments],
        cwd=directory,
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        yield process


def test_feeds_are_read_from_files_beside_the_input_with_the_zone_of_their_outlet(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "feed.xml").write_text(FEED)
    url = "https://gazette.example.com/feed"
    [answer] = inspect(tmp_path, "feed", {"file": "feed.xml", "url": url, "content_type": "text/xml"})
    assert (answer["file"], answer["title"]) == ("feed.xml", "Gazette")
    assert [(entry["url"], entry["published"]) for entry in answer["entries"]] == [
        ("https://gazette.example.com/a", "2026-03-02T11:00:00+00:00")
    ]


def test_pages_and_what_is_wrong_with_lines_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "page.pdf").write_text("%PDF-1.7")
    url = "https://gazette.example.com/a"
    answers = inspect(
        tmp_path,
        "page",
        {"file": "page.html", "url": url},
        "nonsense",
        {"file": "nothing.html", "url": url},
        {"file": "page.pdf", "url": url},
        {"file": "page.html", "url": url},
        options=("--jobs", "1"),
    )
    assert [answer.get("title") for answer in answers] == ["Talks", None, None, None, "Talks"]
    assert [answer.get("line") for answer in answers] == [None, 2, 3, 4, None]
    assert answers[2]["error"] == "nothing.html: can't be read (No such file or directory)"
    assert answers[3]["error"].startswith("page.pdf: a file (8 bytes), not a web page")


def test_texts_are_matched_by_the_rules_of_the_configuration_named(tmp_path: Path) -> None:
    topics = "topics:\n  - {id: inf, label: INF, names: [treaty on forces]}\n"
    directory = write(tmp_path / "other", {"topics.yaml": topics})
    said = {"id": 1, "title": "A treaty on forces", "text": ""}
    [answer] = inspect(tmp_path, "text", said, options=("--config", str(directory)))
    assert (answer["id"], answer["concepts"]) == (1, ["inf"])


def test_many_lines_come_back_in_order(tmp_path: Path) -> None:
    lines = [{"id": n, "title": "INF Treaty", "text": "x " * (n % 7 * 200)} for n in range(300)]
    assert [answer["id"] for answer in inspect(tmp_path, "text", *lines)] == list(range(300))


def test_a_line_is_answered_while_the_input_is_still_open(tmp_path: Path) -> None:
    with talking(tmp_path, "text") as process:
        assert process.stdin
        assert process.stdout
        for n in range(2):
            process.stdin.write(json.dumps({"id": n, "title": "", "text": ""}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == n
        assert process.communicate()[1] == b""
        assert process.returncode == Exit.DONE


def test_an_interrupt_ends_it_at_once_although_the_input_is_open(tmp_path: Path) -> None:
    with talking(tmp_path, "text") as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b'{"id": 1, "title": "", "text": ""}\n')
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == Exit.FAILED
        assert process.stderr.read() == b"\nAborted!\n"


def test_a_reader_that_goes_away_leaves_no_trace_although_the_input_is_open(tmp_path: Path) -> None:
    with talking(tmp_path, "text") as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(b'{"id": 1, "title": "", "text": ""}\n')
        process.stdin.flush()
        assert process.wait(20) == Exit.FAILED
        assert process.stderr.read() == b""


@pytest.mark.parametrize("arguments", [["nothing.jsonl"], ["--jobs", "0"], ["."]])
def test_a_wrong_command_line_is_a_usage_error(tmp_path: Path, arguments: list[str]) -> None:
    result = CliRunner().invoke(program, ["inspect", "text", "--config", str(write(tmp_path)), *arguments])
    assert (result.exit_code, "Usage:" in result.stderr) == (Exit.USAGE, True)


def test_no_lines_are_no_answers(tmp_path: Path) -> None:
    write(tmp_path / "config")
    done = treatywatch("inspect", "feed", os.devnull, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (Exit.DONE, "", "")


def test_a_stream_of_articles_is_placed_line_by_line(tmp_path: Path) -> None:
    lines = [
        {
            "id": n,
            "url": f"https://{n}.example.org/a",
            "title": text[:30],
            "text": text,
            "outlet": str(n),
            "published": None,
        }
        for n, text in enumerate([REPORT, REPORT, OTHER])
    ]
    found = inspect(tmp_path, "stream", *lines[:2], "{", lines[2])
    assert [(answer.get("id"), answer.get("kind")) for answer in found] == [
        (0, "new"),
        (1, "copy"),
        (None, None),
        (2, "new"),
    ]
    assert found[2]["line"] == 3


def test_a_listing_page_is_read_by_the_selectors_of_its_source(tmp_path: Path) -> None:
    url = "https://gazette.example.com/news"
    listed = f"      - {{url: {url}, kind: listing, listing: {{item: li, date: i}}}}\n"
    write(tmp_path / "config", {"outlets.yaml": OUTLETS + listed})
    (tmp_path / "list.html").write_text("<ul><li><a href=/a>Talks</a> <i>2 March 2026</i></li></ul>")
    [told] = inspect(tmp_path, "feed", {"file": "list.html", "url": url})
    [entry] = told["entries"]
    assert (entry["url"], entry["title"]) == ("https://gazette.example.com/a", "Talks")
    assert entry["published"] == "2026-03-02T00:00:00+00:00"
