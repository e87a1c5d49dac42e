"""What a page says of itself in its head."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawlers.addresses import absolute
from crawlers.jsonld import persons
from crawlers.languages import iso_639_1
from crawlers.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

DATES = (
    "article:published_time", "article:published", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date",
    "publishdate", "publish-date", "publish_date", "publication_date", "pubdate", "date.issued", "date",
)  # fmt: skip
TITLES = ("og:title", "twitter:title", "dc.title")
SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site", "publisher", "dc.publisher")
AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "citation_author")
LANGUAGES = ("og:locale", "content-language", "language", "dc.language")


class Head:
    """The meta elements of a page, by lower-case name."""

    def __init__(self, tree: HtmlElement, url: str) -> None:
        self._tree, self._url = tree, url
        self._metas: dict[str, list[str]] = {}
        for meta in tree.iter("meta"):
            name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
            content = (meta.get("content") or "").strip()
            if name and content:
                self._metas.setdefault(name.strip().lower(), []).append(content)

    def titles(self) -> Iterator[tuple[str, str]]:
        """Titles as social cards have them, and the names they are written under."""
        return ((one_line(content), key) for key in TITLES for content in self._metas.get(key, ()))

    def descriptions(self) -> list[str]:
        """What the page says of itself in a sentence or two."""
        return [one_line(content) for key, found in self._metas.items() if "description" in key for content in found]

    def sites(self) -> list[str]:
        """Names of the site."""
        return [one_line(content) for content in self._contents(SITES)]

    def authors(self) -> tuple[str, ...]:
        """Names of persons; addresses of profiles are none."""
        found = (persons(self._metas.get(key, ())) for key in AUTHORS)
        return next((names for names in found if names), ())

    def dates(self) -> Iterator[tuple[str, str]]:
        """When the article appeared, as written, and the name it is written under; the most trusted first."""
        return ((content, key) for key in DATES for content in self._metas.get(key, ()))

    def language(self) -> str | None:
        """ISO 639-1, from the html element or a meta element."""
        roots = (root.get("lang") or root.get("xml:lang") for root in self._tree.iter("html"))
        said = (iso_639_1(tag) for tag in (*roots, *self._contents(LANGUAGES)))
        return next((code for code in said if code), None)

    def canonical_url(self) -> str | None:
        """The address the page calls its own."""
        links = (link for link in self._tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
        written = next((link.get("href") or "" for link in links), "") or next(self._contents(("og:url",)), "")
        return absolute(self._url, written)

    def reserved(self) -> bool:
        """True if the page forbids to keep its text: `noarchive`, or a text-mining reservation (W3C TDMRep)."""
        robots = ",".join(self._contents(("robots", "treatywatch"))).lower()
        return "noarchive" in re.split(r"[\s,]+", robots) or "1" in self._contents(("tdm-reservation",))

    def _contents(self, keys: Iterable[str]) -> Iterator[str]:
        return (content for key in keys for content in self._metas.get(key, ()))
