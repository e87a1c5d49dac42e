"""Bytes of a sitemap to entries, or to the sitemaps it lists (sitemaps.org protocol 0.9, Google News extension)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crawlers.addresses import absolute
from crawlers.charset import decode
from crawlers.encodings import decode as undo_coding
from crawlers.entities import declares_entities
from crawlers.entry import Entry, Feed
from crawlers.errors import BadEncoding, NotASitemap, TooLarge
from crawlers.feeds import mended
from crawlers.languages import iso_639_1
from crawlers.limits import MIB, size
from crawlers.plain import one_line
from crawlers.problems import Problems
from crawlers.sitemap_rows import ROOTS, rows
from crawlers.sitemap_window import dated, newest, recent, stamp
from pipeline.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawlers.sitemap_rows import Row, Rows
    from crawlers.sitemap_window import Dated

FEEDS = {"rss", "feed", "rdf"}

_PAGE = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SitemapLimits:
    """What is taken from a sitemap."""

    window: timedelta = timedelta(days=2)
    """Articles older than this are left out."""
    entries: int = 1000
    """The newest so many of one document."""
    children: int = 20
    """The newest so many sitemaps of an index."""
    size: int = 10 * MIB
    """Bytes of a document, decompressed."""


DEFAULTS = SitemapLimits()


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index lists."""

    url: str
    modified: datetime | None
    """When it last changed, as the index says."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, read: either entries or children, the newest first.

    Of rows with `<news:news>` come entries with title, publication date and language; of others entries without a
    title, where their `lastmod` lies within the window. Rows dated before the window are left out. The sitemaps of an
    index must be of its own registrable domain.
    """

    entries: tuple[Entry, ...]
    children: tuple[Child, ...]
    listed: int
    """How many addresses it holds, those left out counted."""
    newest: datetime | None
    """The latest past date it speaks of, by which a dead one is told."""
    problems: tuple[str, ...]

    @property
    def feed(self) -> Feed:
        """The entries as a feed's."""
        return Feed(title="", language=None, entries=self.entries, format="sitemap", problems=self.problems)


def parse_sitemap(  # noqa: PLR0913, PLR0917 - as `parse_feed`, and the time
    body: bytes,
    url: str,
    now: datetime,
    content_type: str = "",
    limits: SitemapLimits = DEFAULTS,
    zone: str | None = None,
) -> Sitemap:
    """Read a sitemap or sitemap index, as XML or as a gzip file; the window of what is taken ends `now`, aware.

    `zone` is the IANA zone of dates that carry none, UTC by default.

    Raises:
        NotASitemap: with a clause that says what it is instead.
    """
    problems = Problems()
    written = _written(_text(body, url, content_type, limits.size, problems), url, problems)
    found = dated(written.rows, ZoneInfo(zone) if zone else UTC, problems)
    index = written.root == "sitemapindex"
    kept = recent(found, now - limits.window, undated=index)
    entries = () if index else problems.within(limits.entries, _entries(kept, url, stamp(written.rows), problems))
    children = _children(kept, url, limits.children, problems) if index else ()
    return Sitemap(tuple(entries), children, len(found), newest(found, now), problems.all())


def _written(text: str, url: str, problems: Problems) -> Rows:
    found = rows(text)
    if found.root not in ROOTS:
        raise NotASitemap(url, _what_else(text, found.root))
    problems.add(f"read only as far as it goes ({found.fault})" if found.fault else None)
    return found


def _text(body: bytes, url: str, content_type: str, most: int, problems: Problems) -> str:
    try:
        unpacked = undo_coding(body, (), most)
    except (BadEncoding, TooLarge) as error:
        raise NotASitemap(url, f"a gzip file that can't be unpacked: {error}") from None
    if len(unpacked) > most:
        raise NotASitemap(url, f"the document is larger than {size(most)}")
    decoded = decode(unpacked, content_type)
    problems.add(decoded.problem)
    text = mended(decoded.text).lstrip("\ufeff \t\r\n")
    if declares_entities(text):
        raise NotASitemap(url, "the document declares entities, which sitemaps never need; it was not read")
    return text


def _what_else(text: str, root: str) -> str:
    if root in FEEDS:
        return f"a feed (<{root}>), not a sitemap; list it among the feeds"
    if _PAGE.search(text):
        return "a web page, not a sitemap; check the address"
    if root:
        return f"an XML document <{root}> that is no sitemap"
    return f"no sitemap; it begins {one_line(text[:200])[:60]!r}" if text else "the document is empty"


def _entries(found: Sequence[Dated], url: str, built: str | None, problems: Problems) -> tuple[Entry, ...]:
    return tuple(_entry(one, link, built) for one in found if (link := _link(one.row, url, problems)))


def _entry(one: Dated, link: str, built: str | None) -> Entry:
    return Entry(
        id=None,
        url=link,
        title=one_line(one.row.title),
        published=one.published,
        updated=None if one.row.lastmod == built else one.modified,
        language=iso_639_1(one.row.language),
    )


def _children(found: Sequence[Dated], url: str, most: int, problems: Problems) -> tuple[Child, ...]:
    linked = [(link, one.until) for one in found if (link := _link(one.row, url, problems)) and link != url]
    domain = registrable_domain(url)
    own: dict[str, Child] = {}
    foreign: set[str] = set()
    for link, modified in linked:
        if registrable_domain(link) == domain:
            own.setdefault(link, Child(link, modified))
        else:
            foreign.add(link)
    problems.add(f"{len(foreign)} sitemaps of other domains were left out" if foreign else None)
    problems.add(f"{len(own)} sitemaps; only the newest {most} were taken" if len(own) > most else None)
    return tuple(own.values())[:most]


def _link(row: Row, url: str, problems: Problems) -> str | None:
    return problems.address(row.loc, absolute(url, row.loc))
