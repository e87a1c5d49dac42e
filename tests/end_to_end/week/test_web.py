from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from crawlers.feeds import parse_feed
from tests.end_to_end.week.outlet import FEED, MIRROR, NEW_HOME, Outlet
from tests.end_to_end.week.script import SMALL, week
from tests.end_to_end.week.story import Story
from tests.end_to_end.week.trouble import Kind, Trouble
from tests.end_to_end.week.web import PATIENCE, SILENCE, answer

START = datetime(2026, 3, 28, tzinfo=UTC)
HOUR = timedelta(hours=1)
HERALD = Outlet("herald", "rss", 3, tuple(Story("herald", n, START + n * HOUR, f"id-{n}") for n in range(6)))
LATER = START + 4.5 * HOUR


def with_trouble(kind: Kind) -> Outlet:
    return replace(HERALD, troubles=(Trouble(kind, START + 4 * HOUR, START + 5 * HOUR),))


def etag(outlet: Outlet, at: datetime) -> str:
    return answer(outlet, FEED, None, at).headers["ETag"]


@pytest.mark.parametrize("form", ["rss", "atom", "rdf", "json"])
def test_a_feed_lists_its_window_of_what_is_published(form: str) -> None:
    reply = answer(replace(HERALD, form=form), FEED, None, LATER)
    read = parse_feed(reply.body, f"https://{HERALD.host}/feed", reply.headers["Content-Type"], 500, None)
    assert [entry.url for entry in read.entries] == [f"https://{HERALD.host}/news/{n}" for n in (4, 3, 2)]
    assert [entry.published for entry in read.entries] == [START + n * HOUR for n in (4, 3, 2)]


def test_an_edited_story_changes_its_headline_and_its_date_when_the_script_says() -> None:
    story = replace(HERALD.stories[0], retitled=START + HOUR, redated=START + 2 * HOUR)
    assert story.title(START) != story.title(START + HOUR)
    assert [story.dated(START + HOUR), story.dated(START + 2 * HOUR)] == [START, START + 2 * HOUR]


def test_a_page_is_there_once_it_is_published() -> None:
    assert [answer(HERALD, "/news/5", None, LATER + n * HOUR).status for n in (0, 1)] == [404, 200]


def test_an_unchanged_feed_answers_304_and_a_changed_one_does_not() -> None:
    assert answer(HERALD, FEED, etag(HERALD, START), START).status == 304
    assert answer(HERALD, FEED, etag(HERALD, START), LATER).status == 200


def test_a_lying_feed_answers_304_until_it_is_asked_for_the_whole() -> None:
    lying = with_trouble(Kind.LYING)
    assert answer(lying, FEED, etag(HERALD, START), LATER).status == 304
    assert answer(lying, FEED, None, LATER).body == answer(HERALD, FEED, None, LATER).body


@pytest.mark.parametrize(
    ("kind", "status", "location"),
    [
        (Kind.BROKEN, 500, None),
        (Kind.OVERRUN, 429, None),
        (Kind.GONE, 410, None),
        (Kind.MOVED, 301, NEW_HOME),
        (Kind.DETOUR, 302, MIRROR),
    ],
)
def test_trouble_begins_and_ends(kind: Kind, status: int, location: str | None) -> None:
    reply = answer(with_trouble(kind), FEED, None, LATER)
    assert (reply.status, reply.headers.get("Location")) == (status, location)
    assert answer(with_trouble(kind), FEED, None, LATER - HOUR).status == 200
    assert answer(with_trouble(kind), FEED, None, LATER + HOUR).status == 200


def test_a_hanging_outlet_gives_no_answer() -> None:
    assert answer(with_trouble(Kind.HANGING), FEED, None, LATER) is SILENCE


@pytest.mark.parametrize("minute", [0, 1])
def test_retry_after_names_one_moment_in_both_its_forms(minute: int) -> None:
    at = LATER.replace(minute=minute)
    said = answer(with_trouble(Kind.OVERRUN), FEED, None, at).headers["Retry-After"]
    assert (at + timedelta(seconds=int(said)) if said.isdigit() else parsedate_to_datetime(said)) == at + PATIENCE


def test_a_closed_outlet_says_so_in_robots_txt() -> None:
    said = [answer(with_trouble(Kind.CLOSED), "/robots.txt", None, at).body for at in (LATER - HOUR, LATER)]
    assert [b"Disallow: /\n" in body for body in said] == [False, True]


def test_the_same_seed_gives_the_same_week() -> None:
    assert week(SMALL, seed=3) == week(SMALL, seed=3)
    assert week(SMALL, seed=3) != week(SMALL, seed=4)


def test_every_kind_of_trouble_is_in_the_small_week() -> None:
    assert {trouble.kind for outlet in week(SMALL).outlets for trouble in outlet.troubles} == set(Kind)
