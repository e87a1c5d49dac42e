from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.again import outcomes
from crawlers.again.beginning import begun
from crawlers.again.look import Finding
from crawlers.again.schedule import NEAR, Turn, following, overtaking, turns
from crawlers.limits import Cadence
from crawlers.page import Page
from crawlers.settle import Read, Visit
from crawlers.state import Sight
from crawlers.web import FetchFailed, Reason
from tests.builders import HOUR, NOON
from tests.crawlers.again.looks import DAY, TURNS, WAITS
from tests.crawlers.test_settle import HERALD, URL, WORK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawlers.again.look import Look, LookPlan

MINUTE = timedelta(minutes=1)


def test_an_article_is_looked_at_after_an_hour_a_day_and_a_week() -> None:
    assert [turn.number for turn in TURNS] == [1, 2, 3]
    for turn, wait in zip(TURNS, WAITS, strict=True):
        assert NOON + wait <= turn.due <= NOON + wait + min(wait / 10, HOUR)


def test_what_was_settled_at_once_is_not_asked_for_at_once() -> None:
    due = sorted(turns(NOON, f"herald herald.example.org/{number}", WAITS)[0].due for number in range(60))
    assert due[-1] - due[0] > 5 * MINUTE
    assert max(sum(one <= other < one + MINUTE for other in due) for one in due) < 30


def test_the_same_article_is_due_at_the_same_time_after_a_restart() -> None:
    assert turns(NOON, "herald a", WAITS) == turns(NOON, "herald a", WAITS)


@pytest.mark.parametrize(
    ("number", "now", "expected"),
    [
        (0, NOON, 1),
        (1, TURNS[0].due, 2),
        (2, TURNS[1].due, 3),
        (3, TURNS[2].due, None),
        (1, NOON + 8 * DAY, None),
        (0, NOON + 8 * DAY, None),
        (1, NOON + 2 * DAY, 3),
        (1, TURNS[1].due - NEAR / 2, 3),
        (1, TURNS[1].due - NEAR, 2),
        (2, NOON - DAY, 3),
    ],
    ids=str,
)
def test_the_next_look_is_the_first_that_would_show_more(number: int, now: datetime, expected: int | None) -> None:
    turn = following(TURNS, number, now)
    assert (turn and turn.number) == expected


@pytest.mark.parametrize(
    ("number", "now", "expected"),
    [(1, NOON + 2 * HOUR, None), (1, TURNS[1].due, 2), (1, NOON + 9 * DAY, 3), (3, NOON + 9 * DAY, None)],
    ids=str,
)
def test_a_later_look_overtakes_one_that_is_tried_again(number: int, now: datetime, expected: int | None) -> None:
    turn = overtaking(TURNS, number, now)
    assert (turn and turn.number) == expected


def test_without_waits_there_are_no_looks() -> None:
    assert following(turns(NOON, "a", ()), 0, NOON) is None


@dataclass(frozen=True)
class Life:
    """What befalls the looks at one article, one after another."""

    waits: tuple[timedelta, ...]
    answers: tuple[str, ...]
    delays: tuple[timedelta, ...]
    """By which the service is late for each."""


FAILURES = {
    "gone": FetchFailed(URL, Reason.STATUS, "404", 404),
    "gone for good": FetchFailed(URL, Reason.STATUS, "410", 410),
    "overrun": FetchFailed(URL, Reason.STATUS, "429", 429),
    "time-out": FetchFailed(URL, Reason.TIMEOUT, "late"),
    "down": FetchFailed(URL, Reason.CONNECTION, "down"),
    "ours": FetchFailed(URL, Reason.INTERNAL, "oops"),
    "forbidden": FetchFailed(URL, Reason.STATUS, "403", 403),
    "robots": FetchFailed(URL, Reason.ROBOTS, "robots.txt"),
    "too large": FetchFailed(URL, Reason.TOO_LARGE, "large"),
}
ANSWERS = ("same", "read", "thin", *FAILURES)
waits = st.lists(st.integers(10, 60 * 24 * 5), min_size=1, max_size=3).map(
    lambda steps: tuple(timedelta(minutes=sum(steps[: end + 1])) for end in range(len(steps)))
)
lives = st.builds(
    Life,
    waits,
    st.lists(st.sampled_from(ANSWERS), min_size=60, max_size=60).map(tuple),
    st.lists(st.sampled_from((0, 0, 0, 3, 90, 60 * 24 * 8)), min_size=60, max_size=60).map(
        lambda late: tuple(timedelta(minutes=one) for one in late)
    ),
)


def answered(look: Look, visit: Visit, answer: str) -> LookPlan:
    if answer in FAILURES:
        return outcomes.unanswered(look, visit, FAILURES[answer])
    if answer == "same":
        return outcomes.same(look, visit)
    text = "word " * (10 if answer == "thin" else 300)
    return outcomes.read(look, visit, Read(Page("Envoys meet", text), URL))


def lived(life: Life) -> list[tuple[datetime, LookPlan]]:
    look = begun(replace(WORK, queued_at=NOON), Sight("Envoys meet", 1500, URL), NOON, life.waits)
    found: list[tuple[datetime, LookPlan]] = []
    for answer, late in zip(life.answers, life.delays, strict=True):
        if look is None or look.due is None:
            break
        visit = Visit(HERALD, look.due + late, Cadence(look_again=life.waits))
        plan = answered(look, visit, answer)
        found.append((visit.now, plan))
        look = plan.then
    return found


@given(lives)
def test_looks_ascend_and_end_whatever_fails_and_however_long_the_service_was_down(life: Life) -> None:
    past = lived(life)
    done = [plan.look.number for _, plan in past if plan.finding not in {Finding.FAILED, Finding.MISSING}]
    assert done == sorted(set(done))
    assert len(done) <= len(life.waits)
    assert len(past) < len(life.answers) or past[-1][1].then is None


@given(lives)
def test_a_look_is_never_due_before_it_was_decided(life: Life) -> None:
    for now, plan in lived(life):
        assert plan.then is None or plan.then.due is None or plan.then.due > now


@given(lives)
def test_nothing_is_looked_at_after_the_last_look_was_done(life: Life) -> None:
    for _, plan in lived(life):
        if plan.look.number == len(life.waits) and plan.finding not in {Finding.FAILED, Finding.MISSING}:
            assert plan.then is None or plan.then.due is None


@given(waits, st.text(max_size=20))
def test_looks_are_strictly_one_after_another(all_waits: Sequence[timedelta], name: str) -> None:
    listed: list[Turn] = turns(NOON, name, all_waits)
    assert all(one.due < other.due for one, other in pairwise(listed))


def test_after_eight_days_of_downtime_there_is_one_look() -> None:
    life = Life(WAITS, ("same",) * 3, (8 * DAY,) * 3)
    assert [plan.finding for _, plan in lived(life)] == [Finding.SAME]
