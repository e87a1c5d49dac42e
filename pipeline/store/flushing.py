"""Commits that are written, and on the disk a moment later."""

from __future__ import annotations

import os
import time
from threading import Condition, Thread
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

MOST: Final = 32
"""Commits that a power cut may undo; further ones wait."""
BREATH: Final = 0.005
"""Seconds between two flushes, so that commits which come close together share one."""


class Flushing:
    """Brings a write-ahead log to the disk, in a thread of its own, after commits that did not wait for that.

    Such a commit outlives the process, however it ends. Only when the machine itself stops may the last of them be
    undone, `MOST` at most, and only as if they had never been.
    """

    def __init__(self, log: Path, *, most: int = MOST, breath: float = BREATH) -> None:
        self._log, self._most, self._breath = log, most, breath
        self._changed = Condition()
        self._open = 0
        self._ended = False
        self._thread: Thread | None = None
        self.failed: OSError | None = None
        """Why nothing can be flushed any more: commits have to wait for the disk themselves."""

    def note(self) -> None:
        """One more commit is to be flushed; blocks while too many are."""
        with self._changed:
            if self._thread is None:
                self._thread = Thread(target=self._flush_all, name="store-flusher", daemon=True)
                self._thread.start()
            self._open += 1
            if self._open == 1:
                self._changed.notify_all()
            if self._open > self._most:
                self._changed.wait_for(lambda: self._open <= self._most or self.failed)

    def close(self) -> None:
        """Flush what is open, and end."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        if self._thread:
            self._thread.join()

    def _flush_all(self) -> None:
        try:
            handle = os.open(self._log, os.O_RDONLY)
            try:
                while self._wait():
                    self._flush(handle)
            finally:
                os.close(handle)
        except OSError as error:
            with self._changed:
                self.failed = error
                self._changed.notify_all()

    def _wait(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._open or self._ended)
            return self._open > 0

    def _flush(self, handle: int) -> None:
        covered = self._open
        os.fsync(handle)
        with self._changed:
            if self._open > self._most:
                self._changed.notify_all()
            self._open -= covered
        if not self._ended:
            time.sleep(self._breath)
