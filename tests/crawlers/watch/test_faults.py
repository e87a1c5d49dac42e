from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crawlers.faults import Kind
from crawlers.store import faults, sources
from crawlers.web import FetchFailed, Reason
from pipeline.model.outlet import Source, SourceKind
from tests.builders import HOUR, NOON
from tests.crawlers.watch.watching import FEED, SITEMAP, Watched, answer, hourly, rss, sitemap

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.store.faults import Turn
    from pipeline.store.database import Database

DAY = timedelta(days=1)
REFUSED = FetchFailed(FEED, Reason.CONNECTION, "refused")


def review(store: Database, at: datetime) -> Turn:
    return store.write_now(lambda conn: faults.review(conn, {("herald", SITEMAP)}, at))


def kinds(turn: Turn) -> tuple[list[Kind], list[Kind]]:
    return [fault.kind for fault in turn.raised], [fault.kind for fault in turn.recovered]


async def failing(watched: Watched) -> None:
    for hours in range(8):
        await watched.poll(NOON + hours * HOUR, REFUSED)


async def test_a_fault_is_raised_once_and_its_recovery_told_once(store: Database) -> None:
    watched = Watched(store)
    await failing(watched)
    assert kinds(review(store, NOON + 7 * HOUR)) == ([Kind.FAILING], [])
    assert kinds(review(store, NOON + 8 * HOUR)) == ([], [])
    await watched.poll(NOON + 9 * HOUR, answer(rss(hourly(3))))
    assert kinds(review(store, NOON + 9 * HOUR)) == ([], [Kind.FAILING])
    assert kinds(review(store, NOON + 10 * HOUR)) == ([], [])


async def test_a_failing_source_that_is_gone_in_the_end_has_not_recovered(store: Database) -> None:
    watched = Watched(store)
    await failing(watched)
    review(store, NOON + 7 * HOUR)
    await watched.poll(NOON + 8 * HOUR, FetchFailed(FEED, Reason.STATUS, "answered 410 (Gone)", 410))
    assert kinds(review(store, NOON + 8 * HOUR)) == ([Kind.GONE], [])
    assert [fault.kind for fault in store.read_now(faults.standing)] == [Kind.GONE]


async def test_an_outage_that_ends_soon_is_told_to_nobody(store: Database) -> None:
    watched = Watched(store)
    for minutes in range(0, 300, 20):
        await watched.poll(NOON + timedelta(minutes=minutes), REFUSED)
        assert kinds(review(store, NOON + timedelta(minutes=minutes))) == ([], [])


async def test_a_source_silent_beyond_its_own_habit_is_told(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(20))))
    for hours in (20, 40):
        await watched.poll(NOON + hours * HOUR, answer(rss(hourly(20))))
    assert kinds(review(store, NOON + 23 * HOUR)) == ([], [])
    assert kinds(review(store, NOON + 40 * HOUR)) == ([Kind.SILENT], [])


async def test_pages_without_a_body_are_told_after_ten_in_a_row(store: Database) -> None:
    await Watched(store).poll(NOON, answer(rss(hourly(3))))
    for _ in range(9):
        store.write_now(lambda conn: sources.note_page(conn, [1], body=False))
    assert kinds(review(store, NOON)) == ([], [])
    store.write_now(lambda conn: sources.note_page(conn, [1], body=False))
    assert kinds(review(store, NOON)) == ([Kind.BODILESS], [])
    store.write_now(lambda conn: sources.note_page(conn, [1], body=True))
    assert kinds(review(store, NOON)) == ([], [Kind.BODILESS])


async def test_a_dead_sitemap_is_told(store: Database) -> None:
    await Watched(store, SourceKind.SITEMAP).poll(NOON, answer(sitemap([("a", NOON - 40 * DAY)])), SITEMAP)
    assert kinds(review(store, NOON)) == ([Kind.DEAD], [])


async def test_a_source_taken_out_of_the_configuration_has_no_faults(store: Database) -> None:
    watched = Watched(store)
    await failing(watched)
    review(store, NOON + 7 * HOUR)
    assert [fault.url for fault in store.read_now(faults.standing)] == [FEED]
    watched.sync(NOON + 8 * HOUR, Source("gazette", "https://gazette.example.net/feed"))
    assert kinds(review(store, NOON + 8 * HOUR)) == ([], [Kind.FAILING])
    assert store.read_now(faults.standing) == ()


async def test_a_silence_is_not_over_because_a_poll_failed(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(20))))
    await watched.poll(NOON + 40 * HOUR, answer(rss(hourly(20))))
    review(store, NOON + 40 * HOUR)
    await watched.poll(NOON + 41 * HOUR, REFUSED)
    assert kinds(review(store, NOON + 41 * HOUR)) == ([], [])
    await watched.poll(NOON + 42 * HOUR, answer(rss([("news", NOON + 42 * HOUR), *hourly(20)])))
    assert kinds(review(store, NOON + 42 * HOUR)) == ([], [Kind.SILENT])
