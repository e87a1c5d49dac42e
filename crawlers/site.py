"""What the page of a site says of the site: its name, its language, and where its feeds are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from protego import Protego

from crawlers.addresses import absolute
from crawlers.charset import decode
from crawlers.languages import iso_639_1
from crawlers.markup import tree_of
from crawlers.plain import one_line
from pipeline.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
MOST_FEEDS = 10
"""Addresses of feeds that are taken from one page."""
LONGEST_NAME = 80

_FEED_LINK = re.compile(r"(?:^|[/._?=&-])(?:rss|atom|feeds?|rdf)(?:$|[/._?=&-]|\d)", re.IGNORECASE)
_ASIDE = re.compile(r"[\s|·•–—-]*\b(?:rss|atom|feed)\b.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Site:
    """A site, as one of its pages describes it."""

    name: str = ""
    language: str | None = None
    """ISO 639-1."""
    feeds: tuple[str, ...] = ()
    """Addresses that may be feeds: those the page declares, then those it links to under the name of one."""


def read_site(body: bytes, url: str, content_type: str = "") -> Site:
    """Read a page; of what is none nothing is known."""
    tree = tree_of(decode(body, content_type).text)
    if tree is None:
        return Site()
    base = next((found for each in tree.iter("base") if (found := absolute(url, each.get("href") or ""))), url)
    feeds = dict.fromkeys((*_declared(tree, base), *_linked(tree, base)))
    root = next(tree.iter("html"), tree)
    return Site(_name(tree, url), iso_639_1(root.get("lang")), tuple(islice(feeds, MOST_FEEDS)))


def sitemaps_in(robots: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names (sitemaps.org, "Submitting your Sitemap"), those of news first."""
    found = dict.fromkeys(link for written in Protego.parse(robots).sitemaps if (link := absolute("", written)))
    return tuple(sorted(found, key=lambda link: "news" not in link.casefold()))


def _declared(tree: HtmlElement, base: str) -> Iterator[str]:
    for link in tree.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in relations and kind in FEED_TYPES and (found := absolute(base, link.get("href") or "")):
            yield found


def _linked(tree: HtmlElement, base: str) -> Iterator[str]:
    for link in tree.iter("a"):
        written = link.get("href") or ""
        if _FEED_LINK.search(written) and (found := absolute(base, written)):
            yield found.partition("#")[0]


def _name(tree: HtmlElement, url: str) -> str:
    """Of Open Graph, or the part of the title that commonly is the site's."""
    metas = {
        (meta.get("property") or meta.get("name") or "").lower(): meta.get("content") or ""
        for meta in reversed(list(tree.iter("meta")))  # the first of a name is what stays
    }
    said = metas.get("og:site_name") or metas.get("application-name") or metas.get("apple-mobile-web-app-title")
    if not said:
        title = one_line("".join(next(tree.iter("title"), tree.makeelement("title")).itertext()))
        said = _likeliest(re.split(r"\s+[|·•–—-]\s+", title), url)
    return _ASIDE.sub("", one_line(said))[:LONGEST_NAME].strip()


def _likeliest(parts: list[str], url: str) -> str:
    """The part that the domain is named for, else the shortest, of equals the last."""
    domain = registrable_domain(url).partition(".")[0]
    named = [part for part in parts if domain and domain in re.sub(r"[\W_]+", "", part.casefold())]
    return min(reversed(named or parts), key=len)
