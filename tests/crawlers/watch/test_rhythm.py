from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawlers.cadence import Why
from crawlers.web import FetchFailed, Reason
from pipeline.model.outlet import SourceKind
from tests.builders import HOUR, NOON
from tests.crawlers.watch.watching import FEED, MINUTE, NOT_MODIFIED, Watched, answer, hourly, rss

if TYPE_CHECKING:
    from pipeline.store.database import Database

DAY = timedelta(days=1)


def every(pause: timedelta, count: int = 30) -> bytes:
    return rss([(f"story-{n}", NOON - n * pause) for n in range(count)])


@pytest.mark.parametrize(
    ("pause", "sooner", "later"), [(2 * MINUTE, 10 * MINUTE, 20 * MINUTE), (DAY, 30 * MINUTE, HOUR)]
)
async def test_a_busy_source_is_polled_sooner_than_a_quiet_one(
    store: Database, pause: timedelta, sooner: timedelta, later: timedelta
) -> None:
    plan = await Watched(store).poll(NOON, answer(every(pause)))
    assert sooner < plan.next_due - NOON < later


async def test_the_first_document_already_tells_the_habit(store: Database) -> None:
    plan = await Watched(store).poll(NOON, answer(rss(hourly(24))))
    assert plan.state.rhythm.habit is not None
    assert plan.state.rhythm.habit.level == pytest.approx(1, rel=0.1)


async def test_old_items_pinned_to_the_first_document_do_not_make_a_source_quiet(store: Database) -> None:
    pinned = [(f"pinned-{n}", NOON - timedelta(days=300 + n)) for n in range(3)]
    plan = await Watched(store).poll(NOON, answer(rss([*hourly(24), *pinned])))
    assert plan.state.rhythm.habit is not None
    assert plan.state.rhythm.habit.level > 0.9


async def test_what_is_known_of_a_source_survives_a_restart(store: Database) -> None:
    watched = Watched(store)
    plan = await watched.poll(NOON, answer(rss(hourly(20), "<ttl>25</ttl>"), hops=()))
    stored = watched.state()
    assert stored.rhythm == replace(plan.state.rhythm, hints=replace(plan.state.rhythm.hints, fresh_for=None))
    assert (stored.known, stored.last_body) == (plan.state.known, NOON)


async def test_a_feed_s_ttl_is_heeded_and_remembered_while_it_does_not_change(store: Database) -> None:
    watched = Watched(store)
    first = await watched.poll(NOON, answer(rss([("a", NOON - n * MINUTE) for n in range(30)], "<ttl>90</ttl>")))
    second = await watched.poll(NOON + 2 * HOUR, NOT_MODIFIED)
    assert first.next_due >= NOON + 90 * MINUTE
    assert second.next_due >= NOON + 2 * HOUR + 90 * MINUTE
    assert second.state.rhythm.why is Why.HINT


async def test_max_age_is_heeded_for_as_long_as_the_answer_says(store: Database) -> None:
    watched = Watched(store)
    busy = every(MINUTE)
    cached = await watched.poll(NOON, answer(busy, headers=(("cache-control", "max-age=3600"),)))
    free = await watched.poll(NOON + 2 * HOUR, answer(busy))
    assert cached.next_due >= NOON + HOUR
    assert free.next_due < NOON + 3 * HOUR


async def test_an_interval_that_the_operator_gave_is_kept(store: Database) -> None:
    plan = await Watched(store, interval=HOUR).poll(NOON, answer(every(MINUTE)))
    assert (plan.next_due, plan.state.rhythm.why) == (NOON + HOUR, Why.FIXED)


async def test_a_source_with_a_short_window_is_polled_before_half_of_it_has_moved_on(store: Database) -> None:
    short = await Watched(store).poll(NOON, answer(every(2 * MINUTE, count=6)))
    assert short.state.rhythm.why is Why.WINDOW
    assert short.next_due <= NOON + 7 * MINUTE


async def test_a_source_that_failed_is_asked_again_no_sooner_than_its_interval(store: Database) -> None:
    watched = Watched(store)
    first = await watched.poll(NOON, answer(every(DAY)))
    failed = await watched.poll(NOON + HOUR, FetchFailed(FEED, Reason.CONNECTION, "refused"))
    assert first.state.rhythm.interval is not None
    assert failed.next_due == NOON + HOUR + first.state.rhythm.interval


async def test_hours_to_skip_are_skipped_after_a_failure_too(store: Database) -> None:
    watched = Watched(store)
    skipped = "<skipHours><hour>13</hour><hour>14</hour></skipHours>"
    await watched.poll(NOON, answer(rss(hourly(20), skipped)))
    failed = await watched.poll(NOON + 50 * MINUTE, FetchFailed(FEED, Reason.CONNECTION, "refused"))
    assert failed.next_due == NOON + 3 * HOUR


@pytest.mark.parametrize("kind", list(SourceKind))
async def test_a_source_of_any_kind_is_due_again(store: Database, kind: SourceKind) -> None:
    watched = Watched(store, kind)
    plan = await watched.poll(
        NOON, FetchFailed("https://herald.example.org/", Reason.CONNECTION, "refused"), watched.sources[0].url
    )
    assert plan.next_due > NOON
