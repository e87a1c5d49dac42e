"""How many messages may be in doubt at a time: handed over to the end, and not recorded as accepted yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Semaphore

    from alerts.mail import Attempt
    from alerts.passage import Passage

GLANCE = 0.5
"""Seconds between two looks whether the service gave up."""


def _nowhere(_: Attempt) -> bool:
    return True


class Doubt:
    """The place of one message among those in doubt; a crash sends each of these, and no others, a second time.

    Entered in the thread that hands the message over, and left there as soon as its answer is recorded: the way through
    the loop would keep the next message waiting.

    Args:
        places: Those that there are.
        record: Records the answer; False where it could not, so that the place is kept.
    """

    def __init__(self, places: Semaphore, record: Callable[[Attempt], bool] = _nowhere) -> None:
        self._places, self._record, self._held = places, record, False

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

    def answered(self, attempt: Attempt) -> None:
        """What came of it, however far it got; where it is in doubt it is recorded at once; blocks."""
        if self._held and self._record(attempt):
            self.leave()

    def leave(self) -> None:
        """Nothing is in doubt any more, or never was."""
        if self._held:
            self._places.release()
        self._held = False
