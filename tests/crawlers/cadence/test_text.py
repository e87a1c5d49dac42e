from __future__ import annotations

from datetime import timedelta
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from crawlers.cadence.habit import Habit, habit_of
from crawlers.cadence.hints import Hints
from crawlers.cadence.text import habit_from_text, habit_to_text, hints_from_text, hints_to_text
from tests.builders import NOON
from tests.crawlers.cadence.habits import SINCE, published

TTLS = st.none() | st.integers(1, 10**6).map(lambda minutes: timedelta(minutes=minutes))


@given(
    st.floats(1e-6, 1e6),
    st.lists(st.floats(0, 168), min_size=168, max_size=168).map(tuple),
    st.floats(1e-3, 1e6) | st.just(inf),
)
def test_a_habit_comes_back_from_the_store_as_it_went(level: float, week: tuple[float, ...], weight: float) -> None:
    habit = Habit(NOON, level, week, weight)
    assert habit_from_text(habit_to_text(habit)) == habit


def test_a_habit_takes_less_than_two_kilobytes() -> None:
    habit = habit_of(published(lambda at: 8 if 8 <= at.hour < 18 else 0.5), SINCE, NOON)
    assert len(habit_to_text(habit)) < 2_000


@given(TTLS, st.frozensets(st.integers(0, 23)), st.frozensets(st.integers(0, 6)))
def test_hints_of_a_document_come_back_from_the_store_as_they_went(
    ttl: timedelta | None, hours: frozenset[int], days: frozenset[int]
) -> None:
    hints = Hints(ttl=ttl, skip_hours=hours, skip_days=days)
    assert hints_from_text(hints_to_text(hints)) == hints


def test_what_one_answer_asked_for_is_not_stored() -> None:
    passing = Hints(fresh_for=timedelta(hours=1), retry_after=timedelta(hours=2))
    assert hints_from_text(hints_to_text(passing)) == Hints()
