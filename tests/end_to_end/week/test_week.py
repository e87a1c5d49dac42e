"""A week of news against the program in compressed time: complete, once, and with good manners."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.installation import ROOT
from tests.end_to_end.week import archive, asked, manners
from tests.end_to_end.week.account import account
from tests.end_to_end.week.outlet import FEEDS
from tests.end_to_end.week.rehearse import SIZES
from tests.end_to_end.week.report import table
from tests.end_to_end.week.script import week
from tests.end_to_end.week.staging import AGENT
from tests.end_to_end.week.story import MATCHES
from tests.end_to_end.week.trouble import Kind
from treatywatch.settings.durations import parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.end_to_end.week.account import Account
    from tests.end_to_end.week.asked import Asked
    from tests.end_to_end.week.outlet import Outlet
    from tests.end_to_end.week.script import Week

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LOOKS = 3
"""At a page, after an hour, a day and a week."""
MISCHIEF = {0, 200, 301, 302, 304, 410, 429, 500}
"""What must have been answered at least once, or the week was too easy."""


@dataclass(frozen=True)
class Rehearsed:
    """A week that has passed."""

    script: Week
    account: Account
    asked: Sequence[Asked]

    @cached_property
    def hosts(self) -> dict[str, list[Asked]]:
        return manners.by_host(self.asked)

    def offences(self, found: Callable[[list[Asked]], list[Asked]]) -> list[Asked]:
        """What was found in the log of any host."""
        return [one for host in self.hosts.values() for one in found(host)]

    def those_who(self, kind: Kind) -> Iterator[tuple[Outlet, list[Asked]]]:
        """Outlets that made a kind of trouble, with the requests they got."""
        return ((outlet, self.hosts[outlet.host]) for outlet in self.script.outlets if outlet.has(kind))

    def forbidden(self) -> list[Asked]:
        remember = parse_duration(self.script.size.robots)
        return self.offences(lambda requests: manners.forbidden(requests, remember))

    def too_fast(self) -> list[Asked]:
        slow = [outlet for outlet in self.script.outlets if outlet.crawl_delay]
        return [one for outlet in slow for one in manners.too_fast(self.hosts[outlet.host], outlet.crawl_delay)]


@pytest.fixture(scope="module", params=["small", pytest.param("whole", marks=pytest.mark.soak)])
def rehearsed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    """Runs a process of its own, as the engine can't be had twice in one."""
    folder: Path = tmp_path_factory.mktemp("week")
    command = [sys.executable, "-m", "tests.end_to_end.week", request.param, str(folder)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    script, requests = week(SIZES[request.param]), asked.read(folder / "requests.jsonl")
    found = Rehearsed(script, account(script.outlets, script.start, archive.read(folder / "store.db")), requests)
    offences = {
        "two at once": len(found.offences(manners.at_once)),
        "before Retry-After": len(found.offences(manners.too_early)),
        "against robots.txt": len(found.forbidden()),
        "faster than Crawl-delay": len(found.too_fast()),
        "though gone": len(found.offences(manners.asked_though_gone)),
    }
    print(f"\n{done.stdout}{table(found.account, requests, offences)}")  # noqa: T201 - a soak reports
    return found


def test_nothing_is_lost_but_what_the_ledger_owns_up_to(rehearsed: Rehearsed) -> None:
    assert rehearsed.account.lost == ()


def test_what_came_and_went_between_two_polls_lies_in_a_gap_of_the_ledger(rehearsed: Rehearsed) -> None:
    assert rehearsed.account.in_holes > 0


def test_nothing_is_stored_twice(rehearsed: Rehearsed) -> None:
    assert rehearsed.account.doubled == ()


def test_nothing_is_stored_that_nobody_published(rehearsed: Rehearsed) -> None:
    assert rehearsed.account.unknown == ()


def test_no_host_is_asked_twice_at_once(rehearsed: Rehearsed) -> None:
    assert rehearsed.offences(manners.at_once) == []


def test_no_host_is_asked_before_the_time_it_named(rehearsed: Rehearsed) -> None:
    assert rehearsed.offences(manners.too_early) == []


def test_nothing_is_asked_that_robots_txt_forbids(rehearsed: Rehearsed) -> None:
    assert rehearsed.forbidden() == []


def test_requests_are_as_far_apart_as_crawl_delay_wants(rehearsed: Rehearsed) -> None:
    assert rehearsed.too_fast() == []


def test_pages_about_what_is_asked_for_are_looked_at_again_and_no_others(rehearsed: Rehearsed) -> None:
    unchanged = Counter(
        (one.host, one.path.partition("?")[0]) for one in rehearsed.asked if one.status == manners.UNCHANGED
    )
    matching = {
        (o.host, story.path) for o in rehearsed.script.outlets for story in o.stories if not story.number % MATCHES
    }
    pages = {key: times for key, times in unchanged.items() if key[1] not in FEEDS}
    assert pages.keys() <= matching
    assert len(pages) > len(matching) / 4
    assert max(pages.values()) <= LOOKS


def test_a_feed_that_is_gone_is_not_asked_again(rehearsed: Rehearsed) -> None:
    assert rehearsed.offences(manners.asked_though_gone) == []


def test_a_feed_that_always_says_unchanged_is_asked_for_the_whole_every_day(rehearsed: Rehearsed) -> None:
    limit = DAY + manners.SET_ON + parse_duration(rehearsed.script.size.interval) + 3 * manners.GRACE
    believed = [
        manners.longest_belief(requests, rehearsed.script.end) for _, requests in rehearsed.those_who(Kind.LYING)
    ]
    assert max(believed) < limit


def test_a_redirect_for_good_is_not_believed_before_a_week_is_over(rehearsed: Rehearsed) -> None:
    almost = min(rehearsed.script.end, rehearsed.script.start + WEEK) - DAY / 2
    moved = [requests for _, requests in rehearsed.those_who(Kind.MOVED)]
    assert all(manners.at_the_old_address(requests, almost) for requests in moved)


def test_a_feed_that_has_moved_for_good_is_asked_at_its_new_address_after_a_week(rehearsed: Rehearsed) -> None:
    since = rehearsed.script.start + WEEK + DAY / 4
    if rehearsed.script.end < since:
        pytest.skip("the small rehearsal is over before")
    moved = [requests for _, requests in rehearsed.those_who(Kind.MOVED)]
    assert [one for requests in moved for one in manners.at_the_old_address(requests, since)] == []


def test_everybody_is_told_who_asks(rehearsed: Rehearsed) -> None:
    assert manners.agents(rehearsed.asked) == {AGENT}


def test_every_mischief_of_the_script_was_met(rehearsed: Rehearsed) -> None:
    assert set(manners.statuses(rehearsed.asked)) >= MISCHIEF
    assert any("Disallow: /\n" in (one.robots or "") for one in rehearsed.asked)
