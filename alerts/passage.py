from __future__ import annotations

from threading import Lock


class Passage:
    """How far the mail in hand has come, and whether anything may still begin; shared by worker thread and loop.

    Its lock makes "is content under way?" and "may content begin?" one question, so that a stop never leaves it open
    whether a message was handed over.
    """

    def __init__(self) -> None:
        self.phase = "done"
        self.stopped = False
        self.given_up = False
        """After a stop and its grace: what waits for anything ends now."""
        self._lock = Lock()

    def enter(self, phase: str) -> None:
        """Go on to `phase`.

        Raises:
            ConnectionAbortedError: after `stop`.
        """
        with self._lock:
            if self.stopped:
                raise ConnectionAbortedError("the service is shutting down")
            self.phase = phase

    def leave(self) -> None:
        """Nothing is in hand any more."""
        with self._lock:
            self.phase = "done"

    def stop(self) -> bool:
        """Let nothing begin any more; True when content is under way."""
        with self._lock:
            self.stopped = True
            return self.phase == "content"
