"""The recorded days are whole, invented, and read as intended."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from crawlers.errors import NotAFeed
from crawlers.feeds import parse_feed
from tests.treatywatch.demo.days import (
    EXPECTED,
    FEEDS,
    MIDNIGHT,
    PAGES,
    ROOT,
    ROWS,
    SOURCES,
    START,
    SUNDAY,
    entries,
    feed,
    page,
    pages_of,
    served,
    shown_from,
    states,
)
from treatywatch.demo.recorded import RecordedWeb

KEYS = {"url", "file", "content_type", "kind", "outlet"}
ABOUT = {"name", "language", "country", "ownership", "zone", "use"}
ANSWER = {"from", "status", "location", "headers", "down"}
NOTICES = ("Invented for the demonstration", "Erfunden für die Vorführung", "Придумано для", "Inventé pour la")
FURNITURE = re.compile("|".join((*NOTICES, "[Cc]ookie", "Most read", "newsletter")))
ENCODINGS = {"ladoga_kurier": "cp1251", "donausender": "latin-1"}
DOCUMENTS = {"index.jsonl", "expected.jsonl", "README.md"}
FORMATS = {"rundfunk_mitte": "rss10", "throw_weight": "atom10", "lakeside_institute": "json1"}
READABLE = sorted(SOURCES.keys() - {"strait_observer"})
SWAPPED = "fish-fry-calendar"
"""The one entry whose date has day and month swapped."""
REAL = re.compile(
    r"\b(?:Reuters|AFP|TASS|ТАСС|Interfax|Интерфакс|RIA|РИА|Kommersant|Коммерсантъ|BBC|CNN|Bloomberg|dpa|IRNA|Tasnim|Fars"
    r"|Associated Press|Le Monde|Figaro|Spiegel|Tagesschau|ORF|Moscow Times|Meduza|Guardian|New York Times|NHK|Xinhua"
    r"|Putin|Путин\w*|Lavrov|Лавров\w*|Ryabkov|Рябков\w*|Medvedev|Trump|Biden|Vance|Rubio|Grossi|Floyd|Araghchi|Eslami"
    r"|Macron|Merz|Scholz|Starmer|Zelensk\w+|Xi Jinping)\b"
)


def text_of(file: str) -> str:
    return (ROOT / file).read_bytes().decode(ENCODINGS.get(file.partition("/")[0], "utf-8"))


@pytest.mark.parametrize("kind", ["feed", "page"])
def test_an_index_row_says_what_is_served_and_when(kind: str) -> None:
    for row in (row for row in ROWS if row["kind"] == kind):
        assert row.keys() >= KEYS | (ABOUT if kind == "feed" else set()), row
        assert row.keys() <= KEYS | ABOUT | ANSWER, row
        assert ("location" in row) == (row.get("status") == 301), row


def test_rows_of_an_address_follow_each_other_within_the_three_days() -> None:
    times = defaultdict(list)
    for row in ROWS:
        times[row["url"]].append(shown_from(row))
    assert all(earlier < later for shown in times.values() for earlier, later in pairwise(shown))
    assert all(START <= moment < MIDNIGHT for shown in times.values() for moment in shown)


def test_each_source_is_served_from_the_start() -> None:
    assert len(SOURCES) == 17
    assert {row["url"] for row in SOURCES.values()} <= {row["url"] for row in ROWS if "from" not in row}


def test_a_replay_takes_the_three_days_and_the_morning_after() -> None:
    web = RecordedWeb(ROOT)
    assert web.span(SUNDAY) == (START, MIDNIGHT + timedelta(hours=6))
    assert {row["outlet"]: row["url"] for row in web.feeds} == {outlet: row["url"] for outlet, row in SOURCES.items()}


def test_no_file_lies_about_unused() -> None:
    files = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()}
    assert files == {row["file"] for row in ROWS} | DOCUMENTS
    assert {row["kind"] for row in ROWS} == {"feed", "page"}
    assert sum((ROOT / file).stat().st_size for file in files) < 1_500_000


@pytest.mark.parametrize("outlet", READABLE)
def test_all_states_of_a_feed_are_read_without_complaint(outlet: str) -> None:
    source = SOURCES[outlet]
    assert len(states(outlet)) >= 3
    for read in states(outlet):
        assert read.problems == ()
        assert read.format == FORMATS.get(outlet, "rss20")
        assert (read.title, read.language) == (source["name"], source["language"])
        assert 5 <= len(read.entries) <= 15
        assert all(entry.title and entry.summary and entry.url and entry.id for entry in read.entries)


@pytest.mark.parametrize("outlet", sorted(set(READABLE) - {"meridian_wire"}))
def test_a_state_lists_what_was_published_by_then_newest_first(outlet: str) -> None:
    for file in (file for file in FEEDS if FEEDS[file]["outlet"] == outlet):
        dates = [entry.published for entry in feed(file).entries if SWAPPED not in (entry.url or "")]
        said = [date for date in dates if date]
        assert said == sorted(said, reverse=True)
        assert len(said) == len(dates)
        assert all(SUNDAY <= date <= shown_from(FEEDS[file]) for date in said)


def test_the_wires_feed_has_no_dates_and_its_pages_have() -> None:
    assert {entry.published for entry in entries("meridian_wire")} == {None}
    assert all(read.published for read in pages_of("meridian_wire").values())


@pytest.mark.parametrize("outlet", READABLE)
def test_each_link_of_a_feed_leads_to_a_recorded_answer(outlet: str) -> None:
    addresses = {row["url"] for row in ROWS}
    assert {entry.url for entry in entries(outlet)} <= addresses


@pytest.mark.parametrize("outlet", READABLE)
def test_a_page_gives_its_article_and_nothing_of_what_stands_around_it(outlet: str) -> None:
    for file, read in pages_of(outlet).items():
        assert len(read.text) >= 200, file
        assert not FURNITURE.search(read.text), file
        assert read.problem is None, file
        assert read.language in {SOURCES[outlet]["language"], None}, file


@pytest.mark.parametrize("outlet", sorted(set(READABLE) - {"ladoga_kurier"}))
def test_a_page_says_on_which_of_the_days_it_appeared(outlet: str) -> None:
    said = [read.published for read in pages_of(outlet).values()]
    assert all(date and SUNDAY <= date < MIDNIGHT for date in said)


def test_one_outlet_has_its_dates_in_the_feed_and_in_print_only() -> None:
    assert {read.by.published for read in pages_of("ladoga_kurier").values()} == {"printed"}


@pytest.mark.parametrize("outlet", READABLE)
def test_a_page_is_titled_as_its_feed_says(outlet: str) -> None:
    titles = defaultdict(set)
    for entry in entries(outlet):
        titles[entry.url].add(entry.title)
    assert all(page(row["file"]).title in titles[row["url"]] for row in PAGES if row["url"] in titles)


def test_the_wire_is_the_only_outlet_with_pages_that_its_feed_never_listed() -> None:
    listed = {entry.url for outlet in SOURCES for entry in entries(outlet)}
    bare = {url.partition("?")[0] for url in listed if url}
    assert {row["outlet"] for row in PAGES if row["url"] not in bare | listed} == {"meridian_wire"}


def test_hosts_are_under_a_domain_that_nobody_can_own() -> None:
    hosts = {urlsplit(row["url"]).hostname or "" for row in ROWS}
    assert {host.rpartition(".")[2] for host in hosts} == {"example"}
    for file in {row["file"] for row in ROWS}:
        linked = set(re.findall(r'https?://([^/"<>\s]+)', text_of(file)))
        namespaces = {"schema.org", "search.yahoo.com", "purl.org", "www.w3.org", "jsonfeed.org", "www.sitemaps.org"}
        assert linked - hosts <= namespaces | {"www.google.com"}, file


def test_every_article_and_feed_says_that_it_is_invented() -> None:
    files = {row["file"] for row in PAGES} | FEEDS.keys()
    assert [file for file in files if not any(notice in text_of(file) for notice in NOTICES)] == []


@pytest.mark.parametrize("outlet", sorted(SOURCES))
def test_no_real_outlet_and_no_real_person_is_named(outlet: str) -> None:
    files = {row["file"] for row in ROWS if row["outlet"] == outlet}
    assert {named for file in files for named in REAL.findall(text_of(file))} == set()


def test_the_feed_that_became_a_web_page_is_refused_with_its_title() -> None:
    last = served("https://polder-post.example/rss")[-1]
    with pytest.raises(NotAFeed, match="a web page titled 'Polder Post International: a new home'"):
        parse_feed((ROOT / last["file"]).read_bytes(), last["url"], last["content_type"])


def test_the_feed_that_moved_goes_on_at_its_new_address() -> None:
    last = served("https://northern-dispatch.example/rss.xml")[-1]
    moved = served(last["location"])
    assert last["status"] == 301
    assert shown_from(last) == shown_from(moved[0])
    assert len(moved) > 3
    assert {row["kind"] for row in moved} == {"page"}, "it is no source of its own"


def test_the_feed_out_of_service_is_back_after_two_hours() -> None:
    rows = served("https://donausender.example/rss/news.xml")
    (broken,) = [row for row in rows if row.get("status") == 503]
    after = rows[rows.index(broken) + 1]
    assert broken["headers"] == {"Retry-After": "3600"}
    assert shown_from(after) - shown_from(broken) == timedelta(hours=2)


def test_one_host_is_down() -> None:
    assert [row["outlet"] for row in ROWS if row.get("down")] == ["strait_observer"]


def test_what_is_expected_is_said_of_recorded_articles() -> None:
    told = {(row["url"], row.get("from")) for row in EXPECTED}
    assert len(told) == len(EXPECTED)
    assert told <= {(row["url"], row.get("from")) for row in ROWS}
    assert {row["copy_of"] for row in EXPECTED if "copy_of" in row} <= {row["url"] for row in EXPECTED}
