"""The shape of outlets.yaml."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import model_validator

from pipeline.model.outlet import SourceKind, TermsStatus, Use
from treatywatch.settings.addresses import WebAddress
from treatywatch.settings.base import Strict, misfits
from treatywatch.settings.exchange import Encoding, Headers
from treatywatch.settings.fields import (
    Country,
    CssSelector,
    Date,
    Duration,
    Flag,
    Id,
    Language,
    NotEmpty,
    Selector,
    Text,
    Zone,
)


class Ownership(StrEnum):
    """Who stands behind an outlet; digests show it beside the outlet's name."""

    STATE = "state"
    STATE_ALIGNED = "state-aligned"
    PUBLIC = "public"
    """Publicly funded, editorially independent."""
    INDEPENDENT = "independent"
    EXILE = "exile"
    WESTERN = "western"
    OFFICIAL = "official"
    """A government speaks for itself."""
    INTERGOVERNMENTAL = "intergovernmental"


class OutletKind(StrEnum):
    """What sort of publisher an outlet is."""

    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    MAGAZINE = "magazine"
    OFFICIAL = "official"
    THINK_TANK = "think-tank"
    BLOG = "blog"
    INTERGOVERNMENTAL = "intergovernmental"


class ListingEntry(Strict):
    """Where a page that lists articles has them.

    Each is a CSS selector, or an XPath that begins with `//`, `.//` or `@`.
    """

    item: Selector
    """What holds one article's entry."""
    link: Selector | None = None
    """In an item, what links to the article; by default the item itself, or the first link in it."""
    title: Selector | None = None
    """In an item, its title; by default the words of the link."""
    date: Selector | None = None
    """In an item, its date: an attribute, a `<time>`, or as print has it; by default the article's page says it."""
    next: Selector | None = None
    """On the page, what links to older articles, which `outlets backfill` follows; by default what says `rel=next`."""


class SourceEntry(Strict):
    """A feed, news sitemap or listing page of an outlet."""

    url: WebAddress
    """Its address; given once in the file."""
    kind: SourceKind = SourceKind.FEED
    """`feed` (RSS, RDF, Atom, JSON Feed), or `sitemap`: a news sitemap or an index of such, the last two days of it;
    `listing`: a page that lists articles, read by the selectors of `listing`."""
    interval: Duration | None = None
    """A fixed time between two polls of this source; by default that of `crawl` in service.yaml."""
    headers: Headers | None = None
    """Request headers for this source, beside the outlet's: Accept, Accept-Language, Cache-Control and From."""
    zone: Zone | None = None
    """The time zone of dates that it writes without one; by default the outlet's."""
    language: Language | None = None
    """What the articles it lists are written in, where the outlet writes in several languages."""
    encoding: Encoding | None = None
    """Its charset, where the server names a wrong one or none; what is UTF-8 by its bytes is read as such."""
    listing: ListingEntry | None = None
    """How a source of `kind: listing` is read."""

    @model_validator(mode="after")
    def _listing_fits(self) -> Self:
        if self.kind is SourceKind.LISTING and self.listing is None:
            raise misfits([(("kind",), "a listing needs `listing: {item: …}`, which says where its articles are")])
        if self.kind is not SourceKind.LISTING and self.listing is not None:
            raise misfits([(("listing",), "only counts with `kind: listing`")])
        return self


class TermsEntry(Strict):
    """What the outlet's terms of use say about reading by program."""

    status: TermsStatus = TermsStatus.SILENT
    """What they say; `forbids` means `use: match` at most."""
    url: WebAddress | None = None
    """Where they stand."""
    checked: Date | None = None
    """The day somebody last read them."""
    permission: Text | None = None
    """Your note of a written permission, which lifts `forbids`."""


class ExtractEntry(Strict):
    """Selectors for the outlet's article pages, where they mislead; they replace those that come with the program."""

    drop: tuple[CssSelector, ...] = ()
    """CSS selectors of what is no part of the article."""
    body: CssSelector | None = None
    """CSS selector of what holds its text; where it selects nothing any more, the text is found as on any page."""


class OutletEntry(Strict):
    """A publisher."""

    id: Id
    """Permanent: the archive knows the outlet by it."""
    name: Text
    """As digests print it."""
    country: Country | None = None
    """Where it is based."""
    languages: tuple[Language, ...] = ()
    """What it is written in, the main language first."""
    ownership: Ownership | None = None
    """Who stands behind it; digests print it.

    `public` is publicly funded and editorially independent, `official` a government that speaks for itself.
    """
    kind: OutletKind | None = None
    """What sort of publisher it is."""
    zone: Zone | None = None
    """The time zone of dates that it writes without one."""
    headers: Headers | None = None
    """Request headers for sources and pages: Accept, Accept-Language, Cache-Control and From."""
    encoding: Encoding | None = None
    """The charset of sources and pages, where the server names a wrong one or none."""
    enabled: Flag = True
    """False keeps the entry and stops the polls."""
    terms: TermsEntry = TermsEntry()
    use: Use = Use.FULLTEXT
    """What is done with its pages.

    `fulltext` reads them and keeps their text for the retention period, `match` reads them for matching and keeps
    title, link, dates, matches and a quotation, `headline` never fetches them and matches what the feed says.
    """
    extract: ExtractEntry | None = None
    """How its pages are read, where `inspect page` shows that they are misread."""
    sources: Annotated[tuple[SourceEntry, ...], NotEmpty]
    """Its feeds, news sitemaps and listing pages."""


class OutletsFile(Strict):
    """What is watched."""

    outlets: tuple[OutletEntry, ...]
    """The outlets that are watched."""
