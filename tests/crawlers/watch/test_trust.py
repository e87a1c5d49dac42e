from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawlers.state import Outcome
from crawlers.web import FetchFailed, Hop, Reason, Response, Validators
from pipeline.model.outlet import Source
from tests.builders import HOUR, NOON
from tests.crawlers.watch.watching import FEED, NOT_MODIFIED, TAGS, Watched, answer, hourly, rss

if TYPE_CHECKING:
    from pipeline.store.database import Database

DAY = timedelta(days=1)
ELSEWHERE = "https://feeds.example.net/herald"


async def test_a_feed_that_has_answered_304_for_a_day_is_asked_for_itself(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(3))))
    for hours in (8, 16, 23, 24):
        await watched.poll(NOON + hours * HOUR, NOT_MODIFIED)
    assert [asked.validators for asked in watched.web.asked] == [Validators(), TAGS, TAGS, TAGS, Validators()]


async def test_a_feed_whose_304s_hid_news_is_asked_without_validators_for_four_weeks(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(3))))
    await watched.poll(NOON + 23 * HOUR, NOT_MODIFIED)
    plan = await watched.poll(NOON + DAY, answer(rss([("hidden", NOON + HOUR), *hourly(3)])))
    assert "its 304 answers hid news" in plan.ledger.message
    await watched.poll(NOON + DAY + HOUR, answer(rss(hourly(3)), Validators(b'"2"')))
    await watched.poll(NOON + 30 * DAY, NOT_MODIFIED)
    await watched.poll(NOON + 30 * DAY + HOUR, answer(rss(hourly(4)), Validators(b'"3"')))
    assert [asked.validators for asked in watched.web.asked[3:]] == [Validators(), Validators(), Validators()]
    await watched.poll(NOON + 30 * DAY + 2 * HOUR, NOT_MODIFIED)
    assert watched.web.asked[-1].validators == Validators(b'"3"')


async def test_news_that_came_since_the_last_304_are_no_lie(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(3))))
    await watched.poll(NOON + 23 * HOUR, NOT_MODIFIED)
    plan = await watched.poll(NOON + DAY, answer(rss([("new", NOON + DAY), *hourly(3)]), Validators(b'"2"')))
    assert (plan.ledger.message, plan.state.distrusted_until) == ("", None)


async def test_a_gap_behind_304s_that_lied_begins_at_the_last_document(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(3))))
    await watched.poll(NOON + 23 * HOUR, NOT_MODIFIED)
    plan = await watched.poll(NOON + DAY, answer(rss(hourly(3, NOON + DAY, "later"))))
    assert plan.gap is not None
    assert plan.gap.after == NOON


async def test_a_permanent_redirect_is_followed_for_a_week_and_then_adopted(store: Database) -> None:
    watched = Watched(store)
    moved = answer(rss(hourly(3)), hops=(Hop(301, ELSEWHERE),))
    for days in range(8):
        plan = await watched.poll(NOON + days * DAY, moved)
    assert [asked.url for asked in watched.web.asked] == [FEED] * 8
    assert f"moved for good to {ELSEWHERE}, where it is asked from now on" in plan.ledger.message
    await watched.poll(NOON + 8 * DAY, answer(rss(hourly(3))))
    assert watched.web.asked[-1].url == ELSEWHERE
    assert watched.state().url == FEED


async def test_entries_are_the_same_after_a_move(store: Database) -> None:
    watched = Watched(store)
    untold = b"<rss version='2.0'><channel><item><title>without a link</title></item></channel></rss>"
    for days in range(8):
        await watched.poll(NOON + days * DAY, answer(untold, hops=(Hop(301, ELSEWHERE),)))
    plan = await watched.poll(NOON + 9 * DAY, Response(ELSEWHERE, 200, untold + b" "))
    assert (plan.work, plan.state.address) == ((), ELSEWHERE)


async def test_an_adopted_address_that_keeps_failing_is_given_up_for_the_configured_one(store: Database) -> None:
    watched = Watched(store)
    for days in range(8):
        await watched.poll(NOON + days * DAY, answer(rss(hourly(3)), hops=(Hop(308, ELSEWHERE),)))
    for hours in range(5):
        await watched.poll(NOON + 9 * DAY + hours * HOUR, FetchFailed(ELSEWHERE, Reason.CONNECTION, "refused"))
    assert watched.state().address == FEED


async def test_a_source_that_is_gone_is_polled_no_more_until_it_is_put_back(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(3))))
    plan = await watched.poll(NOON + HOUR, FetchFailed(FEED, Reason.STATUS, "answered 410 (Gone)", 410))
    assert (plan.ledger.outcome, plan.ledger.message) == (Outcome.GONE, "answered 410 (Gone)")
    assert watched.due(NOON + 99 * DAY) == []
    watched.sync(NOON + DAY)
    assert watched.due(NOON + 99 * DAY) == []
    watched.sync(NOON + DAY, Source("gazette", "https://gazette.example.net/feed"))
    watched.sync(NOON + DAY)
    assert watched.due(NOON + 99 * DAY) == [FEED]


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_passing_redirect_is_never_adopted(store: Database, status: int) -> None:
    watched = Watched(store)
    for days in range(12):
        await watched.poll(NOON + days * DAY, answer(rss(hourly(3)), hops=(Hop(status, ELSEWHERE),)))
    assert watched.state().address == FEED


async def test_gone_at_an_adopted_address_is_not_gone_at_the_configured_one(store: Database) -> None:
    watched = Watched(store)
    for days in range(8):
        await watched.poll(NOON + days * DAY, answer(rss(hourly(3)), hops=(Hop(301, ELSEWHERE),)))
    plan = await watched.poll(NOON + 9 * DAY, FetchFailed(ELSEWHERE, Reason.STATUS, "answered 410 (Gone)", 410))
    assert (plan.state.gone_at, plan.state.address) == (None, FEED)


async def test_a_wait_set_by_a_clock_a_year_ahead_is_cut_to_a_week(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON + 365 * DAY, FetchFailed(FEED, Reason.CONNECTION, "refused"))
    watched.sync(NOON)
    assert watched.due(NOON + 7 * DAY) == [FEED]


async def test_a_restart_keeps_the_wait_that_an_outlet_asked_for(store: Database) -> None:
    watched = Watched(store)
    await watched.poll(NOON, answer(rss(hourly(3), "<ttl>1440</ttl>")))
    watched.sync(NOON + HOUR)
    assert watched.due(NOON + 20 * HOUR) == []
    assert watched.due(NOON + 25 * HOUR) == [FEED]
