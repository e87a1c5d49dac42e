from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawlers.page import UNKNOWN, Hints, Page
from crawlers.store import looks
from crawlers.web import Response, Validators
from pipeline.model.article import Arrival
from tests.builders import HOUR, NOON
from tests.fakes import extract_here
from tests.treatywatch.looking.watching import (
    DAY,
    EDITED,
    KEY,
    MINUTE,
    URL,
    Watching,
    failed,
    page,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.store.database import Database

WEEK = 7 * DAY
MOMENTS = (2 * HOUR, 26 * HOUR, WEEK + 2 * HOUR)
"""When the looks of an article settled at noon are past."""


@pytest.fixture
def watching(tmp_path: Path, store: Database) -> Watching:
    return Watching(tmp_path, store)


async def test_a_matched_article_is_looked_at_three_times_and_then_no_more(watching: Watching) -> None:
    await watching.lists()
    assert [await watching.looks(after) for after in (HOUR / 2, *MOMENTS, 30 * DAY)] == [0, 1, 1, 1, 0]
    assert (watching.asked, watching.events(), watching.look()) == (4, ["article"], None)


async def test_an_edit_is_a_version_and_news(watching: Watching) -> None:
    await watching.lists()
    watching.web.answers[URL] = EDITED
    await watching.looks(2 * HOUR)
    assert watching.events() == ["article", "version"]
    (news,) = watching.news(after=1)
    assert news.kind == "version"
    await watching.looks(26 * HOUR)
    assert watching.events() == ["article", "version"]


@pytest.mark.parametrize("use", ["fulltext", "match"])
async def test_an_unchanged_page_is_asked_for_by_its_validators_and_nothing_is_written(
    tmp_path: Path, store: Database, use: str
) -> None:
    watching = Watching(tmp_path, store, use)
    watching.web.answers[URL] = replace(page(), validators=Validators(b'"1"', b"Mon"))
    await watching.lists()
    watching.web.answers[URL] = Response(URL, 304, b"")
    assert [await watching.looks(after) for after in MOMENTS] == [1, 1, 1]
    assert [request.validators for request in watching.web.asked[1:]] == [Validators(b'"1"', b"Mon")] * 3
    assert watching.ask("select count(*) from versions") == [(1,)]


async def test_where_the_text_is_not_kept_an_edit_is_a_version_all_the_same(tmp_path: Path, store: Database) -> None:
    watching = Watching(tmp_path, store, "match")
    await watching.lists(summary="What they came to.")
    watching.web.answers[URL] = EDITED
    await watching.looks(2 * HOUR)
    assert watching.ask("select number, text from versions") == [(1, None), (2, None)]
    assert "What they came to" not in str(watching.ask("select * from looks"))


@pytest.mark.parametrize("arrival", [Arrival.BASELINE, Arrival.BACKFILL])
async def test_what_nobody_is_told_of_is_not_looked_at(watching: Watching, arrival: Arrival) -> None:
    await watching.lists(arrival=arrival)
    assert watching.look() is None


async def test_what_does_not_match_is_not_looked_at(watching: Watching) -> None:
    watching.web.answers[URL] = page("The harbour reopens, and its cranes were painted over the winter. " * 5)
    await watching.lists("The harbour reopens")
    assert watching.look() is None


async def test_a_version_of_a_baseline_article_is_live_and_looked_at(watching: Watching) -> None:
    await watching.lists(arrival=Arrival.BASELINE)
    watching.clock.advance(2 * DAY)
    watching.web.answers[URL] = EDITED
    await watching.lists("Envoys leave the INF Treaty", Arrival.BASELINE)
    look = watching.look()
    assert look
    assert (look.number, look.work.queued_at) == (3, NOON)


@pytest.mark.parametrize("status", [404, 403])
async def test_an_article_whose_page_is_refused_is_not_looked_at(watching: Watching, status: int) -> None:
    watching.web.answers[URL] = failed(status)
    await watching.lists()
    assert (watching.events(), watching.look()) == (["article"], None)


async def test_a_page_that_could_not_be_read_for_a_while_is_read_at_a_look(watching: Watching) -> None:
    watching.web.answers[URL] = failed(500)
    await watching.lists()
    for _ in range(10):
        watching.clock.advance(HOUR)
        for _, work in await watching.settling.find(frozenset(), 9):
            await watching.settling.do(work)
    assert watching.ask("select text_by from versions") == [("feed",)]
    watching.web.answers[URL] = page()
    assert await watching.looks(10 * HOUR) == 1
    assert watching.ask("select text_by from versions") == [("feed",), ("page",)]


@pytest.mark.parametrize(("use", "waits"), [("headline", "[1h]"), ("fulltext", "[]")])
async def test_where_no_page_is_to_be_read_none_is_looked_at(
    tmp_path: Path, store: Database, use: str, waits: str
) -> None:
    watching = Watching(tmp_path, store, use, waits)
    await watching.lists()
    assert watching.look() is None


async def test_a_look_just_after_the_feed_led_to_the_page_is_spared(watching: Watching) -> None:
    await watching.lists()
    watching.clock.advance(58 * MINUTE)
    await watching.lists("Envoys return to INF Treaty talks")
    assert (await watching.looks(2 * HOUR), watching.asked) == (0, 2)
    assert await watching.looks(26 * HOUR) == 1
    assert watching.ask("select number from versions") == [(1,), (2,)]


async def test_the_last_look_is_spared_too(watching: Watching) -> None:
    await watching.lists()
    for after in MOMENTS[:2]:
        await watching.looks(after)
    look = watching.look()
    assert look
    assert look.due
    watching.clock.advance(look.due - MINUTE - watching.clock.now())
    await watching.lists("Envoys return to INF Treaty talks")
    assert (watching.look(), await watching.looks(30 * DAY), watching.asked) == (None, 0, 4)


async def test_the_title_that_the_feed_gave_later_stands_at_the_next_look(watching: Watching) -> None:
    await watching.lists()
    watching.clock.advance(20 * MINUTE)
    await watching.lists("Envoys return to INF Treaty talks")
    await watching.looks(2 * HOUR)
    assert watching.ask("select number from versions") == [(1,), (2,)]


async def test_an_article_that_moved_is_looked_at_where_it_is_and_stays_one(watching: Watching) -> None:
    moved = "https://gazette.example.com/archive/1"
    watching.web.answers[moved] = page(url=moved)
    await watching.lists(id="42", published=NOON)
    await watching.lists(url=moved, id="42", published=NOON)
    look = watching.look()
    assert look
    assert (look.work.url, look.work.url_key) == (moved, KEY)
    watching.web.answers[moved] = replace(EDITED, url=moved)
    await watching.looks(2 * HOUR)
    assert watching.ask("select article_id, number from versions") == [(1, 1), (1, 2)]


async def test_a_host_that_wants_to_be_left_alone_is_asked_once_and_then_later(watching: Watching) -> None:
    await watching.lists()
    answer = replace(failed(429), retry_at=NOON + 6 * HOUR)
    watching.web.answers[URL] = answer
    assert [await watching.looks(after) for after in (2 * HOUR, 5 * HOUR)] == [1, 0]
    watching.web.answers[URL] = EDITED
    assert await watching.looks(6 * HOUR) == 1
    assert watching.events() == ["article", "version"]


async def test_after_eight_days_of_downtime_an_article_is_looked_at_once(watching: Watching) -> None:
    await watching.lists()
    assert [await watching.looks(after) for after in (8 * DAY, 30 * DAY)] == [1, 0]


async def test_a_fault_of_ours_is_no_fault_of_the_page(watching: Watching) -> None:
    await watching.lists()
    watching.web.answers[URL] = RuntimeError("oops")
    assert await watching.looks(2 * HOUR) == 1
    look = watching.look()
    assert look
    assert (look.number, look.work.attempts, "please report it" in look.message) == (1, 1, True)
    assert watching.ask("select failures, bodiless from sources") == [(0, 0)]


async def test_a_look_that_was_killed_before_it_was_written_is_taken_again(tmp_path: Path, store: Database) -> None:
    reading = asyncio.Event()

    async def endless(body: bytes, url: str, content_type: str, hints: Hints = UNKNOWN) -> Page:  # noqa: ARG001 - the port's names
        reading.set()
        await asyncio.Event().wait()
        raise AssertionError

    watching = Watching(tmp_path, store, extract=endless)
    await watching.lists()
    watching.web.answers[URL] = EDITED
    killed = asyncio.create_task(watching.looks(2 * HOUR))
    await reading.wait()
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    assert watching.events() == ["article"]
    again = Watching(tmp_path, store)
    again.web.answers[URL] = EDITED
    assert (await again.looks(2 * HOUR), again.events()) == (1, ["article", "version"])


async def test_what_a_look_read_is_dropped_where_the_page_was_settled_meanwhile(
    tmp_path: Path, store: Database
) -> None:
    async def slow(body: bytes, url: str, content_type: str, hints: Hints = UNKNOWN) -> Page:
        watched.clock.advance(MINUTE)
        watched.web.answers[URL] = EDITED
        await watched.lists("Envoys return to INF Treaty talks")
        return await extract_here(body, url, content_type, hints)

    watched = Watching(tmp_path, store, extract=slow)
    await watched.lists()
    await watched.looks(2 * HOUR)
    texts = [text for (text,) in watched.ask("select text from versions order by number")]
    assert ["17 launchers" in text for text in texts] == [True, False]


async def test_a_week_costs_one_request_for_each_look(watching: Watching) -> None:
    await watching.lists()
    for hour in range(8 * 24):
        await watching.looks(hour * HOUR)
    assert watching.asked == 1 + 3
    assert watching.store.read_now(looks.waiting) == 0
