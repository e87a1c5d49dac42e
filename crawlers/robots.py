"""What an outlet's robots.txt allows (RFC 9309), and how far apart it wants requests."""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from protego import Protego

from crawlers.robots_store import StoredRobots
from crawlers.web import FetchFailed, Reason, Response

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from crawlers.guard import Location
    from crawlers.limits import FetchLimits
    from crawlers.robots_store import RobotsStore

_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Unreached(FetchFailed):
    """A failure before the server could say anything: no address, no connection, no TLS."""


@dataclass(slots=True)
class _Origin:
    fetching: asyncio.Lock
    users: int = 0


class Robots:
    """Answers for each URL whether it may be fetched; each robots.txt is fetched once, however many wait for it.

    Args:
        read: Gets the URL of a robots.txt, redirects followed.
        store: Memory across restarts.
        limits: For how long an answer holds, and our product token.
        now: The wall clock, aware.
    """

    def __init__(
        self,
        read: Callable[[str], Awaitable[Response | FetchFailed]],
        store: RobotsStore,
        limits: FetchLimits,
        now: Callable[[], datetime],
    ) -> None:
        self._read, self._store, self._limits, self._now = read, store, limits, now
        self._agent = limits.user_agent.partition("/")[0].strip()
        self._parsed: OrderedDict[str, tuple[StoredRobots, Protego]] = OrderedDict()
        self._origins: dict[str, _Origin] = {}

    async def delay(self, location: Location) -> float | FetchFailed:
        """Seconds that requests to this host are to be apart; a failure where robots.txt forbids the location."""
        known = self._parsed.get(location.origin)
        if known is None or not self._holds(known[0]):
            failed = await self._learn(location)
            if failed is not None:
                return failed
            known = self._parsed[location.origin]
        self._parsed.move_to_end(location.origin)
        return self._judge(location, *known)

    def _judge(self, location: Location, stored: StoredRobots, rules: Protego) -> float | FetchFailed:
        if stored.closed:
            again = stored.fetched_at + self._limits.robots_retry
            why = (stored.error or "").removeprefix(f"{_address(location)}: ")
            message = (
                f"{location.url}: robots.txt of {location.origin} could not be read ({why}); "
                f"nothing is fetched from there until {again:%Y-%m-%d %H:%M} UTC"
            )
            return FetchFailed(location.url, Reason.ROBOTS, message, stored.status, again)
        if not rules.can_fetch(location.url, self._agent):
            return FetchFailed(
                location.url, Reason.ROBOTS, f"{location.url}: robots.txt of {location.origin} forbids it"
            )
        delay = rules.crawl_delay(self._agent)
        return delay if delay is not None and math.isfinite(delay) and delay > 0 else 0.0

    async def _learn(self, location: Location) -> FetchFailed | None:
        origin = self._origins.setdefault(location.origin, _Origin(asyncio.Lock()))
        origin.users += 1
        try:
            async with origin.fetching:
                return await self._learn_once(location)
        finally:
            origin.users -= 1
            if not origin.users:
                del self._origins[location.origin]

    async def _learn_once(self, location: Location) -> FetchFailed | None:
        known = self._parsed.get(location.origin)
        if known is not None and self._holds(known[0]):
            return None  # somebody else fetched it while we waited
        stored = await self._store.get(location.origin)
        if stored is not None and self._holds(stored):
            self._remember(location.origin, stored)
            return None
        outcome = await self._read(_address(location))
        failed = self._failure_of_the_host(location, outcome)
        if failed is not None and failed.retry_at is None:
            return failed
        stored = _to_store(outcome, self._now())
        await self._store.put(location.origin, stored)
        self._remember(location.origin, stored)
        return failed

    def _failure_of_the_host(self, location: Location, outcome: Response | FetchFailed) -> FetchFailed | None:
        """What would meet the location itself too, and says more than that robots.txt could not be read.

        Ours to refuse, or to stop, is nothing to remember of an outlet; those come without `retry_at`.
        """
        if isinstance(outcome, Response):
            return None
        at_home = outcome.url.endswith(f"//{location.authority}/robots.txt")
        if outcome.reason is Reason.STOPPED or (outcome.reason is Reason.REFUSED_ADDRESS and at_home):
            return replace(outcome, url=location.url)
        if isinstance(outcome, Unreached) and at_home:
            return replace(outcome, url=location.url, retry_at=self._now() + self._limits.robots_retry)
        return None

    def _remember(self, origin: str, stored: StoredRobots) -> None:
        self._parsed[origin] = (stored, Protego.parse(stored.body))
        if len(self._parsed) > _REMEMBERED:
            self._parsed.popitem(last=False)

    def _holds(self, stored: StoredRobots) -> bool:
        lasting = self._limits.robots_retry if stored.closed else self._limits.robots_for
        return timedelta(0) <= self._now() - stored.fetched_at < lasting


def _address(location: Location) -> str:
    return f"{location.scheme}://{location.authority}/robots.txt"


def _to_store(outcome: Response | FetchFailed, now: datetime) -> StoredRobots:
    if isinstance(outcome, Response):
        return StoredRobots(now, outcome.status, outcome.body.decode("utf-8-sig", "replace"))
    answered = outcome.reason in {Reason.STATUS, Reason.REDIRECTS}
    return StoredRobots(now, outcome.status if answered else None, error=outcome.message)
