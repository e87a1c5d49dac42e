from __future__ import annotations

import gzip
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.entry import Entry
from crawlers.errors import NotASitemap
from crawlers.limits import MIB
from crawlers.sitemap_rows import MOST_ROWS
from crawlers.sitemaps import DEFAULTS, Child, Sitemap, parse_sitemap
from tests.builders import NOON

RECORDINGS = Path(__file__).parent / "recordings"
PROJECT = Path(__file__).parents[3]
URL = "https://courier.example.com/sitemap.xml"
NEWS = (RECORDINGS / "news.xml").read_bytes()
INDEX = (RECORDINGS / "index.xml").read_bytes()
NAMES = ' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'


def at(day: int, hour: int = 0, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def read(body: bytes | str, **said: object) -> Sitemap:
    document = body.encode() if isinstance(body, str) else body
    return parse_sitemap(document, URL, NOON, **said)  # type: ignore[arg-type]


def urlset(*rows: str) -> str:
    return f"<urlset{NAMES}>{''.join(f'<url>{row}</url>' for row in rows)}</urlset>"


def changed(name: str, lastmod: str) -> str:
    return f"<loc>https://courier.example.com/{name}</loc><lastmod>{lastmod}</lastmod>"


def paths(found: Sitemap) -> list[str]:
    return [(entry.url or "").rpartition("/")[2] for entry in found.entries]


def test_a_recorded_news_sitemap_reads_as_expected() -> None:
    found = read(NEWS)
    assert found.entries == (
        Entry(None, "https://courier.example.com/договор", "Договор: что дальше", published=at(2, 11), language="ru"),
        Entry(
            id=None,
            url="https://courier.example.com/talks?a=1&b=2",
            title="Envoys “count, not cut” in Geneva",
            published=at(2, 6, 15),
            updated=at(2, 7, 30),
            language="en",
        ),
        Entry(None, "https://courier.example.com/changed", "", updated=at(1)),
        Entry(None, "https://courier.example.com/yesterday", "A day without an hour", published=at(28, month=2)),
        Entry(None, "https://courier.example.com/undated", "No date at all"),
    )
    assert (found.children, found.listed, found.newest) == ((), 8, at(2, 11))
    assert found.problems == (
        "dates that can't be read, or lie before 1995, were dropped (1, such as 'soon')",
        "links that are no web addresses were dropped (1, such as 'mailto:desk@courier.example.com')",
    )


def test_a_recorded_index_lists_recent_sitemaps_of_its_own_domain_the_newest_first() -> None:
    found = read(INDEX)
    assert found.children == (
        Child("https://news.example.com/sitemap-2026-03-02.xml.gz", at(2, 11, 55)),
        Child("https://courier.example.com/sitemap-2026-03-01.xml", at(1, 20)),
        Child("https://courier.example.com/sitemap-pages.xml", None),
    )
    assert (found.entries, found.listed) == ((), 7)
    assert found.problems == ("1 sitemaps of other domains were left out",)


def test_a_sitemap_serves_as_a_feed() -> None:
    found = read(NEWS)
    assert (found.feed.entries, found.feed.format, found.feed.problems) == (found.entries, "sitemap", found.problems)


def test_a_gzip_file_is_unpacked() -> None:
    assert read(gzip.compress(NEWS)) == read(NEWS)


def test_of_an_index_only_so_many_are_taken() -> None:
    found = read(INDEX, limits=replace(DEFAULTS, children=1))
    assert [child.url for child in found.children] == ["https://news.example.com/sitemap-2026-03-02.xml.gz"]
    assert "3 sitemaps; only the newest 1 were taken" in found.problems


def test_of_articles_only_the_newest_are_taken() -> None:
    found = read(NEWS, limits=replace(DEFAULTS, entries=2))
    assert len(found.entries) == 2
    assert "5 entries; only the first 2 were read" in found.problems


@pytest.mark.parametrize(
    ("lastmod", "kept"),
    [
        ("2026-02-28T12:00:00Z", True),
        ("2026-02-28T11:59:59Z", False),
        ("2026-02-28", True),
        ("2026-02-27", False),
        ("2026-03-09T00:00:00Z", True),
        ("", False),
        ("sometime", False),
    ],
)
def test_an_article_stays_for_the_window_and_a_day_counts_to_its_end(lastmod: str, *, kept: bool) -> None:
    assert len(read(urlset(changed("a", lastmod))).entries) == kept


def test_the_window_is_the_operator_s() -> None:
    assert read(urlset(changed("a", "2026-02-20")), limits=replace(DEFAULTS, window=timedelta(days=30))).entries


def test_dates_without_a_zone_are_the_outlet_s() -> None:
    (entry,) = read(urlset(changed("a", "2026-03-02T09:00:00")), zone="Europe/Moscow").entries
    assert entry.updated == at(2, 6)


def test_a_date_in_the_future_is_not_the_newest() -> None:
    assert read(urlset(changed("a", "2026-03-01"), changed("b", "2027-01-01"))).newest == at(1)
    assert read(urlset()).newest is None


def test_a_lastmod_of_most_rows_is_when_the_sitemap_was_built_and_no_change_of_any_article() -> None:
    rows = [changed(str(number), "2026-03-02T11:00:00Z") for number in range(10)]
    found = read(urlset(*rows, changed("edited", "2026-03-02T10:00:00Z")))
    assert {entry.updated for entry in found.entries} == {None, at(2, 10)}
    assert len(found.entries) == 11


@pytest.mark.parametrize(
    "body",
    [
        f"<urlset><url>{changed('a', '2026-03-02')}</url></urlset>",
        f"<s:urlset xmlns:s='urn:x'><s:url>{changed('a', '2026-03-02')}</s:url></s:urlset>",
        f"<URLSET><url>{changed('a', '2026-03-02')}</url></URLSET>",
        f"\n\ufeff<?xml version='1.0'?><!DOCTYPE urlset>{urlset(changed('a', '2026-03-02'))}",
        urlset(changed("a", "2026-03-02") + "\x01"),
        f"<urlset><x/><url>{changed('a', '2026-03-02')}</url><y><loc>b</loc></y></urlset>",
        urlset("<lastmod>2026-03-02</lastmod>", changed("a", "2026-03-02"), ""),
        urlset(changed("a", "2026-03-02") + "<loc>https://courier.example.com/second</loc>"),
    ],
)
def test_slips_of_the_hand_are_overlooked(body: str) -> None:
    assert paths(read(body)) == ["a"]


def test_a_document_cut_short_is_read_as_far_as_it_goes() -> None:
    found = read(urlset(changed("a", "2026-03-02"), changed("b", "2026-03-02"))[:-20])
    assert paths(found) == ["a"]
    assert found.problems[0].startswith("read only as far as it goes (line 1: ")


def test_rows_beyond_the_protocol_s_measure_are_left_alone() -> None:
    found = read(urlset(*["<loc>/a</loc>"] * (MOST_ROWS + 1)))
    assert found.listed == MOST_ROWS
    assert "read only as far as it goes (more than 50,000 addresses)" in found.problems


REFUSED = {
    "the document is empty": b"",
    "a web page, not a sitemap": b"<!doctype html><html><head><title>Front page</title></head><body>x",
    "a feed (<rss>), not a sitemap": b"<rss version='2.0'><channel/></rss>",
    "a feed (<feed>), not a sitemap": b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
    "an XML document <opml> that is no sitemap": b"<opml/>",
    "it begins 'https://courier.example.com/a": b"https://courier.example.com/a\nhttps://courier.example.com/b",
    "declares entities": b'<!DOCTYPE urlset [<!ENTITY a "b">]><urlset/>',
    "can't be unpacked": gzip.compress(NEWS)[:-9],
    "larger than 10 MiB once decoded": gzip.compress(b" " * 10 * MIB + b"x"),
    "the document is larger than 10 MiB": b" " * 10 * MIB + b"x",
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_sitemap_is_named(what: str) -> None:
    with pytest.raises(NotASitemap) as refused:
        read(REFUSED[what])
    assert str(refused.value).startswith(f"{URL}: ")
    assert what in str(refused.value)
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)  # noqa: S301 - ours, as a worker sends it


TEXTS = st.sampled_from(
    ["", "a", "https://courier.example.com/a", "/b", "2026-03-02", "2026-03-02T10:00:00Z", "&", "x & y"]
)
TAGS = st.sampled_from(
    ["url", "loc", "lastmod", "n:news", "n:title", "n:publication_date", "n:language", "urlset", "x"]
)
ELEMENTS = st.recursive(
    TEXTS,
    lambda inside: st.builds("<{0}>{1}</{0}>".format, TAGS, st.lists(inside, max_size=4).map("".join)),
    max_leaves=12,
)


@given(ELEMENTS.map(lambda rows: f"<urlset{NAMES}>{rows}</urlset>") | st.text())
def test_any_document_is_read_or_named(document: str) -> None:
    with suppress(NotASitemap):
        found = read(document.encode())
        assert len(found.entries) <= found.listed
        assert all(entry.url and entry.url.startswith("https://") for entry in found.entries)


BOMBS = {
    "entities": '"<!DOCTYPE urlset [<!ENTITY a \'" + "x" * 9000 + "\'>]><urlset>" + "&a;" * 90000',
    "nesting": '"<urlset>" + "<a>" * 3400000',
    "elements": '"<urlset>" + "<a/>" * 2600000',
    "rows": '"<urlset>" + "<url><loc>a</loc></url>" * 450000',
    "empty rows": '"<urlset>" + "<url/>" * 1700000',
    "elements, and an error": '"<urlset>" + "<a/>" * 390000 + "&"',
    "rows, and an error": '"<urlset>" + "<url><loc>a</loc></url>" * 49000 + "&"',
    "one row": '"<urlset><url>" + "<a/>" * 390000 + "&"',
    "ampersands": '"<urlset><url><loc>" + "&" * 2000000',
    "one long address": '"<urlset><url><loc>" + "a" * 10000000 + "</loc></url></urlset>"',
}
LIMITED = """
import resource, sys
from datetime import UTC, datetime
from crawlers.errors import NotASitemap
from crawlers.sitemaps import parse_sitemap
before = resource.getrusage(resource.RUSAGE_SELF)
document = ({}).encode()
try:
    parse_sitemap(document, "https://courier.example.com/s.xml", datetime(2026, 3, 2, tzinfo=UTC))
except NotASitemap:
    pass
after = resource.getrusage(resource.RUSAGE_SELF)
status = open("/proc/self/status").read()  # as ru_maxrss begins with the parent's
peak = status.partition("VmHWM:")[2].split()[0]
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, int(peak) / 1024)
"""


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_within_a_second_and_200_mb(bomb: str) -> None:
    program = LIMITED.format(BOMBS[bomb])
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # a trace takes time, too
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=PROJECT, env=alone, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert (seconds < 1, megabytes < 200) == (True, True), (seconds, megabytes)
