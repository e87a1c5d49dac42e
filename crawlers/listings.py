"""Bytes of a page that lists articles to entries, by an outlet's own selectors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crawlers.addresses import absolute
from crawlers.charset import decode
from crawlers.entry import Entry, Feed
from crawlers.errors import NotAListing
from crawlers.extraction.printed import printed_date
from crawlers.extraction.selecting import pick
from crawlers.feed_dates import EARLIEST, feed_date
from crawlers.languages import iso_639_1
from crawlers.markup import tree_of
from crawlers.plain import clean, one_line
from crawlers.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from lxml.html import HtmlElement

    from pipeline.model.outlet import ListingRules

NEXT = "link[rel~=next], a[rel~=next]"
_LONGEST_DATE = 120
_TITLES = ("title", "aria-label")


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A page that lists articles, read."""

    feed: Feed
    older: str | None
    """Address of the page that goes on with older articles."""


def parse_listing(  # noqa: PLR0913, PLR0917 - as `parse_feed`, and the selectors
    body: bytes, url: str, content_type: str, rules: ListingRules, limit: int = 500, zone: str | None = None
) -> ListingPage:
    """Read a page by the selectors of `rules`; at most `limit` entries, in the order of the page.

    An article that is listed twice counts once. Dates may be attributes or as print has them; those without a zone are
    read in `zone` (IANA), else in UTC.

    Raises:
        NotAListing: where they find no article.
    """
    problems = Problems()
    decoded = decode(body, content_type)
    problems.add(decoded.problem)
    tree = tree_of(decoded.text)
    if tree is None:
        raise NotAListing(url, "the page is empty")
    base = next((found for each in tree.iter("base") if (found := absolute(url, each.get("href") or ""))), url)
    reader = _Reader(base, rules, ZoneInfo(zone) if zone else UTC, problems, tree)
    items = [item for item in pick(tree, rules.item) if not isinstance(item, str)]
    if not items:
        what = f"`item` ({rules.item!r}) selects nothing on the page; if its layout has changed, mend `listing`"
        raise NotAListing(url, what)
    entries = {entry.url: entry for item in reversed(items) if (entry := reader.entry(item))}
    if not entries:
        link = f"`link` ({rules.link!r})" if rules.link else "the lack of `link`"
        raise NotAListing(url, f"in {len(items)} items {link} leads to no address; mend `listing`")
    if len(entries) < len(items):
        problems.add(f"{len(items) - len(entries)} of {len(items)} items had no address of their own")
    kept = problems.within(limit, tuple(reversed(entries.values())))
    feed = Feed(_words(next(tree.iter("title"), None)), reader.language, tuple(kept), "listing", problems.all())
    return ListingPage(feed, reader.older(tree, url))


class _Reader:
    def __init__(self, base: str, rules: ListingRules, zone: tzinfo, problems: Problems, tree: HtmlElement) -> None:
        self._base, self._rules, self._zone, self._problems = base, rules, zone, problems
        lang = next((root.get("lang") or "" for root in tree.iter("html")), "")
        self.language, self._american = iso_639_1(lang), lang.lower() == "en-us"

    def entry(self, item: HtmlElement) -> Entry | None:
        """The entry of an item; None where it links nowhere."""
        link = next(self._links(item), None)
        written = link if isinstance(link, str) else (link.get("href") or "") if link is not None else ""
        url = self._problems.address(written, absolute(self._base, written))
        if url is None:
            return None
        return Entry(
            id=None,
            url=url.partition("#")[0],
            title=self._title(item, link),
            published=self._date(item),
            language=self.language,
        )

    def older(self, tree: HtmlElement, url: str) -> str | None:
        """Where the page goes on."""
        for link in pick(tree, self._rules.next or NEXT):
            found = absolute(self._base, link if isinstance(link, str) else link.get("href") or "")
            if found and found != url:
                return found
        return None

    def _links(self, item: HtmlElement) -> Iterator[HtmlElement | str]:
        if self._rules.link:
            for found in pick(item, self._rules.link):
                yield from [found] if isinstance(found, str) or found.get("href") else found.iter("a")
        else:
            yield from (each for each in item.iter("a") if each.get("href"))

    def _title(self, item: HtmlElement, link: HtmlElement | str | None) -> str:
        named = pick(item, self._rules.title) if self._rules.title else []
        said = (_words(found) for found in (*named, link if not isinstance(link, str) else None))
        attributes = [] if link is None or isinstance(link, str) else [link.get(name) or "" for name in _TITLES]
        return next((text for text in (*said, *map(one_line, attributes)) if text), "")

    def _date(self, item: HtmlElement) -> datetime | None:
        found = pick(item, self._rules.date) if self._rules.date else []
        written = [text for each in found for text in _stamps(each) if text]
        read = next((date for text in written if (date := self._moment(text))), None)
        return self._problems.date(written[0], read) if written else None

    def _moment(self, text: str) -> datetime | None:
        stated = feed_date(text, None, self._zone)
        printed = None if stated else printed_date(text[:_LONGEST_DATE], self._zone, american=self._american)
        return stated or (printed.astimezone(UTC) if printed and printed >= EARLIEST else None)


def _stamps(found: HtmlElement | str) -> tuple[str, ...]:
    if isinstance(found, str):
        return (found.strip(),)
    return (found.get("datetime") or "", found.get("content") or "", _words(found))


def _words(found: HtmlElement | str | None) -> str:
    if found is None or isinstance(found, str):
        return one_line(found or "")
    return " ".join(clean(" ".join(found.itertext())).split())
