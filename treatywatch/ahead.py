"""Due work, looked up for more than is free to be done at once: a look at the store costs as much as some work."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

W = TypeVar("W")
AHEAD = 8
"""So many times what is free to be done is looked up at once."""


class Ahead(Generic[W]):
    """Implements `treatywatch.crew.FindDue` for work whose key is its host.

    Args:
        look: What is due of hosts that are not busy: at most so many pieces with their hosts, one of each.
    """

    def __init__(self, look: Callable[[frozenset[str], int], Awaitable[Sequence[tuple[str, W]]]]) -> None:
        self._look = look
        self._found: deque[tuple[str, W]] = deque()

    async def __call__(self, busy: frozenset[str], free: int) -> list[tuple[str, W]]:
        """At most `free` pieces of work, none of a host in `busy`; what the last look found comes first."""
        taken = self._take(busy, free)
        if not taken:
            self._found.extend(await self._look(busy, free * AHEAD))
            taken = self._take(busy, free)
        return taken

    def _take(self, busy: frozenset[str], free: int) -> list[tuple[str, W]]:
        taken: list[tuple[str, W]] = []
        while self._found and len(taken) < free:
            host, work = self._found.popleft()
            if host not in busy:
                taken.append((host, work))
        return taken
