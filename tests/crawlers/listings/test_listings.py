from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import NotAListing
from crawlers.extraction.selecting import picker_fault
from crawlers.listings import ListingPage, parse_listing
from pipeline.model.outlet import ListingRules
from tests.crawlers.listings.recordings import RECORDINGS, URL

if TYPE_CHECKING:
    from crawlers.entry import Entry

ITEM = ListingRules("li")


def listed(body: str, rules: ListingRules = ITEM, **said: object) -> ListingPage:
    return parse_listing(body.encode(), URL, "text/html; charset=utf-8", rules, **said)  # type: ignore[arg-type]


def told(entry: Entry) -> tuple[str | None, str, str | None]:
    return entry.url, entry.title, entry.published.isoformat() if entry.published else None


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_listing_is_read_by_the_outlet_s_selectors(name: str) -> None:
    recording = RECORDINGS[name]
    page = listed(recording.body, recording.rules)
    assert [told(entry) for entry in page.feed.entries] == recording.found
    assert page.older == recording.older


def test_a_date_without_a_zone_is_read_in_the_outlet_s() -> None:
    page = listed("<li><a href=a>A</a> 2 March 2026, 18:05", ListingRules("li", date="//li"), zone="Europe/Moscow")
    assert told(page.feed.entries[0])[2] == "2026-03-02T15:05:00+00:00"


def test_an_american_page_writes_the_month_first() -> None:
    page = listed("<html lang=en-US><li><a href=a>A</a><i>03/02/2026</i>", ListingRules("li", date="i"))
    assert told(page.feed.entries[0])[2] == "2026-03-02T00:00:00+00:00"


def test_the_charset_is_that_of_the_document_and_not_of_our_own_bytes() -> None:
    body = '<meta charset="windows-1251"><li><a href=a>Договор</a>'.encode("cp1251")
    page = parse_listing(body, URL, "text/html", ITEM)
    assert page.feed.entries[0].title == "Договор"


def test_what_has_no_address_or_no_date_is_said() -> None:
    page = listed("<li><a href=a>A</a><i>soon</i><li>B", ListingRules("li", date="i"))
    assert page.feed.problems == (
        "1 of 2 items had no address of their own",
        "dates that can't be read, or lie before 1995, were dropped (1, such as 'soon')",
    )


def test_more_items_than_are_read_are_said() -> None:
    page = listed("".join(f"<li><a href={n}>{n}</a>" for n in range(5)), limit=3)
    assert [entry.title for entry in page.feed.entries] == ["0", "1", "2"]
    assert page.feed.problems == ("5 entries; only the first 3 were read",)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "the page is empty"),
        ("<p>Rebuilt", "`item` ('li') selects nothing on the page; if its layout has changed, mend `listing`"),
        ("<li>A<li>B", "in 2 items the lack of `link` leads to no address; mend `listing`"),
    ],
)
def test_a_page_without_articles_is_refused(body: str, said: str) -> None:
    with pytest.raises(NotAListing) as refused:
        listed(body)
    assert refused.value.what == said


@pytest.mark.parametrize("selector", ["li", "a.card > h3", ".//li/a", "//tr[td]", "@href", "(//li)[1]", "string(.//b)"])
def test_selectors_and_xpaths_are_told_apart_and_taken(selector: str) -> None:
    assert picker_fault(selector) is None


@pytest.mark.parametrize("selector", ["li:", "li::before", "//li[", "nonesuch(.)", ".//@"])
def test_what_is_neither_has_a_fault(selector: str) -> None:
    assert picker_fault(selector)


@given(st.binary(max_size=200))
def test_whatever_comes_is_read_or_refused(body: bytes) -> None:
    try:
        page = parse_listing(body, URL, "", ListingRules("*", date=".//text()"))
    except NotAListing:
        return
    assert all(entry.url for entry in page.feed.entries)
