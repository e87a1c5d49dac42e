from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.model.change import Difference, Matter
from tests.builders import HOUR, NOON
from tests.treatywatch.looking.watching import (
    DAY,
    GONE,
    TITLE,
    URL,
    Watching,
    failed,
    page,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.store.database import Database

MOMENTS = (2 * HOUR, 26 * HOUR, 7 * DAY + 2 * HOUR)
"""When the looks of an article settled at noon are past."""


@pytest.fixture
def watching(tmp_path: Path, store: Database) -> Watching:
    return Watching(tmp_path, store)


async def test_a_page_that_is_gone_twice_is_withdrawn_and_that_is_news(watching: Watching) -> None:
    await watching.lists()
    watching.web.answers[URL] = GONE
    assert await watching.looks(2 * HOUR) == 1
    assert (watching.events(), watching.withdrawals()) == (["article"], ())
    assert await watching.looks(3 * HOUR) == 1
    (record,) = watching.withdrawals()
    assert (record.first_gone, record.confirmed) == (NOON + 2 * HOUR, NOON + 3 * HOUR)
    assert (record.status, record.why, record.back) == (404, "answered 404", None)
    (news,) = watching.news(after=1)
    assert (news.kind, news.title, [match.rule for match in news.matches]) == ("withdrawn", TITLE, ["inf"])
    assert news.changes == (Difference(Matter.WITHDRAWN, None, None),)


async def test_a_page_that_is_back_is_recorded_and_told_of_no_more_than_once(watching: Watching) -> None:
    await watching.lists()
    watching.web.answers[URL] = GONE
    await watching.looks(2 * HOUR)
    await watching.looks(3 * HOUR)
    watching.web.answers[URL] = page()
    await watching.looks(26 * HOUR)
    (record,) = watching.withdrawals()
    assert (record.back, watching.events()) == (NOON + 26 * HOUR, ["article", "withdrawn"])


async def test_a_page_that_the_feed_leads_to_again_is_back(watching: Watching) -> None:
    await watching.lists()
    watching.web.answers[URL] = failed(410)
    await watching.looks(2 * HOUR)
    await watching.looks(3 * HOUR)
    assert watching.look() is None
    watching.web.answers[URL] = page()
    watching.clock.advance(HOUR)
    await watching.lists("Envoys return to INF Treaty talks")
    (record,) = watching.withdrawals()
    assert record.back == NOON + 4 * HOUR
    look = watching.look()
    assert look
    assert look.number == 2


async def test_a_page_that_was_gone_for_an_hour_is_nothing(watching: Watching) -> None:
    await watching.lists()
    watching.web.answers[URL] = GONE
    await watching.looks(2 * HOUR)
    watching.web.answers[URL] = page()
    assert [await watching.looks(after) for after in (3 * HOUR, 26 * HOUR)] == [1, 1]
    assert (watching.withdrawals(), watching.events()) == ((), ["article"])


async def test_a_wall_in_place_of_the_article_changes_nothing(watching: Watching) -> None:
    await watching.lists()
    watching.web.answers[URL] = page("Subscribe to read the INF Treaty story, it is only a little a month. " * 2)
    assert [await watching.looks(after) for after in MOMENTS] == [1, 1, 1]
    assert (watching.events(), watching.withdrawals()) == (["article"], ())


async def test_a_refusal_ends_the_looks_and_is_remembered(watching: Watching) -> None:
    await watching.lists()
    watching.web.answers[URL] = failed(403)
    assert [await watching.looks(after) for after in MOMENTS] == [1, 0, 0]
    look = watching.look()
    assert look
    assert look.message == "answered 403"


CONSENT = (
    "We and our 842 partners keep and read information on a device, such as cookies.",
    "You may choose which purposes you allow, and withdraw your consent whenever you like.",
    "Advertising that is made for you costs less effort and pays for our journalism.",
    "More about vendors, retention and legitimate interest stands in our privacy policy.",
    "Press accept to continue, or buy a subscription without tracking instead.",
)
RETRACTED = "The Gazette has retracted this article, as its figures could not be verified. We apologise to our readers."


async def test_a_long_wall_under_another_title_changes_nothing(watching: Watching) -> None:
    await watching.lists()
    watching.web.answers[URL] = page(*CONSENT, title="Your privacy choices")
    await watching.looks(2 * HOUR)
    look = watching.look()
    assert look
    assert (watching.events(), look.number) == (["article"], 2)
    assert look.message == "another text stands at its address now, “Your privacy choices”"


async def test_another_text_where_the_text_is_not_kept_changes_nothing(tmp_path: Path, store: Database) -> None:
    watching = Watching(tmp_path, store, "match")
    await watching.lists()
    watching.web.answers[URL] = page(*CONSENT, title="Your privacy choices")
    await watching.looks(2 * HOUR)
    assert watching.events() == ["article"]


async def test_a_notice_that_the_article_was_retracted_is_its_next_version_once(watching: Watching) -> None:
    await watching.lists()
    watching.web.answers[URL] = page(RETRACTED, title="Article retracted")
    assert [await watching.looks(after) for after in MOMENTS] == [1, 1, 1]
    assert watching.events() == ["article", "version"]
    (news,) = watching.news(after=1)
    assert (news.title, news.lost) == ("Article retracted", ("inf",))
    assert Matter.DELETION in {each.matter for each in news.changes}


async def test_a_page_that_says_with_status_200_that_it_is_no_more_is_withdrawn_once_it_said_so_twice(
    watching: Watching,
) -> None:
    await watching.lists()
    watching.web.answers[URL] = page("We are sorry, but this page is no longer available.", title="The Gazette")
    assert [await watching.looks(after) for after in (2 * HOUR, 3 * HOUR)] == [1, 1]
    (record,) = watching.withdrawals()
    assert (record.status, record.why) == (200, "the page says that it is no more")
    assert watching.events() == ["article", "withdrawn"]


async def test_a_page_that_asks_for_a_login_after_it_said_that_it_is_no_more_is_not_withdrawn(
    watching: Watching,
) -> None:
    await watching.lists()
    watching.web.answers[URL] = page("This page is no longer available.", title="The Gazette")
    await watching.looks(2 * HOUR)
    watching.web.answers[URL] = page("This page is no longer available to you. Log in.", title="The Gazette")
    assert await watching.looks(3 * HOUR) == 1
    assert watching.withdrawals() == ()
