"""Places that threads take in turn."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

GLANCE = 0.5
"""Seconds between two looks whether to wait on."""


class Places:
    """So many places; who waits longest is next, first among those who may go ahead.

    Semaphores and queues of the standard library let a thread that just came take what another was woken for, which can
    keep a message waiting for as long as there are others. Here a place that gets free is handed over.
    """

    def __init__(self, count: int, glance: float = GLANCE) -> None:
        self._free, self._glance = count, glance
        self._ahead: deque[Lock] = deque()
        self._behind: deque[Lock] = deque()
        self._own = Lock()

    def take(self, given_up: Callable[[], bool], *, ahead: bool = False) -> bool:
        """Take one, `ahead` of those who wait and are not; False where `given_up` says so first. Blocks."""
        waiting = self._ahead if ahead else self._behind
        with self._own:
            if self._free:
                self._free -= 1
                return True
            handed = Lock()
            handed.acquire()
            waiting.append(handed)
        while not handed.acquire(timeout=self._glance):
            if given_up() and self._withdraw(handed, waiting):
                return False
        return True

    def give_back(self) -> None:
        """Let the next have it."""
        with self._own:
            if waiting := self._ahead or self._behind:
                waiting.popleft().release()
            else:
                self._free += 1

    def _withdraw(self, handed: Lock, waiting: deque[Lock]) -> bool:
        """Wait no longer; False where the place was handed over just now."""
        with self._own:
            if handed not in waiting:
                return False
            waiting.remove(handed)
            return True
