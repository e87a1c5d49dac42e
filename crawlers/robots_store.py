"""Memory for robots.txt."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class StoredRobots:
    """A robots.txt as it was last fetched, or why it could not be."""

    fetched_at: datetime
    """Aware, UTC."""
    status: int | None
    """None where there was no answer."""
    body: str = ""
    error: str | None = None

    @property
    def closed(self) -> bool:
        """True where nothing is known of what the outlet allows: a server error, or no answer (RFC 9309, 2.3.1.4)."""
        return self.status is None or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR


class RobotsStore(Protocol):
    """Memory for robots.txt that outlives the process."""

    async def get(self, origin: str) -> StoredRobots | None:
        """What is known of `scheme://host:port`."""
        ...

    async def put(self, origin: str, robots: StoredRobots) -> None:
        """Keep it, in place of what was there."""
        ...


class RobotsMemory:
    """A `RobotsStore` that ends with the process."""

    def __init__(self) -> None:
        self._kept: dict[str, StoredRobots] = {}

    async def get(self, origin: str) -> StoredRobots | None:
        """See `RobotsStore`."""
        return self._kept.get(origin)

    async def put(self, origin: str, robots: StoredRobots) -> None:
        """See `RobotsStore`."""
        self._kept[origin] = robots
