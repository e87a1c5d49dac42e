from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from crawlers.cadence import Why
from crawlers.state import Outcome
from crawlers.web import FetchFailed, Reason, Response
from pipeline.model.article import Arrival
from pipeline.model.outlet import SourceKind
from tests.builders import HOUR, NOON
from tests.crawlers.watch.watching import FEED, SITE, SITEMAP, Watched, answer, hourly, index, rss, sitemap

if TYPE_CHECKING:
    from crawlers.state import PollPlan
    from pipeline.store.database import Database

PART = f"{SITE}/news-1.xml"
OTHER = f"{SITE}/news-2.xml"
DAY = timedelta(days=1)


def names(plan: PollPlan) -> list[str]:
    return [item.url.rsplit("/", 1)[1] for item in plan.work]


async def test_a_news_sitemap_is_a_source_like_a_feed(store: Database) -> None:
    watched = Watched(store, SourceKind.SITEMAP)
    plan = await watched.poll(NOON, answer(sitemap(hourly(3))), SITEMAP)
    assert names(plan) == ["story-2", "story-1", "story-0"]
    assert {item.arrival for item in plan.work} == {Arrival.LIVE}
    assert plan.work[0].entry.title == "story-2"


async def test_of_an_index_the_sitemaps_are_read_as_well(store: Database) -> None:
    watched = Watched(store, SourceKind.SITEMAP)
    watched.web.answers |= {
        PART: Response(PART, 200, sitemap([("a", NOON - HOUR)])),
        OTHER: Response(OTHER, 200, sitemap([("b", NOON)])),
    }
    plan = await watched.poll(NOON, answer(index(PART, OTHER)), SITEMAP)
    assert names(plan) == ["a", "b"]


async def test_headers_and_charset_hold_for_the_sitemaps_of_an_index_too(store: Database) -> None:
    watched = Watched(store, SourceKind.SITEMAP)
    said = sitemap([("a", NOON)]).decode().replace("<news:title>a<", "<news:title>Встреча<").encode("cp1251")
    watched.web.answers[PART] = Response(PART, 200, said, "text/xml; charset=iso-8859-1")
    own = (("Accept-Language", "ru"),)
    watched.sources = [replace(source, headers=own, encoding="cp1251") for source in watched.sources]
    plan = await watched.poll(NOON, answer(index(PART)), SITEMAP)
    assert {request.headers for request in watched.web.asked} == {own}
    assert [item.entry.title for item in plan.work] == ["Встреча"]


async def test_an_index_that_has_not_changed_is_followed_all_the_same(store: Database) -> None:
    watched = Watched(store, SourceKind.SITEMAP)
    watched.web.answers[PART] = Response(PART, 200, sitemap([("a", NOON)]))
    await watched.poll(NOON, answer(index(PART)), SITEMAP)
    watched.web.answers[PART] = Response(PART, 200, sitemap([("a", NOON), ("b", NOON + HOUR)]))
    plan = await watched.poll(NOON + 2 * HOUR, answer(index(PART)), SITEMAP)
    assert names(plan) == ["b"]


async def test_a_sitemap_of_an_index_that_can_t_be_had_is_named_and_the_others_are_read(store: Database) -> None:
    watched = Watched(store, SourceKind.SITEMAP)
    watched.web.answers |= {
        PART: FetchFailed(PART, Reason.TIMEOUT, f"{PART}: no answer within 30 s"),
        OTHER: Response(OTHER, 200, sitemap([("b", NOON)])),
    }
    plan = await watched.poll(NOON, answer(index(PART, OTHER)), SITEMAP)
    assert (names(plan), plan.ledger.outcome) == (["b"], Outcome.ENTRIES)
    assert f"{PART}: no answer within 30 s" in plan.ledger.message
    assert plan.covers is None


async def test_what_the_outlet_s_feed_had_is_not_fetched_again(store: Database) -> None:
    watched = Watched(store, SourceKind.FEED, SourceKind.SITEMAP)
    await watched.poll(NOON, answer(rss([("a", NOON)])))
    plan = await watched.poll(NOON, answer(sitemap([("a", NOON), ("b", NOON)])), SITEMAP)
    assert names(plan) == ["b"]


async def test_a_feed_in_the_place_of_a_sitemap_is_named(store: Database) -> None:
    plan = await Watched(store, SourceKind.SITEMAP).poll(NOON, answer(rss(hourly(2))), SITEMAP)
    assert plan.ledger.outcome is Outcome.NOT_A_FEED
    assert "a feed (<rss>), not a sitemap; list it among the feeds" in plan.ledger.message


async def test_a_sitemap_that_is_kept_up_no_longer_is_asked_once_a_day(store: Database) -> None:
    plan = await Watched(store, SourceKind.SITEMAP).poll(NOON, answer(sitemap([("a", NOON - 40 * DAY)])), SITEMAP)
    assert (plan.next_due, plan.state.rhythm.why) == (NOON + DAY, Why.DEAD)


async def test_a_dead_sitemap_that_comes_back_to_life_is_polled_as_before(store: Database) -> None:
    watched = Watched(store, SourceKind.SITEMAP)
    await watched.poll(NOON, answer(sitemap([("a", NOON - 40 * DAY)])), SITEMAP)
    plan = await watched.poll(NOON + DAY, answer(sitemap([("b", NOON + DAY)])), SITEMAP)
    assert plan.next_due < NOON + DAY + HOUR


async def test_what_is_word_for_word_in_two_feeds_of_an_outlet_is_fetched_once(store: Database) -> None:
    watched = Watched(store)
    world = replace(watched.sources[0], url=f"{FEED}/world")
    watched.sources.append(world)
    watched.sync(NOON)
    await watched.poll(NOON, answer(rss([("a", NOON)])))
    plan = await watched.poll(NOON, answer(rss([("a", NOON), ("b", NOON)])), world.url)
    assert names(plan) == ["b"]
    assert plan.ledger.new == 2


async def test_a_sitemap_of_an_index_dated_by_day_is_read_all_that_day(store: Database) -> None:
    watched = Watched(store, SourceKind.SITEMAP)
    dated = index(PART).replace(b"</loc>", b"</loc><lastmod>2026-03-02</lastmod>")
    found = []
    for hours in range(4):
        items = [(f"story-{n}", NOON + n * HOUR) for n in range(hours + 1)]
        watched.web.answers[PART] = Response(PART, 200, sitemap(items))
        found += names(await watched.poll(NOON + hours * HOUR, answer(dated), SITEMAP))
    assert found == ["story-0", "story-1", "story-2", "story-3"]


async def test_a_sitemap_of_an_index_that_failed_is_read_when_it_is_well_again(store: Database) -> None:
    watched = Watched(store, SourceKind.SITEMAP)
    dated = index(PART, OTHER).replace(b"</loc>", b"</loc><lastmod>2026-03-02T12:10:00Z</lastmod>")
    watched.web.answers[OTHER] = Response(OTHER, 200, sitemap([("other", NOON)]))
    for hours in range(1, 4):
        watched.web.answers[PART] = FetchFailed(PART, Reason.STATUS, f"{PART}: answered 503", 503)
        await watched.poll(NOON + hours * HOUR, answer(dated), SITEMAP)
    watched.web.answers[PART] = Response(PART, 200, sitemap([("late", NOON + HOUR)]))
    assert names(await watched.poll(NOON + 5 * HOUR, answer(dated), SITEMAP)) == ["late"]


async def test_an_index_none_of_whose_sitemaps_can_be_read_has_failed(store: Database) -> None:
    watched = Watched(store, SourceKind.SITEMAP)
    watched.web.answers[PART] = FetchFailed(PART, Reason.STATUS, f"{PART}: answered 404", 404)
    plan = await watched.poll(NOON, answer(index(PART)), SITEMAP)
    assert (plan.state.failures, plan.ledger.outcome) == (1, Outcome.NOT_A_FEED)
    assert f"none of its 1 sitemaps could be read; the first: {PART}: answered 404" in plan.ledger.message


async def test_an_edited_headline_in_a_sitemap_is_work(store: Database) -> None:
    watched = Watched(store, SourceKind.SITEMAP)
    await watched.poll(NOON, answer(sitemap([("a", NOON)])), SITEMAP)
    edited = sitemap([("a", NOON)]).replace(b"<news:title>a", b"<news:title>Corrected: a")
    assert names(await watched.poll(NOON + HOUR, answer(edited), SITEMAP)) == ["a"]


async def test_a_row_dated_at_the_end_of_time_spoils_no_other(store: Database) -> None:
    watched = Watched(store, SourceKind.SITEMAP)
    odd = sitemap([("a", NOON), ("b", NOON)]).replace(NOON.isoformat().encode(), b"9999-12-31", 1)
    assert "b" in names(await watched.poll(NOON, answer(odd), SITEMAP))
