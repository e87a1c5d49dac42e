"""What a walk is to read, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from crawlers.entry import Entry
    from crawlers.listings import ListingPage
    from crawlers.sitemaps import Sitemap
    from pipeline.model.outlet import ListingRules


@dataclass(frozen=True, slots=True)
class Start:
    """Where a walk begins."""

    url: str
    source: str
    """Address of the source that its articles count for."""
    listing: ListingRules | None = None
    """Of a page that lists articles; None of a sitemap."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a walk goes."""

    since: datetime
    """Aware; documents and articles from before are not wanted."""
    until: datetime
    """Aware; newer articles are left to the polls."""
    depth: int = 100
    """Sitemaps within indexes, or archive pages one after the other."""
    documents: int = 2000

    def hold(self, entry: Entry) -> bool:
        """Whether an article is wanted; one without a date is."""
        at = entry.published or entry.updated
        return at is None or self.since <= at < self.until


class Readers(Protocol):
    """What reads the documents of a walk, in worker processes."""

    async def sitemap(self, body: bytes, url: str, content_type: str, window: timedelta) -> Sitemap:
        """Read a sitemap as far back as `window`; raises NotASitemap or WorkerFailed."""
        ...

    async def listing(self, body: bytes, url: str, content_type: str, rules: ListingRules) -> ListingPage:
        """Read a page that lists articles; raises NotAListing or WorkerFailed."""
        ...


class Keep(Protocol):
    """Where articles go as they are found."""

    async def __call__(self, source: str, entries: Sequence[Entry]) -> None:
        """Keep what one document listed for a source."""
        ...


@dataclass(slots=True)
class Walked:
    """What a walk came to."""

    documents: int = 0
    beyond: int = 0
    """Articles that lie before or after its bounds."""
    problems: list[str] = field(default_factory=list)
    """Documents that could not be had or read, and why."""
    fault: Exception | None = None
    """What `Keep` failed with; it ended the walk."""
