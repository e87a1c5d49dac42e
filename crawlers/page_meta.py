"""What a page says of itself in its head."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawlers.addresses import absolute
from crawlers.feed_dates import feed_date
from crawlers.jsonld import persons
from crawlers.languages import iso_639_1
from crawlers.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

DATES = ("article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.date", "date")
TITLES = ("og:title", "twitter:title", "dc.title")
AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "citation_author")
LANGUAGES = ("og:locale", "content-language", "language", "dc.language")

_SEPARATOR = re.compile(r"\s+[|–—·•»-]\s")
_SITE = re.compile(r"\s+[|–—·•»]\s+[^|–—·•»]{1,40}$|\s+-\s+[^-]{1,40}$")


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

    def title(self, stated: str = "") -> str:
        """The article's title: as `stated`, of the social card, the only first heading, or the window.

        The name of the site after it is no part of it.
        """
        cards = (one_line(content) for content in self._contents(TITLES))
        headings = [one_line(" ".join(heading.itertext())) for heading in self._tree.iter("h1")]
        only = headings[0] if len(headings) == 1 else ""
        title = stated or next((card for card in cards if card), "") or only or self._window()
        bare = (heading for heading in headings if heading and title.startswith(heading))
        return next((heading for heading in bare if _SEPARATOR.match(title, len(heading))), title)

    def authors(self) -> tuple[str, ...]:
        """Names of persons; addresses of profiles are none."""
        found = (persons(self._metas.get(key, ())) for key in AUTHORS)
        return next((names for names in found if names), ())

    def published(self) -> datetime | None:
        """When the article appeared, in UTC; a date without a zone is taken for UTC."""
        times = (element.get("datetime") or "" for element in self._tree.iter("time"))
        return first_date((*self._contents(DATES), *times))

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

    def _window(self) -> str:
        window = next((one_line(title.text or "") for title in self._tree.iter("title")), "")
        return _SITE.sub("", window)


def first_date(written: Iterable[str]) -> datetime | None:
    """The first that can be read."""
    return next((date for text in written if text and (date := feed_date(text, None, UTC))), None)
