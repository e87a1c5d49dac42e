from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end import new_site
from tests.end_to_end.rehearsal import ROOT, Rehearsal
from tests.treatywatch.cli.program import treatywatch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from subprocess import CompletedProcess

EXPECTED = """\
outlets:
  - id: the_herald
    name: The Herald
    languages:
      - en
    sources:
      - url: https://herald.example.org/rss/news
      - url: https://herald.example.org/maps/news.xml
        kind: sitemap
"""


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    folder = tmp_path_factory.mktemp("tried")
    with Rehearsal(folder / "run", new_site.write(folder / "web")) as rehearsal:
        yield rehearsal


def typed(rehearsal: Rehearsal, *arguments: str) -> CompletedProcess[str]:
    return treatywatch("--config", str(rehearsal.folder / "config"), *arguments, cwd=ROOT)


def test_a_site_that_is_tried_ends_in_a_configuration_that_polls(rehearsal: Rehearsal) -> None:
    tried = typed(rehearsal, "outlets", "try", "herald.example.org")
    assert (tried.returncode, tried.stdout) == (0, EXPECTED)
    for line in (
        "  collects      articles: 6, 2026-03-02 to 2026-03-02; 0 without a date\n",
        "  left out      lists readers' comments\n",
        "  title         Round 5: harbour reopens\n",
    ):
        assert line in tried.stderr
    asked = [(request["host"], request["path"]) for request in rehearsal.requests()]
    assert len(set(asked)) == len(asked), "an address was asked twice"
    assert {host for host, _ in asked} == {"herald.example.org"}

    (rehearsal.folder / "config" / "outlets.yaml").write_text(tried.stdout, "utf-8")
    checked = typed(rehearsal, "config", "check")
    assert (checked.returncode, "outlets.yaml" in checked.stderr) == (0, False)
    assert rehearsal.start("--once").wait(60) == 0
    assert rehearsal.ask("select outlet, count(*) from articles group by 1") == [("the_herald", 6)]
    assert rehearsal.ask("select count(*) from polls where outcome = 'entries'") == [(2,)]

    again = typed(rehearsal, "outlets", "try", "the_herald", "--json")
    told = json.loads(again.stdout)
    assert (again.returncode, told["yaml"]) == (0, EXPECTED)
    assert [(source["kind"], len(source["entries"])) for source in told["sources"]] == [("feed", 6), ("sitemap", 6)]
    assert [article["characters"] > 300 for article in told["articles"]] == [True, True]
