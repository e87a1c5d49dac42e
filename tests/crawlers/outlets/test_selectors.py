"""Each rule against the shape of the page it was written for, and against the page itself where that is recorded."""

from __future__ import annotations

import pytest

from bench.gold import GOLD, gold_pages, score
from crawlers.articles import extract_page
from crawlers.extraction.selecting import selector_fault
from crawlers.outlets.selectors import NONE, SELECTORS, selectors_of
from crawlers.page import Hints
from pipeline.model.outlet import Selectors

STORY = [
    f"On day {day} the two delegations spoke about warheads, about inspections and about what is to follow in spring."
    for day in range(1, 7)
]
PROSE = "".join(f"<p>{line}</p>" for line in STORY)
OTHER = "<p>Words that belong to the page, to the house or to another story, and that nobody came here to read.</p>" * 2
ROUNDING = 1e-9
SHAPES = {
    "chunichi.co.jp": f'<div class="heading-area"><p class="info">Other</p></div>{PROSE}<p class="cmp-misc010">T</p>',
    "dailymaverick.co.za": f'<div class="tab-content"><div id="summary">{OTHER}</div></div>{PROSE}',
    "elpais.com": f'{PROSE}<div id="me-dis" class="me _pf">{OTHER}</div>',
    "rp.pl": f'<div class="articleBodyBlock">{OTHER}</div><div class="body articleBody">{PROSE}</div>',
    "sportschau.de": f'{PROSE}<div class="absatzbild"><div class="absatzbild__info">{OTHER}</div></div>',
    "tagesspiegel.de": f'{PROSE}<dl class="Hbb debug-piano"><dt>flag</dt><dd>{OTHER}</dd></dl>',
    "taz.de": f'{PROSE}<div class="tzi-bottom-container">{OTHER}</div>',
    "techradar.com": f'{PROSE}<div class="viafoura-twig-component">{OTHER}</div>',
}
"""In our own words."""


@pytest.mark.parametrize("site", SELECTORS)
def test_a_rule_takes_the_story_out_of_the_shape_it_was_written_for(site: str) -> None:
    page = f"<html><body><article>{SHAPES[site]}</article></body></html>"
    read = extract_page(page.encode(), f"https://www.{site}/story", "text/html")
    assert read.text.split("\n") == STORY


@pytest.mark.skipif(not GOLD.is_file(), reason="the recorded pages in ../shared/data/pages are not here")
@pytest.mark.parametrize("site", SELECTORS)
def test_a_rule_improves_a_recorded_page_and_worsens_none(site: str) -> None:
    gains = []
    for gold in gold_pages():
        if selectors_of(gold.url) is SELECTORS[site]:
            general = extract_page(gold.body, gold.url, "text/html", Hints(selectors=Selectors()))
            ruled = extract_page(gold.body, gold.url, "text/html")
            with_rule, without = (score(gold.text, page.text) for page in (ruled, general))
            gains.append(with_rule.precision + with_rule.recall - without.precision - without.recall)
    assert max(gains) > 0
    assert min(gains) > -ROUNDING


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://taz.de/x", True),
        ("https://www.TAZ.de/x", True),
        ("https://nottaz.de/x", False),
        ("https://taz.de.example.com/x", False),
        ("", False),
    ],
)
def test_a_rule_is_for_its_site_and_its_subdomains(url: str, own: bool) -> None:  # noqa: FBT001 - a table
    assert (selectors_of(url) is not NONE) is own


def test_all_selectors_can_be_read() -> None:
    written = [one for rule in SELECTORS.values() for one in (*rule.drop, rule.body) if one]
    assert [one for one in written if selector_fault(one)] == []
