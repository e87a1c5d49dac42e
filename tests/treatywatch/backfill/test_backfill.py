from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from crawlers.entry import Entry
from crawlers.state import LedgerRow, Outcome, PagePlan, PageWork, PollPlan
from crawlers.store import pages, polls, sources
from crawlers.walk.plan import Start
from crawlers.web import Response
from pipeline import process
from pipeline.matching.matcher import Matcher
from pipeline.model.article import Arrival
from pipeline.model.outlet import ListingRules, Outlet, Source, SourceKind
from pipeline.store.database import Database
from tests.builders import HOUR, NOON, article
from tests.fakes import FakeWeb
from treatywatch.backfill.queue import Queue
from treatywatch.backfill.starts import starts_of
from treatywatch.migrations.upgrade import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = "https://herald.example.org"
FEED, MAP, LIST = (f"{SITE}/{name}" for name in ("feed", "map.xml", "list"))
RULES = ListingRules("li")
OUTLET = Outlet(
    "herald",
    "The Herald",
    (
        Source("herald", FEED),
        Source("herald", MAP, kind=SourceKind.SITEMAP),
        Source("herald", LIST, kind=SourceKind.LISTING, listing=RULES),
    ),
)
ROBOTS = Response(f"{SITE}/robots.txt", 200, f"Sitemap: {SITE}/old.xml\nSitemap: {MAP}\n".encode())
BARE = Outlet("herald", "The Herald", (Source("herald", FEED),))


async def test_a_walk_begins_at_what_the_outlet_and_its_robots_txt_name() -> None:
    web = FakeWeb({ROBOTS.url: ROBOTS})
    starts = await starts_of(OUTLET, (), {FEED, MAP, LIST}, web)
    assert starts == [Start(MAP, MAP), Start(LIST, LIST, RULES), Start(f"{SITE}/old.xml", MAP)]


async def test_a_walk_begins_at_what_the_operator_names_and_there_only() -> None:
    web = FakeWeb()
    assert await starts_of(OUTLET, ["https://x.example.org/m"], {FEED}, web) == [Start("https://x.example.org/m", FEED)]
    assert web.asked == []


async def test_where_nothing_is_named_a_walk_begins_at_the_usual_place() -> None:
    assert await starts_of(BARE, (), {FEED}, FakeWeb()) == [Start(f"{SITE}/sitemap.xml", FEED)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "store.db")
    migrate(database)
    database.write_now(lambda conn: sources.sync(conn, OUTLET.sources, NOON, HOUR))
    yield database
    database.close()


def waiting(store: Database) -> list[PageWork]:
    """The pages to fetch, in the order the service takes them."""
    found: list[PageWork] = []
    while work := store.read_now(lambda conn: pages.due(conn, NOON + timedelta(days=1), (), 10)):
        found += work[0]
        store.write_now(partial(pages.finish, plan=PagePlan(work[0])))
    return found


def entry(name: str) -> Entry:
    return Entry(None, f"{SITE}/{name}", name)


def polled(store: Database, *entries: Entry) -> None:
    """Have the feed list these entries, live."""
    [state] = [one for one in store.read_now(lambda conn: sources.due(conn, NOON, (), 9)) if one.url == FEED]
    work = tuple(
        PageWork(state.id, "herald", FEED, one.url or "", f"herald.example.org/{one.title}", one.title, page=True,
                 entry=one, arrival=Arrival.LIVE, queued_at=NOON)
        for one in entries
    )  # fmt: skip
    plan = PollPlan(state.answered(NOON), NOON + HOUR, LedgerRow(state.id, NOON, Outcome.ENTRIES), work=work)
    store.write_now(lambda conn: polls.record(conn, plan))


async def test_what_was_found_waits_as_backfill_and_behind_what_is_live(store: Database) -> None:
    queue = Queue(store, OUTLET, {FEED: 1}, NOON)
    await queue(FEED, [entry("old"), entry("older")])
    polled(store, entry("news"))
    assert [(work.entry.title, work.arrival) for work in waiting(store)] == [
        ("news", Arrival.LIVE),
        ("older", Arrival.BACKFILL),
        ("old", Arrival.BACKFILL),
    ]


async def test_what_waits_or_is_stored_is_not_queued_again(store: Database) -> None:
    stored = process.read(article(url=f"{SITE}/stored", url_key="herald.example.org/stored"), Matcher([]))
    store.write_now(lambda conn: process.settle(conn, stored))
    polled(store, entry("news"))
    queue = Queue(store, OUTLET, {FEED: 1}, NOON)
    for _ in range(2):
        await queue(FEED, [entry(name) for name in ("stored", "news", "old")])
    assert (queue.queued, queue.known) == (1, 5)


def test_only_sources_that_have_answered_may_be_filled_up(store: Database) -> None:
    assert store.read_now(lambda conn: sources.ids(conn, "herald")) == {}
    polled(store)
    assert list(store.read_now(lambda conn: sources.ids(conn, "herald"))) == [FEED]
