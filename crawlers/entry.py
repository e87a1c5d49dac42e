from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crawlers.cadence.hints import Hints

if TYPE_CHECKING:
    from datetime import datetime


MOST_TAGS: Final = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, as the feed states it: addresses absolute, texts without markup, nothing invented."""

    id: str | None
    """guid, atom:id or JSON Feed id, as written."""
    url: str | None
    title: str
    summary: str = ""
    """Plain text of the description or summary."""
    content: str = ""
    """Plain text of the full content, where the feed carries it."""
    published: datetime | None = None
    """Aware, UTC; None where absent or unreadable. A date without a zone is read in the outlet's zone, else as UTC."""
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    tags: tuple[str, ...] = ()
    """Categories, as the feed writes them; at most 50."""

    @property
    def blank(self) -> bool:
        """True where there is nothing to read and no address, as in the last item of a document cut short."""
        return not (self.url or self.title or self.summary or self.content)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed document, read."""

    title: str
    language: str | None
    """ISO 639-1, from the feed's own `language`, `xml:lang` or `dc:language`."""
    entries: tuple[Entry, ...]
    format: str
    """As feedparser names it (`rss20`, `atom10`, `rss10` …) or `json1`."""
    problems: tuple[str, ...] = ()
    """What was wrong and mended on the way: wrong charset, malformed XML, unreadable dates."""
    hints: Hints = Hints()
    """How often it asks to be polled."""
