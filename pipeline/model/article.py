from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pipeline.model.outlet import Use

if TYPE_CHECKING:
    from datetime import date, datetime


class Arrival(StrEnum):
    """How an event came to us. Only LIVE reaches digests and alerts."""

    LIVE = "live"
    BASELINE = "baseline"
    """Stood in a source at its first poll and is older than a day."""
    BACKFILL = "backfill"
    """Fetched from the past on request, or to fill a gap."""
    RETAG = "retag"
    """A match found by applying changed rules to stored articles."""


class TextBy(StrEnum):
    """Where an article's text is from."""

    PAGE = "page"
    FEED = "feed"
    """The page could not be had; the feed's own words stand in."""
    HEADLINE = "headline"
    """The page is never fetched, by the outlet's `use`."""


@dataclass(frozen=True, slots=True)
class Article:
    """What an outlet published under one address, as read once its page is settled."""

    outlet: str
    url_key: str
    """Identity within the outlet: the normal form of the address (`pipeline.urls.url_key`)."""
    url: str
    title: str
    text: str
    text_by: TextBy
    arrival: Arrival
    seen_at: datetime
    """When we settled it, by our clock."""
    aliases: tuple[str, ...] = ()
    """The feed's own id, the canonical address: other names, believed only while title or text agrees."""
    source: str | None = None
    """Address of the source that listed it."""
    published: datetime | None = None
    """What the feed or the page says; never decides what a digest contains."""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Categories of the feed, for queries to ask for; they are not kept."""
    language: str | None = None
    use: Use = Use.FULLTEXT
    place: str | None = None
    """Where an agency filed it, as its dateline says."""
    dated: date | None = None
    """The day in its dateline."""
    agency: str | None = None
    """Whose story it is, by the dateline: `TASS` of what others reprint from TASS."""
    opinion: bool = False
    """Labelled as somebody's opinion."""
    problem: str | None = None
    """Why the page could not be had, where `text_by` is FEED; what was wrong and mended."""
