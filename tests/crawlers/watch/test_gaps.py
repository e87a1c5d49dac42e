from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawlers.gaps import Gap
from crawlers.store import gaps
from crawlers.store.coverage import watched as coverage
from crawlers.web import FetchFailed, Reason, Validators
from pipeline.model.outlet import SourceKind
from tests.builders import HOUR, NOON
from tests.crawlers.watch.watching import FEED, NOT_MODIFIED, SITEMAP, Watched, answer, hourly, rss, sitemap

if TYPE_CHECKING:
    from crawlers.store.gaps import StoredGap
    from crawlers.web import Response
    from pipeline.store.database import Database

LATER = NOON + 30 * HOUR


def overflown() -> Response:
    """A document whose window has moved on by more than its length since noon."""
    return answer(rss(hourly(20, LATER, "later")), Validators(b'"2"'))


def kept(store: Database) -> list[StoredGap]:
    return list(store.read_now(lambda conn: gaps.between(conn, NOON - 100 * HOUR, NOON + 100 * HOUR)))


async def test_a_document_that_shares_nothing_with_the_one_before_is_a_gap(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(20))))
    plan = await watched.poll(LATER, overflown())
    assert plan.gap == Gap(NOON, LATER - 19 * HOUR, "none of the 20 items stood in the document before")
    assert [(gap.after, gap.before, gap.filled_at) for gap in kept(store)] == [(NOON, LATER - 19 * HOUR, None)]


async def test_a_document_that_shares_an_item_is_none(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(20))))
    plan = await watched.poll(NOON + 19 * HOUR, answer(rss(hourly(20, NOON + 19 * HOUR, "later") + hourly(1))))
    assert (plan.gap, kept(store)) == (None, [])


async def test_a_gap_begins_where_the_document_was_last_known_to_be_unchanged(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(20))))
    await watched.poll(NOON + 5 * HOUR, NOT_MODIFIED)
    plan = await watched.poll(LATER, overflown())
    assert plan.gap is not None
    assert plan.gap.after == NOON + 5 * HOUR


async def test_an_edited_item_still_stands_for_the_document_before(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss([("a", NOON), ("b", NOON)])))
    edited = rss([("a", NOON), ("b", NOON)]).replace(b"<title>a</title>", b"<title>A, corrected</title>")
    plan = await watched.poll(LATER, answer(edited.replace(b"<title>b</title>", b"<title>B, corrected</title>")))
    assert plan.gap is None


async def test_after_a_gap_the_source_is_polled_twice_as_often_for_a_week(store: Database) -> None:
    watched = Watched(store)
    first = await watched.poll(NOON, answer(rss(hourly(20))))
    before = first.state.rhythm.interval
    assert before is not None
    plan = await watched.poll(LATER, overflown())
    assert plan.state.rhythm.interval is not None
    assert plan.state.rhythm.interval <= before / 2
    week = await watched.poll(LATER + timedelta(days=8), NOT_MODIFIED)
    assert week.state.rhythm.tight is None


async def test_a_gap_is_filled_by_a_sitemap_that_reaches_back_so_far(store: Database) -> None:
    watched = Watched(store, SourceKind.FEED, SourceKind.SITEMAP)
    await watched.poll(NOON, answer(rss(hourly(20))))
    await watched.poll(LATER, overflown())
    lost = [(f"lost-{n}", NOON + n * HOUR) for n in range(1, 11)]
    plan = await watched.poll(LATER, answer(sitemap(hourly(20, LATER, "later") + lost)), SITEMAP)
    assert {item.url.rsplit("/", 1)[1] for item in plan.work} == {f"lost-{n}" for n in range(1, 11)}
    assert [gap.filled_at for gap in kept(store)] == [LATER]


async def test_a_gap_older_than_a_sitemap_s_two_days_stays(store: Database) -> None:
    watched = Watched(store, SourceKind.FEED, SourceKind.SITEMAP)
    await watched.poll(NOON - 60 * HOUR, answer(rss(hourly(20, NOON - 60 * HOUR))))
    await watched.poll(NOON, answer(rss(hourly(20, NOON, "later"))))
    await watched.poll(NOON, answer(sitemap(hourly(20, NOON, "later"))), SITEMAP)
    assert [gap.filled_at for gap in kept(store)] == [None]


async def test_the_store_says_what_was_watched_and_where_the_holes_are(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(20))))
    await watched.poll(LATER, overflown())
    [seen] = store.read_now(lambda conn: coverage(conn, NOON - HOUR, LATER))
    assert (seen.since, seen.until) == (NOON, LATER)
    assert [(hole.since, hole.until) for hole in seen.holes] == [(NOON - HOUR, NOON), (NOON, LATER - 19 * HOUR)]


async def test_failed_polls_between_documents_that_meet_are_no_hole(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(20))))
    await watched.poll(NOON + HOUR, FetchFailed(FEED, Reason.TIMEOUT, "timed out"))
    await watched.poll(NOON + 2 * HOUR, answer(rss(hourly(20, NOON + 2 * HOUR, "later") + hourly(9))))
    [seen] = store.read_now(lambda conn: coverage(conn, NOON, NOON + 2 * HOUR))
    assert seen.holes == ()


async def test_a_source_that_fails_until_now_leaves_a_hole_since_it_was_last_read(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(20))))
    await watched.poll(NOON + 9 * HOUR, FetchFailed(FEED, Reason.TIMEOUT, "timed out"))
    [seen] = store.read_now(lambda conn: coverage(conn, NOON, NOON + 10 * HOUR))
    assert [(hole.since, hole.until, hole.reason) for hole in seen.holes] == [(NOON, NOON + 10 * HOUR, "timed out")]


async def test_a_source_that_was_never_read_is_one_hole(store: Database) -> None:
    Watched(store)
    [seen] = store.read_now(lambda conn: coverage(conn, NOON, NOON + HOUR))
    assert (seen.since, [(hole.since, hole.until) for hole in seen.holes]) == (None, [(NOON, NOON + HOUR)])


@pytest.mark.parametrize(
    "body",
    [sitemap([]), sitemap([("old", LATER - 60 * 24 * HOUR)]), sitemap(hourly(20, LATER, "later"))[:-400]],
    ids=["empty", "dead", "cut short"],
)
async def test_a_sitemap_that_proves_nothing_fills_no_gap(store: Database, body: bytes) -> None:
    watched = Watched(store, SourceKind.FEED, SourceKind.SITEMAP)
    await watched.poll(NOON, answer(rss(hourly(20))))
    await watched.poll(LATER, overflown())
    await watched.poll(LATER, answer(body), SITEMAP)
    assert [gap.filled_at for gap in kept(store)] == [None]


async def test_an_empty_document_in_between_hides_no_gap(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(3))))
    await watched.poll(NOON + HOUR, answer(rss([])))
    plan = await watched.poll(LATER, overflown())
    assert plan.gap is not None


async def test_an_item_of_long_ago_that_comes_back_hides_no_gap(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON - 9 * HOUR, answer(rss(hourly(1, NOON - 9 * HOUR, "long-ago"))))
    await watched.poll(NOON, answer(rss(hourly(3) + hourly(1, NOON - 9 * HOUR, "long-ago"))))
    await watched.poll(NOON + HOUR, answer(rss(hourly(4, NOON + HOUR))))
    plan = await watched.poll(LATER, answer(rss(hourly(5, LATER, "later") + hourly(1, NOON - 9 * HOUR, "long-ago"))))
    assert plan.gap is not None
