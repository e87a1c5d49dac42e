from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from crawlers.again.look import Finding, LookPlan
from crawlers.state import HostPause, LedgerRow, Outcome, PollPlan, SourceState
from crawlers.store import hosts, looks, polls, sources
from pipeline.model.article import Arrival
from pipeline.model.outlet import Source
from tests.builders import HOUR, NOON
from tests.crawlers.again.looks import DAY, LOOK
from tests.crawlers.test_settle import WORK

if TYPE_CHECKING:
    from crawlers.again.look import Look
    from pipeline.store.database import Database

GAZETTE = "https://gazette.example.net/feed"
SOURCES = [Source("herald", WORK.source, HOUR), Source("gazette", GAZETTE, HOUR)]
MINUTE = timedelta(minutes=1)
BOTH = ("herald", "gazette")


class Kept:
    """Looks in a real database, with two sources."""

    def __init__(self, store: Database) -> None:
        self.store = store
        self.sync(SOURCES)

    def sync(self, configured: list[Source]) -> None:
        self.store.write_now(lambda conn: sources.sync(conn, configured, NOON, HOUR))

    def put(self, name: str = "a", host: str = "herald", due: timedelta = HOUR) -> Look:
        """A look at a page of this name and host."""
        url = f"https://{host}.example.org/{name}"
        work = replace(WORK, outlet=host, url=url, url_key=url, fingerprint="", source_id=1 + (host == "gazette"))
        work = replace(work, source=GAZETTE if host == "gazette" else WORK.source)
        self.store.write_now(partial(looks.put, look=replace(LOOK, work=work, due=NOON + due)))
        found = self.find(url, host)
        assert found
        return found

    def find(self, key: str, outlet: str = "herald") -> Look | None:
        return self.store.read_now(lambda conn: looks.find(conn, outlet, key))

    def due(
        self, at: timedelta = HOUR, busy: frozenset[str] = frozenset(), limit: int = 9, outlets: tuple[str, ...] = BOTH
    ) -> list[str]:
        found = self.store.read_now(lambda conn: looks.due(conn, NOON + at, busy, limit, outlets))
        return [look.work.url.rpartition("/")[2] for look in found]

    def page(self, due: timedelta = timedelta(0), arrival: Arrival = Arrival.LIVE) -> None:
        """Have a page of the herald wait to be fetched."""
        state = SourceState(1, "herald", WORK.source)
        work = replace(WORK, arrival=arrival)
        plan = PollPlan(state, NOON + HOUR, LedgerRow(1, NOON + due, Outcome.ENTRIES), work=(work,))
        self.store.write_now(lambda conn: polls.record(conn, plan))


@pytest.fixture
def kept(store: Database) -> Kept:
    return Kept(store)


def test_a_look_comes_back_as_it_was_put(kept: Kept) -> None:
    look = kept.put()
    changed = replace(look, number=2, gone_at=NOON, withdrawn=True, message="gone", due=None)
    changed = replace(changed, work=replace(look.work, attempts=3, url=f"{look.work.url}/moved"))
    kept.store.write_now(partial(looks.put, look=changed))
    assert kept.find(look.work.url_key) == changed
    assert look == replace(LOOK, work=look.work, due=look.due)


def test_nothing_is_due_before_its_time(kept: Kept) -> None:
    kept.put()
    assert (kept.due(HOUR - MINUTE), kept.due(HOUR)) == ([], ["a"])


def test_one_page_of_each_host_is_due_the_longest_due_first(kept: Kept) -> None:
    kept.put("late", due=2 * HOUR)
    kept.put("early", due=HOUR)
    kept.put("other", "gazette", due=HOUR / 2)
    assert kept.due(3 * HOUR) == ["other", "early"]
    assert kept.due(3 * HOUR, limit=1) == ["other"]


def test_busy_and_paused_hosts_are_left_out(kept: Kept) -> None:
    kept.put()
    assert kept.due(busy=frozenset({"herald.example.org"})) == []
    kept.store.write_now(lambda conn: hosts.pause(conn, HostPause("herald.example.org", NOON + 2 * HOUR, "429")))
    assert (kept.due(), kept.due(2 * HOUR)) == ([], ["a"])


def test_news_of_the_host_comes_first_but_not_for_ever(kept: Kept) -> None:
    kept.put("a")
    kept.put("b", "gazette")
    kept.page()
    assert (kept.due(HOUR), kept.due(2 * HOUR)) == (["b"], ["a", "b"])


@pytest.mark.parametrize(("due", "arrival"), [(3 * HOUR, Arrival.LIVE), (timedelta(0), Arrival.BACKFILL)])
def test_pages_for_later_and_those_of_a_backfill_hold_up_no_look(kept: Kept, due: timedelta, arrival: Arrival) -> None:
    kept.put()
    kept.page(due, arrival)
    assert kept.due() == ["a"]


def test_what_follows_a_look_takes_its_place(kept: Kept) -> None:
    look = kept.put()
    then = replace(look, number=2, due=NOON + DAY, asked_at=NOON + HOUR)
    assert kept.store.write_now(lambda conn: looks.finish(conn, LookPlan(look, Finding.SAME, then)))
    assert kept.find(look.work.url_key) == then


def test_after_the_last_look_nothing_is_left(kept: Kept) -> None:
    look = kept.put()
    kept.store.write_now(lambda conn: looks.finish(conn, LookPlan(look, Finding.SAME, None)))
    assert kept.find(look.work.url_key) is None


def test_a_host_that_wants_to_be_left_alone_is(kept: Kept) -> None:
    look = kept.put()
    pause = HostPause("herald.example.org", NOON + 2 * HOUR, "429")
    kept.store.write_now(lambda conn: looks.finish(conn, LookPlan(look, Finding.FAILED, look, pause=pause)))
    assert (kept.due(), kept.due(2 * HOUR)) == ([], ["a"])


@pytest.mark.parametrize("then", [None, "put anew", "dropped"])
def test_a_look_that_was_overtaken_writes_nothing(kept: Kept, then: str | None) -> None:
    look = kept.put()
    newer = replace(look, asked_at=NOON + HOUR)
    if then == "dropped":
        kept.store.write_now(partial(looks.drop, look=look))
    elif then:
        kept.store.write_now(partial(looks.put, look=newer))
    written = kept.store.write_now(lambda conn: looks.finish(conn, LookPlan(look, Finding.READ, None)))
    assert (written, kept.find(look.work.url_key)) == (then is None, newer if then == "put anew" else None)


def test_looks_rest_with_their_outlet_and_the_right_to_read_its_pages(kept: Kept) -> None:
    kept.put("a")
    kept.put("b", "gazette")
    assert [kept.due(outlets=some) for some in (BOTH, BOTH[:1], ())] == [["a", "b"], ["a"], []]
    found = kept.store.read_now(lambda conn: looks.of_outlets(conn, BOTH[1:]))
    assert [look.work.outlet for look in found] == ["gazette"]


def test_a_look_goes_on_where_its_outlet_is_read_by_another_source_now(kept: Kept) -> None:
    kept.put("b", "gazette")
    kept.sync(SOURCES[:1])
    assert kept.due() == ["b"]


@pytest.mark.parametrize(("rested", "left"), [(29, True), (31, False)])
def test_what_has_rested_for_a_month_is_not_worth_a_look(kept: Kept, rested: int, left: bool) -> None:  # noqa: FBT001 - a table
    look = kept.put()
    kept.store.write_now(partial(looks.forget, now=NOON + HOUR + rested * DAY))
    assert (kept.find(look.work.url_key) is not None) is left


def test_refusals_are_forgotten_after_a_month(kept: Kept) -> None:
    refused, open_ = replace(kept.put("a"), due=None), kept.put("b", due=20 * DAY)
    kept.store.write_now(partial(looks.put, look=refused))
    assert kept.store.read_now(looks.waiting) == 1
    for age, left in ((29, refused), (31, None)):
        kept.store.write_now(partial(looks.forget, now=NOON + age * DAY))
        assert kept.find(refused.work.url_key) == left
    assert kept.find(open_.work.url_key) == open_
