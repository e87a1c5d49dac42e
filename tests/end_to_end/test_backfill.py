from __future__ import annotations

import json
import signal
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end import new_site
from tests.end_to_end.rehearsal import ROOT, Rehearsal
from tests.treatywatch.cli.program import treatywatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from subprocess import CompletedProcess

OUTLETS = f"""\
outlets:
  - id: herald
    name: The Herald
    sources:
      - url: {new_site.SITE}/rss/news
"""
SINCE = f"{datetime.now(UTC) - timedelta(days=85):%Y-%m-%d}"


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    folder = tmp_path_factory.mktemp("backfill")
    with Rehearsal(folder / "run", new_site.write(folder / "web")) as rehearsal:
        (rehearsal.folder / "config" / "outlets.yaml").write_text(OUTLETS, "utf-8")
        yield rehearsal


def typed(rehearsal: Rehearsal, *arguments: str) -> CompletedProcess[str]:
    return treatywatch("--config", str(rehearsal.folder / "config"), "outlets", *arguments, cwd=ROOT)


def wait_until(done: Callable[[], bool], seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "the rehearsal took too long"
        time.sleep(0.2)


def test_a_backfill_beside_the_service_fills_the_archive_and_no_digest(rehearsal: Rehearsal) -> None:
    service = rehearsal.start()
    wait_until(rehearsal.settled)
    done = typed(rehearsal, "backfill", "herald", "--since", SINCE, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "queued": 3,
        "known": 3,
        "beyond": 6,
        "documents": 3,
        "problems": [],
    }
    wait_until(rehearsal.settled)
    service.send_signal(signal.SIGTERM)
    assert service.wait(30) == 0
    filled = "select a.url_key from articles a join versions v on v.article_id = a.id where v.arrival = 'backfill'"
    assert sorted(rehearsal.ask(filled)) == [(f"herald.example.org/news/{number}",) for number in (6, 7, 8)]

    rehearsal.have_the_digest_due(timedelta(seconds=3))
    rehearsal.run_until(lambda: bool(rehearsal.mails()), 40)
    [letter] = rehearsal.letters()
    part = letter.get_body(("plain",))
    assert part is not None
    text = part.get_content()
    assert ("envoys return" in text, "Round 6" in text, "/news/6" in text) == (True, False, False)

    again = typed(rehearsal, "backfill", "herald", "--since", SINCE)
    assert again.stdout == "0 pages queued, 6 articles known, 6 before or after; 3 documents read, 0 problems\n"
