from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crawlers.entry import Entry
from crawlers.found import Familiar
from crawlers.robots_store import StoredRobots
from crawlers.state import HostPause, LedgerRow, Outcome, PagePlan, PageWork, PollPlan, Seen, SourceState
from crawlers.store import hosts, pages, polls, robots, sources
from crawlers.store.tables import polls as ledger
from crawlers.web import Validators
from pipeline.model.article import Arrival
from pipeline.model.outlet import Source
from tests.builders import HOUR, NOON

if TYPE_CHECKING:
    from pipeline.store.database import Database

FEED = "https://herald.example.org/feed"
OTHER = "https://gazette.example.net/feed"
SOURCES = [Source("herald", FEED, HOUR), Source("gazette", OTHER, HOUR)]
ENTRY = Entry("42", f"{FEED}/a", "Envoys meet", "Two lines.", published=NOON, authors=("A. Writer",), tags=("Talks",))


class Crawl:
    """The crawl's store on a real database, with two sources."""

    def __init__(self, store: Database) -> None:
        self.store = store
        self.sync(SOURCES)

    def sync(self, configured: list[Source]) -> None:
        self.store.write_now(lambda conn: sources.sync(conn, configured, NOON, HOUR))

    def due(self, at: timedelta = timedelta(0), busy: frozenset[str] = frozenset()) -> list[SourceState]:
        return list(self.store.read_now(lambda conn: sources.due(conn, NOON + at, busy, 10)))

    def pages(self, at: timedelta = timedelta(0), busy: frozenset[str] = frozenset()) -> list[list[str]]:
        found = self.store.read_now(lambda conn: pages.due(conn, NOON + at, busy, 10))
        return [[work.fingerprint for work in together] for together in found]

    def record(self, plan: PollPlan) -> None:
        self.store.write_now(lambda conn: polls.record(conn, plan))


@pytest.fixture
def crawl(store: Database) -> Crawl:
    return Crawl(store)


def work(fingerprint: str = "f", url: str = "https://herald.example.org/a") -> PageWork:
    return PageWork(
        source_id=1,
        outlet="herald",
        source=FEED,
        url=url,
        url_key=url,
        fingerprint=fingerprint,
        page=True,
        entry=ENTRY,
        arrival=Arrival.LIVE,
        queued_at=NOON,
    )


def polled(
    *items: PageWork, at: timedelta = timedelta(0), outcome: Outcome = Outcome.ENTRIES, failures: int = 0
) -> PollPlan:
    now = NOON + at
    tags = Validators(b'W/"1"', b"x")
    state = SourceState(1, "herald", FEED, NOON, now, now, validators=tags, body_hash="hash", failures=failures)
    seen = tuple(Seen(item.fingerprint, item.url_key) for item in items)
    return PollPlan(state, now + HOUR, LedgerRow(1, now, outcome, "all well", entries=len(items)), seen, work=items)


def test_new_sources_are_due_at_once(crawl: Crawl) -> None:
    assert [state.url for state in crawl.due()] == [FEED, OTHER]


def test_a_polled_source_comes_back_as_the_poll_left_it(crawl: Crawl) -> None:
    plan = polled()
    crawl.record(plan)
    assert [state.outlet for state in crawl.due()] == ["gazette"]
    assert next(state for state in crawl.due(HOUR) if state.id == 1) == plan.state


def test_a_restart_keeps_what_is_known_of_a_source(crawl: Crawl) -> None:
    crawl.record(polled())
    crawl.sync(SOURCES)
    assert [state.outlet for state in crawl.due()] == ["gazette"]


def test_a_source_taken_out_of_the_configuration_rests_and_comes_back_with_its_memory(crawl: Crawl) -> None:
    crawl.record(polled())
    crawl.sync(SOURCES[1:])
    assert [state.outlet for state in crawl.due(HOUR)] == ["gazette"]
    crawl.sync(SOURCES)
    assert [state.body_hash for state in crawl.due(HOUR)] == [None, "hash"]


def test_a_busy_source_is_not_found_twice(crawl: Crawl) -> None:
    assert [state.id for state in crawl.due(busy=frozenset({"herald.example.org"}))] == [2]


def test_a_host_s_sources_are_polled_one_at_a_time(crawl: Crawl) -> None:
    crawl.sync([*SOURCES, Source("herald", f"{FEED}/world", HOUR)])
    assert [state.url for state in crawl.due()] == [FEED, OTHER]


def test_a_bad_page_holds_up_no_other_of_its_host(crawl: Crawl, store: Database) -> None:
    crawl.record(polled(work("bad"), work("good", "https://herald.example.org/good")))
    (bad,) = store.read_now(lambda conn: pages.due(conn, NOON, (), 10))
    store.write_now(lambda conn: pages.finish(conn, PagePlan(bad, again_at=NOON, message="slow")))
    assert crawl.pages() == [["good"]]


def test_a_shortened_interval_is_honoured_at_the_next_start(crawl: Crawl) -> None:
    crawl.record(polled())
    crawl.sync([Source("herald", FEED, HOUR / 60), SOURCES[1]])
    assert [state.outlet for state in crawl.due(HOUR / 60)] == ["gazette", "herald"]


def test_a_paused_host_is_asked_nothing_until_the_pause_is_over(crawl: Crawl) -> None:
    pause = HostPause("herald.example.org", NOON + HOUR, "429")
    crawl.record(replace(polled(work()), pause=pause))
    assert ([s.outlet for s in crawl.due(HOUR / 2)], crawl.pages(HOUR / 2)) == (["gazette"], [])
    assert (len(crawl.due(HOUR)), crawl.pages(HOUR)) == (2, [["f"]])


def test_a_shorter_pause_does_not_end_a_longer_one(crawl: Crawl, store: Database) -> None:
    store.write_now(lambda conn: hosts.pause(conn, HostPause("herald.example.org", NOON + 3 * HOUR, "429")))
    store.write_now(lambda conn: hosts.pause(conn, HostPause("herald.example.org", NOON + HOUR, "429")))
    assert [state.outlet for state in crawl.due(2 * HOUR)] == ["gazette"]


def test_pauses_that_are_over_are_forgotten(crawl: Crawl, store: Database) -> None:
    store.write_now(lambda conn: hosts.pause(conn, HostPause("herald.example.org", NOON + HOUR, "429")))
    store.write_now(lambda conn: hosts.forget(conn, NOON + HOUR))
    assert len(crawl.due()) == 2


def test_entries_are_known_to_the_source_they_stood_in(crawl: Crawl, store: Database) -> None:
    crawl.record(polled(work("a"), work("b")))
    known = store.read_now(lambda conn: [polls.known(conn, source, ["a", "b", "c"]) for source in (1, 2)])
    assert known == [Familiar(here=frozenset("ab")), Familiar()]


def test_entries_of_another_source_of_the_outlet_are_known_from_elsewhere(crawl: Crawl, store: Database) -> None:
    crawl.sync([*SOURCES, Source("herald", f"{FEED}/world")])
    crawl.record(polled(work("a")))
    found = store.read_now(lambda conn: (polls.known(conn, 3, ["a"]), polls.known(conn, 2, ["a"])))
    assert found == (Familiar(elsewhere=frozenset("a")), Familiar())


def test_many_entries_are_looked_up_at_once(crawl: Crawl, store: Database) -> None:
    crawl.record(polled(*(work(str(i)) for i in range(1200))))
    assert len(store.read_now(lambda conn: polls.known(conn, 1, [str(i) for i in range(1300)])).here) == 1200


def test_addresses_found_shared_are_remembered(crawl: Crawl, store: Database) -> None:
    crawl.record(polled(replace(work(), url_key="herald.example.org/news#e-0123")))
    assert store.read_now(lambda conn: polls.shared_keys(conn, 1)) == {"herald.example.org/news"}


def test_pending_pages_keep_their_entry_whole(crawl: Crawl, store: Database) -> None:
    crawl.record(polled(work()))
    ((found,),) = store.read_now(lambda conn: pages.due(conn, NOON, (), 10))
    assert replace(found, id=0) == work()


def test_entries_that_wait_for_one_address_come_together_and_hosts_one_at_a_time(crawl: Crawl) -> None:
    far = "https://elsewhere.example.com/x"
    crawl.record(polled(work("a"), work("b", "https://herald.example.org/b"), work("c"), work("d", far)))
    assert crawl.pages() == [["a", "c"], ["d"]]
    assert crawl.pages(busy=frozenset({"herald.example.org"})) == [["d"]]


def test_settled_work_is_gone_and_the_next_of_its_host_follows(crawl: Crawl, store: Database) -> None:
    crawl.record(polled(work("a"), work("b", "https://herald.example.org/b")))
    (done,) = store.read_now(lambda conn: pages.due(conn, NOON, (), 10))
    store.write_now(lambda conn: pages.finish(conn, PagePlan(done)))
    assert crawl.pages() == [["b"]]


def test_work_to_be_tried_again_waits_and_counts_its_tries(crawl: Crawl, store: Database) -> None:
    crawl.record(polled(work()))
    (tried,) = store.read_now(lambda conn: pages.due(conn, NOON, (), 10))
    store.write_now(lambda conn: pages.finish(conn, PagePlan(tried, again_at=NOON + HOUR, message="slow")))
    assert crawl.pages() == []
    ((again,),) = store.read_now(lambda conn: pages.due(conn, NOON + HOUR, (), 10))
    assert again.attempts == 1


def test_the_same_entry_waits_only_once(crawl: Crawl) -> None:
    crawl.record(polled(work()))
    crawl.record(polled(work()))
    assert crawl.pages() == [["f"]]


@pytest.mark.parametrize(("failures", "watched"), [(0, 1), (3, 0)])
def test_coverage_names_the_sources_that_do_not_answer(
    crawl: Crawl, store: Database, failures: int, watched: int
) -> None:
    crawl.record(polled(outcome=Outcome.FAILED if failures else Outcome.ENTRIES, failures=failures))
    coverage = store.read_now(sources.coverage)
    assert (coverage.sources, coverage.watched) == (2, watched)
    assert "gazette" in {trouble.outlet for trouble in coverage.failing}


def test_entries_gone_from_the_document_are_forgotten_in_time_and_those_in_it_never(
    crawl: Crawl, store: Database
) -> None:
    crawl.record(polled(work("gone"), work("stays")))
    crawl.record(replace(polled(work("stays"), at=HOUR), work=()))
    crawl.record(replace(polled(at=1000 * HOUR, outcome=Outcome.NOT_MODIFIED), seen=(), work=()))
    store.write_now(lambda conn: polls.forget(conn, NOON + 900 * HOUR, NOON))
    assert store.read_now(lambda conn: polls.known(conn, 1, ["gone", "stays"])).here == {"stays"}


def test_old_rows_of_the_ledger_go(crawl: Crawl, store: Database) -> None:
    crawl.record(polled())
    crawl.record(polled(at=2 * HOUR))
    store.write_now(lambda conn: polls.forget(conn, NOON, NOON + HOUR))
    assert store.read_now(lambda conn: list(conn.execute(select(ledger.c.at)).scalars())) == [NOON + 2 * HOUR]


def test_a_robots_txt_is_remembered_across_runs(store: Database) -> None:
    origin = "https://herald.example.org:443"
    found = StoredRobots(NOON, 200, "User-agent: *\nDisallow: /x")
    store.write_now(lambda conn: robots.put(conn, origin, StoredRobots(NOON, 503, error="down")))
    store.write_now(lambda conn: robots.put(conn, origin, found))
    assert store.read_now(lambda conn: robots.get(conn, origin)) == found
    store.write_now(lambda conn: robots.forget(conn, NOON + HOUR))
    assert store.read_now(lambda conn: robots.get(conn, origin)) is None
