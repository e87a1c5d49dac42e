"""What must not be found in the outlets' logs of requests."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.end_to_end.week.outlet import FEED, FEEDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tests.end_to_end.week.asked import Asked

ROBOTS = "/robots.txt"
LATE = 0.3
"""Real seconds by which a busy machine may be late to note a request."""
HUNG_UP = 0.05
"""Real seconds after which an outlet has noticed that a client hung up."""
GRACE = timedelta(minutes=5)
"""By the script, between a decision to ask and the request."""
SET_ON = timedelta(hours=1)
"""By which the program's clock may be wrong."""
SERVER_ERROR, GONE, UNCHANGED, OK = 500, 410, 304, 200


def by_host(asked: Iterable[Asked]) -> dict[str, list[Asked]]:
    """The requests of each host, in the order they began."""
    found = defaultdict(list)
    for one in sorted(asked, key=lambda one: one.began):
        found[one.host].append(one)
    return dict(found)


def at_once(asked: Sequence[Asked]) -> list[Asked]:
    """Requests to a host that began before another one had ended."""
    return [
        later
        for earlier, later in pairwise(asked)
        if later.began < earlier.ended - (HUNG_UP if earlier.status == 0 else 0)
    ]


def too_early(asked: Sequence[Asked]) -> list[Asked]:
    """Requests to a host that had asked to be left alone until later (RFC 9110, 10.2.3)."""
    found, until = [], None
    for one in asked:
        if until and one.at < until - GRACE:
            found.append(one)
        if one.until and (until is None or one.until > until):
            until = one.until
    return found


def forbidden(asked: Sequence[Asked], remember: timedelta) -> list[Asked]:
    """Requests that robots.txt forbade as it was last read, or that none had been read for lately (RFC 9309)."""
    found, rules = [], None
    for one in asked:
        if one.path == ROBOTS:
            rules = one if one.status else rules
        elif rules is None or one.at - rules.at > remember + SET_ON + GRACE or _forbids(rules):
            found.append(one)
    return found


def _forbids(rules: Asked) -> bool:
    return rules.status >= SERVER_ERROR or "Disallow: /\n" in (rules.robots or "")


def too_fast(asked: Sequence[Asked], delay: float) -> list[Asked]:
    """Requests that came sooner than Crawl-delay lets them, from the first robots.txt on.

    However late single ones are noted: none may come sooner after any before than all between them take.
    """
    found, earliest = [], None
    for number, one in enumerate(asked):
        slot = one.began - number * delay
        if earliest is not None and slot < earliest - LATE:
            found.append(one)
        earliest = slot if earliest is None else max(earliest, slot)
    return found


def asked_though_gone(asked: Sequence[Asked]) -> list[Asked]:
    """Requests for a feed that has answered 410."""
    gone = [one.began for one in asked if one.status == GONE]
    return [one for one in asked if gone and one.path == FEED and one.began > gone[0]]


def longest_belief(asked: Iterable[Asked], until: datetime) -> timedelta:
    """The longest time in which a feed was only asked whether it had changed; the last answer to `until` included."""
    wholes = [one.at for one in asked if one.status == OK and one.path in FEEDS]
    return max((later - earlier for earlier, later in pairwise([*wholes, until])), default=timedelta(0))


def agents(asked: Iterable[Asked]) -> set[str]:
    """Who asked."""
    return {one.agent for one in asked}


def statuses(asked: Iterable[Asked]) -> Iterator[int]:
    """What was answered."""
    return (one.status for one in asked)


def at_the_old_address(asked: Iterable[Asked], since: datetime) -> list[Asked]:
    """Requests, from a moment on, for a feed where it was before it moved."""
    return [one for one in asked if one.path == FEED and one.at >= since]
