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
from tests.treatywatch.demo.recorded import (
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
    served,
    shown_from,
)

KEYS = {"url", "file", "content_type", "kind", "outlet"}
ABOUT = {"name", "language", "country", "ownership", "zone", "use"}
ANSWER = {"from", "status", "location", "headers", "down"}
NOTICES = ("Invented for the demonstration", "Erfunden für die Vorführung", "Придумано для", "Inventé pour la")
ENCODINGS = {"ladoga_kurier": "cp1251", "donausender": "latin-1"}
DOCUMENTS = {"index.jsonl", "expected.jsonl", "README.md"}
FORMATS = {"rundfunk_mitte": "rss10", "throw_weight": "atom10", "lakeside_institute": "json1"}
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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['file']}@{row.get('from', 'start')}")
def test_an_index_row_says_what_is_served_and_when(row: dict[str, object]) -> None:
    kind = row["kind"]
    assert kind in {"feed", "page"}
    assert row.keys() >= KEYS | (ABOUT if kind == "feed" else set())
    assert row.keys() <= KEYS | ABOUT | ANSWER
    assert ("location" in row) == (row.get("status") in {301, 302, 307, 308})
    assert (ROOT / str(row["file"])).is_file()


def test_rows_of_an_address_follow_each_other_within_the_three_days() -> None:
    times = defaultdict(list)
    for row in ROWS:
        times[row["url"]].append(shown_from(row))
    assert all(earlier < later for shown in times.values() for earlier, later in pairwise(shown))
    assert all(START <= moment < MIDNIGHT for shown in times.values() for moment in shown)


def test_each_source_is_served_from_the_start() -> None:
    assert len(SOURCES) == 17
    assert {row["url"] for row in SOURCES.values()} <= {row["url"] for row in ROWS if "from" not in row}


def test_no_file_lies_about_unused() -> None:
    files = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()}
    assert files == {row["file"] for row in ROWS} | DOCUMENTS
    assert sum((ROOT / file).stat().st_size for file in files) < 1_500_000


@pytest.mark.parametrize("file", sorted(FEEDS))
def test_a_state_of_a_feed_is_read_without_complaint(file: str) -> None:
    read, source = feed(file), SOURCES[FEEDS[file]["outlet"]]
    assert read.problems == ()
    assert read.format == FORMATS.get(source["outlet"], "rss20")
    assert (read.title, read.language) == (source["name"], source["language"])
    assert 5 <= len(read.entries) <= 15
    assert all(entry.title and entry.summary and entry.url and entry.id for entry in read.entries)


@pytest.mark.parametrize("file", sorted(FEEDS))
def test_a_state_lists_what_was_published_by_then_newest_first(file: str) -> None:
    dates = [entry.published for entry in feed(file).entries if SWAPPED not in (entry.url or "")]
    if FEEDS[file]["outlet"] == "meridian_wire":
        assert set(dates) == {None}
        return
    said = [date for date in dates if date]
    assert said == sorted(said, reverse=True)
    assert len(said) == len(dates)
    assert all(SUNDAY <= date <= shown_from(FEEDS[file]) for date in said)


@pytest.mark.parametrize("outlet", sorted(SOURCES))
def test_each_link_of_a_feed_leads_to_a_recorded_answer(outlet: str) -> None:
    addresses = {row["url"] for row in ROWS}
    assert {entry.url for entry in entries(outlet)} <= addresses


@pytest.mark.parametrize("file", sorted({row["file"] for row in PAGES}))
def test_a_page_gives_its_article_and_nothing_of_what_stands_around_it(file: str) -> None:
    read, source = page(file), SOURCES[file.partition("/")[0]]
    assert len(read.text) >= 200
    assert len(read.text.splitlines()) >= 2
    assert not any(notice in read.text for notice in NOTICES)
    assert not re.search(r"cookie|Cookie|Most read|newsletter|© ", read.text)
    assert read.problem is None
    assert read.language in {source["language"], None}


@pytest.mark.parametrize("file", sorted({row["file"] for row in PAGES}))
def test_a_page_that_says_when_it_appeared_names_one_of_the_days(file: str) -> None:
    published = page(file).published
    assert published or file.startswith("ladoga_kurier/")
    assert published is None or SUNDAY <= published < MIDNIGHT


@pytest.mark.parametrize("outlet", sorted(SOURCES))
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


@pytest.mark.parametrize("file", sorted({row["file"] for row in PAGES} | set(FEEDS)))
def test_every_article_and_feed_says_that_it_is_invented(file: str) -> None:
    assert any(notice in text_of(file) for notice in NOTICES)


@pytest.mark.parametrize("file", sorted({row["file"] for row in ROWS}))
def test_no_real_outlet_and_no_real_person_is_named(file: str) -> None:
    assert REAL.findall(re.sub(r"<urlset[^>]*>", "", text_of(file))) == []


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
