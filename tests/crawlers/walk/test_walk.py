from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawlers.fetch import open_fetcher
from crawlers.limits import FetchLimits, WorkerLimits
from crawlers.listings import parse_listing
from crawlers.robots_store import RobotsMemory
from crawlers.sitemaps import SitemapLimits, parse_sitemap
from crawlers.walk.plan import Bounds, Start, Walked
from crawlers.walk.walk import WalkReaders, walk
from crawlers.workers import Workers
from pipeline.model.outlet import ListingRules
from tests.builders import NOON
from tests.crawlers.servers import Server, redirect, reply
from tests.crawlers.watch.watching import index

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from crawlers.entry import Entry
    from crawlers.listings import ListingPage
    from crawlers.sitemaps import Sitemap

SITE = "https://herald.example.org"
DAY = timedelta(days=1)
BOUNDS = Bounds(since=NOON - 60 * DAY, until=NOON - 2 * DAY)
MAP = Start(f"{SITE}/index.xml", f"{SITE}/news.xml")
RULES = ListingRules("li", date="i")
LIST = Start(f"{SITE}/list", f"{SITE}/list", RULES)


class Here:
    """`Readers` without processes."""

    async def sitemap(self, body: bytes, url: str, content_type: str, window: timedelta) -> Sitemap:
        return parse_sitemap(body, url, NOON, content_type, SitemapLimits(window=window))

    async def listing(self, body: bytes, url: str, content_type: str, rules: ListingRules) -> ListingPage:
        return parse_listing(body, url, content_type, rules)


@dataclass
class Kept:
    """A `Keep` that remembers the paths it was given."""

    of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    async def __call__(self, source: str, entries: Sequence[Entry]) -> None:
        self.of[source] += [(entry.url or "").removeprefix(SITE) for entry in entries]


@dataclass
class Site:
    """A loopback server that plays every host, and walks over it."""

    server: Server
    kept: Kept = field(default_factory=Kept)

    def serve(self, path: str, body: str | bytes, status: int = 200) -> None:
        self.server.pages[path] = reply(body, status)

    async def walk(self, *starts: Start, bounds: Bounds = BOUNDS, stop: asyncio.Event | None = None) -> Walked:
        limits = FetchLimits("watch/1 (+https://watch.example.net)", map_hosts={"*": self.server.address})
        async with open_fetcher(limits, RobotsMemory(), lambda: NOON) as fetch:
            return await walk(starts, bounds, limits, fetch=fetch, readers=Here(), keep=self.kept, now=NOON, stop=stop)

    @property
    def paths(self) -> list[str]:
        return [seen.path for seen in self.server.requests if seen.path != "/robots.txt"]


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with _site() as opened:
        yield opened


@asynccontextmanager
async def _site() -> AsyncIterator[Site]:
    async with Server() as server:
        yield Site(server)


def urlset(**days_ago: int) -> str:
    rows = "".join(
        f"<url><loc>{SITE}/{name}</loc><lastmod>{(NOON - days * DAY).isoformat()}</lastmod></url>"
        for name, days in days_ago.items()
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


def listing(*days_ago: int, older: str = "") -> str:
    items = "".join(f"<li><a href='/a{n}'>A {n}</a> <i>{NOON - n * DAY:%Y-%m-%d}</i></li>" for n in days_ago)
    return f"<ul>{items}</ul>" + (f"<a rel=next href='{older}'>older</a>" if older else "")


async def test_an_index_leads_to_its_sitemaps_and_what_lies_within_is_kept(site: Site) -> None:
    site.serve("/index.xml", index(f"{SITE}/a.xml", f"{SITE}/inner.xml"))
    site.serve("/inner.xml", index(f"{SITE}/b.xml", f"{SITE}/a.xml", f"{SITE}/index.xml"))
    site.serve("/a.xml", urlset(new=1, old=30, older=90))
    site.serve("/b.xml", urlset(b=3))
    walked = await site.walk(MAP)
    assert sorted(site.kept.of[MAP.source]) == ["/b", "/old"]
    assert (walked.documents, walked.beyond, walked.problems) == (4, 1, [])
    assert sorted(site.paths) == ["/a.xml", "/b.xml", "/index.xml", "/inner.xml"], "each was asked once"


async def test_one_request_at_a_time_goes_to_a_host(site: Site) -> None:
    site.serve("/index.xml", index(*(f"{SITE}/{n}.xml" for n in range(8))))
    walked = await site.walk(MAP)
    assert site.server.most_at_once["*"] == 1
    assert len(walked.problems) == 8


async def test_robots_txt_counts_for_a_walk_and_the_rest_goes_on(site: Site) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /closed\n")
    site.serve("/index.xml", index(f"{SITE}/closed.xml", f"{SITE}/a.xml", f"{SITE}/gone.xml"))
    site.serve("/a.xml", urlset(a=3))
    walked = await site.walk(MAP)
    assert site.kept.of[MAP.source] == ["/a"]
    assert sorted(walked.problems) == [
        f"{SITE}/closed.xml: robots.txt of {SITE}:443 forbids it",
        f"{SITE}/gone.xml: answered 404 (Not Found)",
    ]
    assert "/closed.xml" not in site.paths


async def test_the_guard_stands_before_a_walk_too(site: Site) -> None:
    site.server.pages["/index.xml"] = redirect("http://127.0.0.1:22/map.xml")
    walked = await site.walk(MAP)
    assert len(walked.problems) == 1
    assert "127.0.0.1" in walked.problems[0]
    assert site.paths == ["/index.xml"]


async def test_archive_pages_are_followed_until_they_are_too_old(site: Site) -> None:
    site.serve("/list", listing(0, 1, 5, older="/list?p=2"))
    site.serve("/list?p=2", listing(20, 50, older="/list?p=3"))
    site.serve("/list?p=3", listing(70, 80, older="/list?p=4"))
    walked = await site.walk(LIST)
    assert site.kept.of[LIST.source] == ["/a5", "/a20", "/a50"]
    assert (site.paths, walked.problems) == (["/list", "/list?p=2", "/list?p=3"], [])


async def test_undated_articles_of_the_page_that_is_polled_are_left_to_the_polls(site: Site) -> None:
    site.serve("/list", "<li><a href=/new>New</a></li><a rel=next href='/list?p=2'>older</a>")
    site.serve("/list?p=2", "<li><a href=/old>Old</a></li>")
    await site.walk(LIST)
    assert site.kept.of[LIST.source] == ["/old"]


async def test_a_chain_without_end_ends_at_the_depth_and_a_round_at_once(site: Site) -> None:
    for n in range(9):
        site.serve(f"/list?p={n}", listing(5, older=f"/list?p={n + 1}"))
    site.serve("/list", listing(5, older="/list?p=0"))
    site.serve("/round", listing(5, older="/round"))
    await site.walk(LIST, replace(LIST, url=f"{SITE}/round"), bounds=replace(BOUNDS, depth=3))
    assert sorted(site.paths) == ["/list", "/list?p=0", "/list?p=1", "/list?p=2", "/round"]


async def test_a_walk_reads_no_more_documents_than_it_may_and_says_so(site: Site) -> None:
    for n in range(9):
        site.serve(f"/list?p={n}", listing(5, older=f"/list?p={n + 1}"))
    site.serve("/list", listing(5, older="/list?p=0"))
    walked = await site.walk(LIST, bounds=replace(BOUNDS, documents=3))
    assert (walked.documents, walked.problems) == (3, [f"{SITE}/list?p=1: 3 documents are read; the rest was left"])


async def test_what_is_no_sitemap_is_a_problem_with_its_address(site: Site) -> None:
    site.serve("/index.xml", "<html><body>Sorry</body></html>")
    site.serve("/list", "<p>Sorry")
    walked = await site.walk(MAP, LIST)
    assert sorted(problem.partition(": ")[0] for problem in walked.problems) == [MAP.url, LIST.url]


async def test_a_walk_that_is_stopped_keeps_what_it_has(site: Site) -> None:
    site.serve("/index.xml", urlset(a=3))
    stop = asyncio.Event()
    stop.set()
    walked = await site.walk(MAP, stop=stop)
    assert walked.problems == []


async def test_what_can_not_be_kept_ends_the_walk(site: Site) -> None:
    site.serve("/index.xml", index(f"{SITE}/a.xml"))
    site.serve("/a.xml", urlset(a=3))

    class Full(Kept):
        async def __call__(self, source: str, entries: Sequence[Entry]) -> None:
            raise OSError(f"no room for {len(entries)} of {source}")

    site.kept = Full()
    with pytest.raises(OSError, match="no room for 1"):
        await site.walk(MAP)


async def test_documents_are_read_in_worker_processes() -> None:
    workers = Workers(1, 1 << 30)
    readers = WalkReaders(workers, WorkerLimits(), NOON, None)
    try:
        found = await readers.sitemap(urlset(a=40, b=1).encode(), MAP.url, "", 50 * DAY)
        page = await readers.listing(listing(1).encode(), LIST.url, "text/html", RULES)
    finally:
        await workers.close(grace=0)
    assert (len(found.entries), len(page.feed.entries)) == (2, 1)
