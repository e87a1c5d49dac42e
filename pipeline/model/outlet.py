from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, timedelta


class Use(StrEnum):
    """What we do with an outlet's pages."""

    FULLTEXT = "fulltext"
    """Read the page and keep its text for the retention period."""
    MATCH = "match"
    """Read the page for matching; keep title, link, dates, matches, a quotation and a fingerprint of facts."""
    HEADLINE = "headline"
    """Never fetch the page; match what the feed says and keep as little as MATCH does."""


class TermsStatus(StrEnum):
    """What an outlet's terms of use say about reading it by program."""

    PERMITS = "permits"
    SILENT = "silent"
    FORBIDS = "forbids"


@dataclass(frozen=True, slots=True)
class Terms:
    """Where an outlet's terms stand, and when a person last read them."""

    status: TermsStatus = TermsStatus.SILENT
    url: str | None = None
    checked: date | None = None
    permission: str | None = None
    """The operator's note of a permission, which lifts FORBIDS."""

    @property
    def forbid(self) -> bool:
        """True while the terms forbid and no permission is noted."""
        return self.status is TermsStatus.FORBIDS and not self.permission


class SourceKind(StrEnum):
    """What lists the articles."""

    FEED = "feed"
    """RSS, RDF, Atom or JSON Feed."""
    SITEMAP = "sitemap"
    """A news sitemap, or an index of such."""
    LISTING = "listing"
    """A page that lists articles, read by the outlet's selectors."""


@dataclass(frozen=True, slots=True)
class ListingRules:
    """Where a page that lists articles has them; each a CSS selector or an XPath."""

    item: str
    """What holds one article's entry."""
    link: str | None = None
    """In an item, what links to the article; else the item itself or the first link in it."""
    title: str | None = None
    """In an item, its title; else the words of the link."""
    date: str | None = None
    """In an item, when it appeared; else its page says that."""
    next: str | None = None
    """On the page, what links to the page of older articles; else what says `rel=next`."""


@dataclass(frozen=True, slots=True)
class Source:
    """One address of an outlet that lists its articles. Its identity is (outlet, url)."""

    outlet: str
    url: str
    interval: timedelta | None = None
    """Time between two polls while nothing fails; None where the source's own habit decides."""
    kind: SourceKind = SourceKind.FEED
    listing: ListingRules | None = None
    """Of LISTING, and of no other kind."""
    headers: tuple[tuple[str, str], ...] = ()
    """Sent along with polls; those of the outlet are among them."""
    zone: str | None = None
    """IANA zone of dates that it writes without one."""
    language: str | None = None
    """ISO 639-1; of the articles it lists, where the outlet writes in several."""
    encoding: str | None = None
    """Charset of what it serves, where that is not UTF-8 and declared wrongly or not at all."""


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors for an outlet's article pages."""

    drop: tuple[str, ...] = ()
    """What is no part of the article."""
    body: str | None = None
    """What holds its text."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher as the operator describes it."""

    id: str
    name: str
    sources: tuple[Source, ...]
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    languages: tuple[str, ...] = ()
    """ISO 639-1 codes, the main language first."""
    ownership: str | None = None
    kind: str | None = None
    zone: str | None = None
    """IANA zone of dates that the outlet writes without one."""
    headers: tuple[tuple[str, str], ...] = ()
    """Sent along with requests for its pages."""
    encoding: str | None = None
    """Charset of its pages, where that is not UTF-8 and declared wrongly or not at all."""
    terms: Terms = Terms()
    use: Use = Use.FULLTEXT
    selectors: Selectors | None = None
    """The operator's, in place of those that come with the program."""

    @property
    def effective_use(self) -> Use:
        """`use`, but at most MATCH where the terms forbid and no permission lifts that."""
        if self.terms.forbid and self.use is Use.FULLTEXT:
            return Use.MATCH
        return self.use
