"""How many messages may be in doubt at a time: handed over to the end, and not recorded as accepted yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from alerts.mail import Attempt, Mail
    from alerts.passage import Passage
    from alerts.places import Places


class Recorded(NamedTuple):
    """What became of an answer."""

    done: bool = True
    """False where the store could not take it."""
    following: Mail | None = None
    """The message to hand over next."""


def _nowhere(_: Attempt) -> Recorded:
    return Recorded()


class Doubt:
    """The place of one message among those in doubt; a crash sends each of these, and no others, a second time.

    Entered in the thread that hands the message over, and left there as soon as its answer is recorded: the way through
    the loop would keep the next message waiting. It serves one message after the other.

    Args:
        places: Those that there are.
        record: Records an answer. Where it can't, the place is kept.
        begin: Called once it has its place, before anything is in doubt.
        urgent: Whether the message in hand goes ahead of those that wait for a place.
    """

    def __init__(
        self,
        places: Places,
        record: Callable[[Attempt], Recorded] = _nowhere,
        begin: Callable[[], None] = lambda: None,
        urgent: Callable[[], bool] = lambda: False,
    ) -> None:
        self._places, self._record, self._begin, self._urgent = places, record, begin, urgent
        self._held = False

    def enter(self, passage: Passage) -> None:
        """Wait for a place; blocks. Whatever it raises, nothing is in doubt.

        Raises:
            ConnectionAbortedError: when the service can't wait any longer.
        """
        if self._held:
            return  # a second try, over a new connection
        if not self._places.take(lambda: passage.given_up, ahead=self._urgent()):
            raise ConnectionAbortedError("the service is shutting down")
        try:
            self._begin()
        except BaseException:
            self._places.give_back()
            raise
        self._held = True

    def answered(self, attempt: Attempt) -> Mail | None:
        """What came of a message, however far it got; what is in doubt is recorded at once. Blocks.

        Gives the message that is to be handed over next, in the same place, if there is one.
        """
        if not self._held:
            return None
        recorded = self._record(attempt)
        if recorded.done:
            self.leave()
        return recorded.following

    def leave(self) -> None:
        """Nothing is in doubt any more, or never was."""
        if self._held:
            self._places.give_back()
        self._held = False
