from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawlers.state import host_of
from crawlers.web import FetchFailed, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawlers.robots_store import StoredRobots
    from crawlers.web import Response


class RobotsSeen:
    """A `crawlers.robots.RobotsStore` for one command, that can be asked afterwards what was found."""

    def __init__(self) -> None:
        self.found: dict[str, StoredRobots] = {}

    async def get(self, origin: str) -> StoredRobots | None:
        """What is known of `scheme://host:port`."""
        return self.found.get(origin)

    async def put(self, origin: str, robots: StoredRobots) -> None:
        """Keep it."""
        self.found[origin] = robots


def verdicts(found: Mapping[str, StoredRobots], answer: Response | FetchFailed | None) -> tuple[str, ...]:
    """What each robots.txt on the way says, in the order they were asked."""
    forbidden = host_of(answer.url) if isinstance(answer, FetchFailed) and answer.reason is Reason.ROBOTS else None
    return tuple(_verdict(origin, robots, forbidden) for origin, robots in found.items())


def _verdict(origin: str, robots: StoredRobots, forbidden: str | None) -> str:
    host = urlsplit(origin).hostname or origin
    if robots.closed:
        return f"{host}: can't be read ({robots.error}), so nothing is fetched"
    if host == forbidden:
        return f"{host}: forbids it"
    if robots.status == HTTPStatus.OK:
        return f"{host}: allows it"
    return f"{host}: there is none ({robots.status}), so all is allowed"
