"""The recorded days tell the stories that their README promises."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from protego import Protego

from config import __file__ as config_file
from crawlers.identity import identify
from pipeline.matching.matcher import Matcher
from pipeline.model.document import Document
from tests.treatywatch.demo.days import (
    EXPECTED,
    PAGES,
    ROOT,
    ROWS,
    SOURCES,
    Row,
    article,
    entries,
    page,
    served,
    state,
    states,
)
from treatywatch.settings.load import load

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from crawlers.entry import Entry

DEPLOYMENT = "russia-to-station-12-launchers-near-verkhny-bor-a8821"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    rules = load(Path(config_file).parent, {}).rules
    return Matcher(rule for rule in rules if rule.kind == "concept")


FORBIDDEN = {row["url"] for row in EXPECTED if row.get("text_by") == "feed"}
MOVED = {"gazette_du_quai/international-geneve-armes-strategiques-dossier.html"}
"""Told under its first address."""


def told(row: Row) -> Row:
    """What is expected of the article that a row serves."""
    nothing: Row = {"concepts": []}
    key = (row["url"], row.get("from"))
    return next((said for said in EXPECTED if (said["url"], said.get("from")) == key), nothing)


def of(outlet: str, part: str) -> list[Entry]:
    """All that an outlet's feed said of the article whose address has `part` in it."""
    return [entry for entry in entries(outlet) if part in (entry.url or "")]


def assert_names(found: AbstractSet[str], said: Row) -> None:
    sure = set(said["concepts"])
    assert sure <= found <= sure | set(said.get("may", ())), said


@pytest.mark.parametrize("outlet", sorted(SOURCES.keys() - {"strait_observer"}))
def test_the_shipped_topics_find_what_an_article_names(matcher: Matcher, outlet: str) -> None:
    linked = {entry.url for entry in entries(outlet)} - FORBIDDEN
    for row in (
        row for row in PAGES if row["outlet"] == outlet and (row["url"] in linked or outlet == "meridian_wire")
    ):
        if row["file"] not in MOVED:
            read = page(row["file"])
            assert_names(matcher.matching(Document(read.title, read.text)), told(row))


@pytest.mark.parametrize("said", [row for row in EXPECTED if row.get("text_by") == "feed"], ids=lambda row: row["url"])
def test_the_shipped_topics_find_what_a_feed_says_in_place_of_a_page(matcher: Matcher, said: Row) -> None:
    entry = next(entry for outlet in SOURCES for entry in entries(outlet) if entry.url == said["url"])
    assert_names(matcher.matching(Document(entry.title, entry.summary)), said)


def test_each_story_is_told_in_several_languages_by_many_outlets() -> None:
    outlets, languages = defaultdict(set), defaultdict(set)
    outlet_of = {row["url"]: row["outlet"] for row in ROWS}
    for row in EXPECTED:
        if "story" in row:
            outlet = outlet_of[row["url"]]
            outlets[row["story"]].add(outlet)
            languages[row["story"]].add(SOURCES[outlet]["language"])
    assert outlets.keys() == {"limits", "launchers", "tremor", "workshops"}
    assert all(len(found) >= 9 for found in outlets.values())
    assert all(found == {"en", "ru", "de", "fr"} for found in languages.values())


@pytest.mark.parametrize("said", [row for row in EXPECTED if "copy" in row], ids=lambda row: row["url"])
def test_a_copy_is_as_near_to_its_original_as_it_is_said_to_be(said: Row) -> None:
    copy, original = (paragraphs(url) for url in (said["url"], said["copy_of"]))
    assert len(copy & original) >= len(original - copy)
    assert bool(copy - original) == (said["copy"] == "edited")
    assert bool(original - copy) == (said["copy"] != "verbatim")


def paragraphs(url: str) -> set[str]:
    """Of an article; the headline, which some pages repeat above the text, is none."""
    read = page(next(row["file"] for row in PAGES if row["url"] == url))
    return set(read.text.splitlines()) - {read.title}


def test_a_headline_is_edited_at_the_same_address() -> None:
    said = of("neva_ledger", DEPLOYMENT)
    assert len({entry.title for entry in said}) == 2
    assert len({entry.url for entry in said}) == len({entry.id for entry in said}) == 1


def test_a_correction_changes_the_number_and_the_negation() -> None:
    first, edited, corrected = (
        article("neva_ledger", DEPLOYMENT + suffix).text for suffix in (".html", "-0303-1500", "-0304-0905")
    )
    for before in (first, edited):
        assert "12" in before
        assert "nuclear warheads would be stored" in before
        assert not re.search(r"\b20\b|would not", before)
    assert "the number of launchers at 20" in corrected
    assert "Nuclear warheads would not be stored" in corrected
    assert corrected.startswith("Correction: ")
    assert len({entry.summary for entry in of("neva_ledger", DEPLOYMENT)}) == 3, "the feed hints at each edit"


def test_a_silent_edit_leaves_the_feed_as_it_was() -> None:
    assert len({(entry.title, entry.summary) for entry in of("pardis_agency", "900441")}) == 1
    assert article("pardis_agency", "900441.html").text != article("pardis_agency", "900441-0303-2000").text


def test_an_atom_entry_is_updated_with_its_text() -> None:
    said = of("throw_weight", "twelve-launchers")
    assert len({(entry.updated, entry.content) for entry in said}) == 2


def test_the_wires_window_overflows_once() -> None:
    windows = [{entry.url for entry in window.entries} for window in states("meridian_wire")]
    apart = [i for i, (before, after) in enumerate(pairwise(windows)) if not before & after]
    assert len(apart) == 1
    listed = set(re.findall(r"<loc>(.*?)</loc>", (ROOT / "meridian_wire/sitemap-0305-1300.xml").read_text("utf-8")))
    missed = listed - {url for window in windows for url in window}
    assert len(missed) == 25
    assert len(missed | windows[apart[0] + 1]) == 40
    assert len(missed & {row["url"] for row in EXPECTED}) == 4


def test_robots_forbid_one_page_of_a_feed() -> None:
    (row,) = served("https://pardis-agency.example/robots.txt")
    rules = Protego.parse((ROOT / row["file"]).read_text("utf-8"))
    forbidden = {entry.url for entry in entries("pardis_agency") if not rules.can_fetch(entry.url or "", "treatywatch")}
    assert forbidden == {"https://pardis-agency.example/news/exclusive/900447"}


def test_one_page_is_gone_and_another_is_late() -> None:
    statuses = {
        row["url"].rpartition("/")[2]: row["status"] for row in ROWS if row["kind"] == "page" and "status" in row
    }
    assert statuses == {"900478": 404, "valve-cooperative-first-order": 503, "geneve-armes-strategiques": 301}


def test_an_article_moves_and_keeps_its_id_and_title() -> None:
    said = [entry for entry in entries("gazette_du_quai") if "geneve-armes-strategiques" in (entry.url or "")]
    assert len({entry.url for entry in said}) == 2
    assert len({(entry.id, entry.title) for entry in said}) == 1


def test_one_page_forbids_to_keep_its_text() -> None:
    reserved = {row["file"] for row in PAGES if page(row["file"]).reserved}
    assert reserved == {"gazette_du_quai/opinions-editorial-distance.html"}


def test_two_articles_share_a_guid_and_stay_two() -> None:
    window = state("three_rivers_register", "0303-2215").entries
    ids = [entry.id for entry in window]
    assert len(ids) == len(set(ids)) + 1
    assert len({one.url_key for one in identify("https://three-rivers-register.example/feed.rss", window)}) == len(ids)


def test_one_entry_is_dated_in_the_future() -> None:
    (date,) = {entry.published for entry in of("three_rivers_register", "fish-fry-calendar")}
    assert (date and (date.month, date.day)) == (12, 3)


def test_links_carry_tracking_parameters_that_keys_do_not() -> None:
    tracked = [entry for outlet in ("neva_ledger", "polder_post") for entry in entries(outlet)]
    assert all("utm_source=" in (entry.url or "") for entry in tracked)
    assert not any("utm_" in one.url_key for one in identify("https://neva-ledger.example/rss/news", tracked))


def test_a_title_with_markup_in_it_comes_through_whole() -> None:
    (title,) = {entry.title for entry in of("polder_post", "treaty-what-treaty")}
    assert title == '"Treaty? What treaty?" & other <unanswered> questions from the minister\'s Q&A'


def test_treaties_in_a_sidebar_are_not_in_the_article(matcher: Matcher) -> None:
    (file,) = ROOT.glob("neva_ledger/the-soup-*.html")
    assert {"new_start", "inf", "ctbt"} <= matcher.matching(Document("", file.read_text("utf-8")))
    read = article("neva_ledger", "the-soup-")
    assert matcher.matching(Document(read.title, read.text)) == set()


def test_a_headline_in_capitals_is_about_the_treaty_and_another_is_not(matcher: Matcher) -> None:
    about, other = article("three_rivers_register", "new-start-talks"), article("harbor_journal", "new-start-for")
    assert about.title.isupper()
    assert "NEW START" in about.title
    assert "NEW START" in other.title
    assert "new_start" in matcher.matching(Document(about.title, about.text))
    assert "new_start" not in matcher.matching(Document(other.title, other.text))


def test_russian_is_written_with_and_without_yo_in_windows_1251() -> None:
    said = {entry.title for entry in entries("ladoga_kurier")}
    assert any("ё" in title for title in said)
    assert all(
        (ROOT / row["file"]).read_bytes().isascii() is False for row in PAGES if row["outlet"] == "ladoga_kurier"
    )


def test_dates_without_a_zone_are_read_in_teheran() -> None:
    (date,) = {entry.published for entry in of("pardis_agency", "900485")}
    assert date
    assert date.isoformat() == "2031-03-05T11:35:00+00:00"
