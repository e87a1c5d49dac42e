from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.outlet import ListingRules, Outlet, Source, SourceKind
from tests.treatywatch.settings.examples import faults_in, write
from tests.treatywatch.trying.sites import SITE, answer, means, rss, story
from treatywatch.settings.files import read_files
from treatywatch.settings.written import as_written, outlets_yaml
from treatywatch.trying.configured import try_outlet

if TYPE_CHECKING:
    from pathlib import Path

LIST = Source("herald", f"{SITE}/list", kind=SourceKind.LISTING, listing=ListingRules("li"))
OUTLETS = """\
outlets:
  - id: herald
    name: The Herald
    zone: Europe/Berlin
    terms:
      status: permits
      checked: '2026-11-21'
    extract:
      drop:
        - aside
    sources:
      - url: https://herald.example.org/list
        kind: listing
        interval: 1h30m
        listing:
          item: li.story
          date: .//time/@datetime
"""


async def test_the_sources_of_an_outlet_are_tried_as_they_are_configured() -> None:
    outlet = Outlet("herald", "The Herald", (LIST, Source("herald", f"{SITE}/rss"), Source("herald", f"{SITE}/gone")))
    web = answer("/list", "<li><a href=/news/4>Four</a>") | answer("/rss", rss(0, 1)) | story(4) | story(1)
    found = await try_outlet(outlet, means(web))
    assert [verdict.against for verdict in found.verdicts] == [None, None, f"{SITE}/gone: answered 404 (Not Found)"]
    assert found.chosen == outlet.sources[:2]
    assert [sample.url for sample in found.samples] == [f"{SITE}/news/4", f"{SITE}/news/1"]


def test_an_outlet_is_printed_as_it_stands_in_the_file(tmp_path: Path) -> None:
    files = read_files(write(tmp_path, {"outlets.yaml": OUTLETS}), {})
    printed = outlets_yaml(map(as_written, files.outlets.outlets))
    assert printed == OUTLETS
    assert faults_in(write(tmp_path, {"outlets.yaml": printed})) == []
