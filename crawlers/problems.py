"""What was wrong with a feed and mended on the way."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

T = TypeVar("T")
QUOTED = 60
"""Characters of the outlet's own words in a problem."""


class Problems:
    """Collects short sentences; one complaint about many entries becomes one, with its first example and a count."""

    def __init__(self) -> None:
        self._sentences: list[str] = []
        self._complaints: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def add(self, sentence: str | None) -> None:
        """Note a sentence about the document; None is nothing."""
        if sentence:
            self._sentences.append(sentence)

    def date(self, written: str, read: datetime | None) -> datetime | None:
        """Hand on `read`, noting that `written` could not be read where it is None."""
        if read is None and written.strip():
            self._complain("dates that can't be read, or lie before 1995, were dropped", written)
        return read

    def address(self, written: str, read: str | None) -> str | None:
        """Hand on `read`, noting that `written` is no address of the web where it is None."""
        if read is None and written.strip():
            self._complain("links that are no web addresses were dropped", written)
        return read

    def within(self, limit: int, items: Sequence[T]) -> Sequence[T]:
        """The first `limit` of `items`, noting what is left out."""
        if len(items) > limit:
            self.add(f"{len(items)} entries; only the first {limit} were read")
        return items[:limit]

    def all(self) -> tuple[str, ...]:
        """The sentences, those about the document first."""
        counted = (f"{what} ({count}, such as {self._examples[what]!r})" for what, count in self._complaints.items())
        return (*self._sentences, *counted)

    def _complain(self, what: str, written: str) -> None:
        self._complaints[what] += 1
        self._examples.setdefault(what, " ".join(written.split())[:QUOTED])
