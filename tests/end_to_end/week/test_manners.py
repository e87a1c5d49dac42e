from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.end_to_end.week import manners
from tests.end_to_end.week.asked import Asked

START = datetime(2026, 3, 28, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALLOWING, FORBIDDING = "User-agent: *\nDisallow: /private\n", "User-agent: *\nDisallow: /\n"


def ask(number: int, path: str = "/feed", status: int = 200, **more: Any) -> Asked:  # noqa: ANN401 - any field of it
    """One a second, which takes half of it; an hour of the script passes meanwhile."""
    told = Asked("herald", path, number, number + 0.5, START + number * HOUR, status, conditional=False, agent="us")
    return replace(told, **more)


def robots(number: int, body: str = ALLOWING, status: int = 200) -> Asked:
    return ask(number, "/robots.txt", status, robots=body)


def test_requests_that_overlap_are_told() -> None:
    overlapping = ask(1, began=0.4)
    assert manners.at_once([ask(0), overlapping, ask(2)]) == [overlapping]


def test_requests_in_line_do_not_overlap() -> None:
    assert manners.at_once([ask(0), ask(1, began=0.5), ask(2)]) == []


def test_an_outlet_that_hears_late_of_a_client_s_end_saw_no_overlap() -> None:
    assert manners.at_once([ask(0, status=0), ask(1, began=0.48)]) == []


def test_asking_before_the_time_that_retry_after_names_is_too_early() -> None:
    overrun = ask(0, status=429, until=START + 2 * HOUR)
    assert manners.too_early([overrun, ask(1), ask(2), ask(3)]) == [ask(1)]


def test_a_shorter_retry_after_does_not_end_a_longer_one() -> None:
    first, second = ask(0, status=429, until=START + 3 * HOUR), ask(1, status=429, until=START + 1.5 * HOUR)
    assert manners.too_early([first, second, ask(2)]) == [second, ask(2)]


@pytest.mark.parametrize("rules", [robots(0, FORBIDDING), robots(0, "", 500)])
def test_asking_what_robots_txt_forbids_is_told(rules: Asked) -> None:
    assert manners.forbidden([rules, ask(1)], 24 * HOUR) == [ask(1)]


def test_asking_without_a_robots_txt_is_forbidden() -> None:
    assert manners.forbidden([ask(0), robots(1), ask(2)], 24 * HOUR) == [ask(0)]


def test_asking_on_the_word_of_an_old_robots_txt_is_forbidden() -> None:
    assert manners.forbidden([robots(0), ask(4), ask(6)], 4 * HOUR) == [ask(6)]


def test_what_robots_txt_said_last_holds() -> None:
    assert manners.forbidden([robots(0, FORBIDDING), robots(1), ask(2)], 24 * HOUR) == []


def test_requests_closer_than_crawl_delay_are_too_fast() -> None:
    assert manners.too_fast([ask(0), ask(1), ask(2)], delay=1.0) == []
    assert manners.too_fast([ask(0), ask(1), ask(2)], delay=1.5) == [ask(1), ask(2)]


def test_a_request_noted_late_is_not_too_fast() -> None:
    assert manners.too_fast([ask(0), ask(1, began=1.2), ask(2)], delay=1.0) == []


def test_a_feed_that_is_gone_is_asked_no_more() -> None:
    assert manners.asked_though_gone([ask(0), ask(1, status=410), ask(2), ask(3, "/news/1")]) == [ask(2)]


def test_a_feed_is_believed_unchanged_from_one_whole_answer_to_the_next() -> None:
    asked = [ask(0), ask(1, status=304), ask(2, "/news/1"), ask(5), ask(6, status=304)]
    assert manners.longest_belief(asked, START + 7 * HOUR) == 5 * HOUR
    assert manners.longest_belief(asked, START + 11 * HOUR) == 6 * HOUR
