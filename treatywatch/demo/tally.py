"""What the service does, counted from its log as it happens."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from typing import TextIO

POLLED = frozenset({"new entries", "nothing new", "source failed"})


class Tally(logging.Handler):
    """Counts polls, articles, matches and digests; shows them on one line of a terminal."""

    def __init__(self, screen: TextIO) -> None:
        super().__init__(logging.DEBUG)
        self._screen, self._live = screen, screen.isatty()
        self.counts: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Count one event."""
        said = record.msg
        if not isinstance(said, dict):
            return
        event = said.get("event")
        if event in POLLED:
            self.counts["polls"] += 1
        elif event == "article":
            self.counts[said["kind"]] += 1
            self.counts["matches"] += len(said["rules"]) if said["kind"] != "known" else 0
        elif event == "digest planned":
            self.counts["digests"] += 1

    def show(self, now: datetime) -> None:
        """Draw the line anew; nothing where nobody watches."""
        if self._live:
            self._screen.write(f"\r\x1b[K{now:%a %d %b %H:%M}  {self.line()}")
            self._screen.flush()

    def done(self) -> None:
        """Leave the line."""
        if self._live:
            self._screen.write("\r\x1b[K")

    def line(self) -> str:
        """The counts in words."""
        count = self.counts
        return (
            f"{count['polls']:,} polls · {count['new']:,} articles · {count['version']:,} edited · "
            f"{count['known']:,} duplicates · {count['matches']:,} matches · {count['digests']:,} digests"
        )
