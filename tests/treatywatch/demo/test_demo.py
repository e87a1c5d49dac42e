from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from http.client import HTTPConnection
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.builders import NOON
from treatywatch.demo.mailbox import listening
from treatywatch.demo.show import prepare
from treatywatch.demo.sink import Sink
from treatywatch.demo.tally import Tally
from treatywatch.errors import NotADemo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from treatywatch.demo.sink import Letter


@dataclass(frozen=True)
class Demo:
    """The demo as a newcomer runs it."""

    out: Path
    stdout: str
    stderr: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    out = tmp_path_factory.mktemp("demo") / "out"
    command = [sys.executable, "-m", "treatywatch", "demo", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return Demo(out, done.stdout, done.stderr)


def test_the_demo_says_what_is_invented_and_that_nothing_is_sent(demo: Demo) -> None:
    assert "invented" in demo.stderr
    assert "nothing is sent" in demo.stderr


def test_away_from_a_terminal_nothing_is_drawn(demo: Demo) -> None:
    assert "\x1b" not in demo.stdout + demo.stderr
    assert "\r" not in demo.stdout + demo.stderr


def test_the_demo_ends_with_the_last_digest_and_where_to_look(demo: Demo) -> None:
    texts = sorted((demo.out / "mails").glob("*.txt"))
    assert texts[-1].read_text("utf-8").strip() in demo.stdout
    for named in re.findall(r"^  (/\S+)", demo.stdout.partition("Where to look:")[2], re.MULTILINE):
        assert (demo.out / named).exists()


def test_a_digest_is_mailed_each_morning_that_has_news(demo: Demo) -> None:
    stems = {file.stem for file in (demo.out / "mails").iterdir()}
    assert len(stems) >= 3
    assert len(list((demo.out / "mails").iterdir())) == 3 * len(stems)


def test_no_article_is_new_twice(demo: Demo) -> None:
    texts = [text.read_text("utf-8") for text in (demo.out / "mails").glob("*.txt")]
    stories = [story for text in texts for story in re.split(r"\n\n(?=\d+\. )", text)[1:]]
    new = [re.search(r"^    (http\S+)$", story, re.MULTILINE) for story in stories if "\n    NEW | " in story]
    links = [link[1] for link in new if link]
    assert len(links) > 30
    assert len(links) == len(set(links))


def test_an_article_that_was_edited_since_is_told_as_changed(demo: Demo) -> None:
    texts = "".join(text.read_text("utf-8") for text in (demo.out / "mails").glob("*.txt"))
    assert re.search(r"\n    CHANGED \| [^\n]*\n(    [^\n]*\n)?    Changed since we told you:", texts)


def test_the_account_has_every_source_with_its_outcome(demo: Demo) -> None:
    table = demo.stdout.partition("source ")[2].partition("\n\n")[0].splitlines()[1:]
    outcomes = {line.split()[1] for line in table}
    assert len(table) >= 14
    assert outcomes == {"read", "failed", "failing"}


def test_nothing_unforeseen_happens(demo: Demo) -> None:
    assert '"level": "error"' not in (demo.out / "demo.log").read_text("utf-8")


@pytest.mark.parametrize("name", ["store.db", "notes.txt"])
def test_a_folder_that_is_not_a_demo_s_is_refused_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("precious")
    with pytest.raises(NotADemo, match="name an empty or a new folder with --out"):
        prepare(tmp_path)
    assert (tmp_path / name).read_text() == "precious"


def test_recordings_without_a_feed_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "index.jsonl").write_text('{"url": "https://herald.example.org/"}')
    command = ["-m", "treatywatch", "demo", "--recordings", str(tmp_path), "--out", str(tmp_path / "out")]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert (done.returncode, (tmp_path / "out").exists()) == (1, False)
    assert "has no row of kind feed; there is nothing to poll" in done.stderr


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    with pytest.raises(NotADemo):
        prepare(tmp_path / "file")


def test_a_demo_s_own_folder_is_made_anew(tmp_path: Path) -> None:
    prepare(tmp_path / "out")
    (tmp_path / "out" / "store.db").write_text("of the demo before")
    prepare(tmp_path / "out")
    assert not (tmp_path / "out" / "store.db").exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_counted_from_the_log_and_drawn_on_one_line() -> None:
    screen = Terminal()
    tally = Tally(screen)
    for said in (
        {"event": "new entries"},
        {"event": "article", "kind": "new", "rules": ["inf", "ctbt"]},
        {"event": "article", "kind": "known", "rules": ["inf"]},
        {"event": "digest planned"},
        "not ours",
    ):
        tally.emit(logging.makeLogRecord({"msg": said}))
    tally.show(NOON)
    tally.done()
    drawn = "Mon 02 Mar 12:00  1 polls · 1 articles · 0 edited · 1 duplicates · 2 matches · 1 digests"
    assert screen.getvalue() == f"\r\x1b[K{drawn}\r\x1b[K"


HOSTILE = b"""From: a@example.org\r
To: b@example.org\r
Subject: <script>alert(1)</script> & more\r
Date: Mon, 02 Mar 2026 12:00:00 +0000\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary=x\r
\r
--x\r
Content-Type: text/plain\r
\r
plain <b>words</b>\r
--x\r
Content-Type: text/html\r
\r
<p>html words\r
--x--\r
"""


@pytest.fixture
def letters(tmp_path: Path) -> list[Letter]:
    sink = Sink(tmp_path)
    sink.keep(HOSTILE)
    return sink.letters


@pytest.fixture
def mailbox(letters: list[Letter]) -> Iterator[HTTPConnection]:
    with listening(letters, 0) as server:
        serving = Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=5)
        yield connection
        connection.close()
        server.shutdown()
        serving.join()


def test_a_mail_is_kept_as_it_came_and_as_html_and_text(letters: list[Letter]) -> None:
    (letter,) = letters
    assert letter.eml.read_bytes() == HOSTILE
    assert message_from_bytes(letter.eml.read_bytes(), policy=default)["To"] == "b@example.org"
    assert (letter.html.read_text().strip(), letter.txt.read_text().strip()) == ("<p>html words", "plain <b>words</b>")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"),
        ("/1/", "<iframe sandbox='allow-popups allow-popups-to-escape-sandbox' src='/1/html'"),
        ("/1/text", "plain &lt;b&gt;words&lt;/b&gt;"),
        ("/1/headers", "<dt>From</dt><dd>a@example.org</dd>"),
        ("/1/html", "<p>html words"),
    ],
)
def test_the_mailbox_shows_mails_and_runs_none_of_what_they_say(mailbox: HTTPConnection, path: str, shown: str) -> None:
    mailbox.request("GET", path)
    answer = mailbox.getresponse()
    body = answer.read().decode()
    assert shown in body
    assert "<script" not in body
    assert "default-src 'none'" in (answer.headers["Content-Security-Policy"] or "")


@pytest.mark.parametrize("path", ["/2/", "/0/", "/1/else", "/../etc/passwd", "/1"])
def test_what_the_mailbox_has_not_is_not_found(mailbox: HTTPConnection, path: str) -> None:
    mailbox.request("GET", path)
    assert mailbox.getresponse().status == 404


def test_a_port_in_use_is_replaced_by_a_free_one(letters: list[Letter]) -> None:
    with listening(letters, 0) as first, listening(letters, first.server_address[1]) as second:
        assert first.server_address[1] != second.server_address[1]
