"""How many messages may be in doubt at a time: handed over to the end, and not recorded as accepted yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import Semaphore

    from alerts.passage import Passage

GLANCE = 0.5
"""Seconds between two looks whether the service gave up."""


class Doubt:
    """The place of one message among those in doubt; a crash sends each of these, and no others, a second time.

    Entered in the thread that hands it over, left in the loop once its answer is on the disk.
    """

    def __init__(self, places: Semaphore) -> None:
        self._places, self._held = places, False

    def enter(self, passage: Passage) -> None:
        """Wait for a place; blocks.

        Raises:
            ConnectionAbortedError: when the service can't wait any longer.
        """
        if self._held:
            return  # a second try, over a new connection
        while not self._places.acquire(timeout=GLANCE):
            if passage.given_up:
                raise ConnectionAbortedError("the service is shutting down")
        self._held = True

    def leave(self) -> None:
        """Nothing is in doubt any more, or never was."""
        if self._held:
            self._places.release()
        self._held = False
