from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.model.outlet import ListingRules, Source, SourceKind
from tests.treatywatch.settings.examples import faults_in, write
from treatywatch.settings.load import load

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://gazette.example.com/news"


def outlets(listed: str) -> dict[str, str]:
    source = f"{{url: {URL}, {listed}}}"
    return {"outlets.yaml": f"outlets:\n  - id: gazette\n    name: The Gazette\n    sources:\n      - {source}\n"}


def test_a_listing_page_is_a_source_with_selectors(tmp_path: Path) -> None:
    said = outlets("kind: listing, listing: {item: li.story, link: .//h3/a, date: time, next: a.older}")
    [outlet] = load(write(tmp_path, said), {}).outlets
    rules = ListingRules("li.story", ".//h3/a", None, "time", "a.older")
    assert outlet.sources == (Source("gazette", URL, None, SourceKind.LISTING, rules),)


@pytest.mark.parametrize(
    ("listed", "fault"),
    [
        ("kind: listing", "kind: a listing needs `listing: {item: …}`, which says where its articles are"),
        ("listing: {item: li}", "listing: only counts with `kind: listing`"),
        ("kind: listing, listing: {link: a}", "listing.item: is missing"),
        ('kind: listing, listing: {item: "li["}', "listing.item: 'li[' is no CSS selector or XPath: Expected"),
        ('kind: listing, listing: {item: "//li["}', "listing.item: '//li[' is no CSS selector or XPath: invalid"),
    ],
)
def test_what_can_not_be_read_is_refused(tmp_path: Path, listed: str, fault: str) -> None:
    [found] = faults_in(write(tmp_path, outlets(listed)))
    assert f": outlets[0].sources[0].{fault}" in found
