"""RSS, RDF and Atom through feedparser, the truth parser."""

from __future__ import annotations

import io
import re
from itertools import islice
from typing import TYPE_CHECKING, Any
from xml.sax import SAXParseException

import feedparser

from crawlers.addresses import absolute
from crawlers.entry import MOST_TAGS, Entry, Feed
from crawlers.errors import NotAFeed
from crawlers.feed_dates import feed_date
from crawlers.languages import iso_639_1
from crawlers.plain import clean, one_line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from crawlers.problems import Problems

Parsed = dict[str, Any]
"""feedparser's dictionaries, read by `dict.get`: their own `get` takes one key for another, with warnings."""
PAGES = ("text/html", "application/xhtml+xml", "html", "xhtml")
TRUSTED = {"content-type": "application/xml; charset=utf-8"}
"""What feedparser is told: the text was decoded before, so what the outlet said no longer matters."""

_AMPERSAND = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!#?\w{1,32};)", re.DOTALL)
"""One that begins no reference; what stands in CDATA comes first, where it is as it should be."""


def parse_xml_feed(text: str, url: str, limit: int, zone: tzinfo, problems: Problems) -> Feed | None:
    """The feed in `text`, or None where feedparser recognises none."""
    parsed = _parsed(text, url)
    entries, feed, version = parsed["entries"], parsed["feed"], parsed["version"]
    if not version and not entries:
        return None
    if parsed["bozo"]:
        problems.add(f"malformed XML, read as far as it goes ({_fault(parsed['bozo_exception'])})")
        entries, feed = _without_bare_ampersands(text, url, parsed)
    language = iso_639_1(dict.get(feed, "language"))
    reader = _Reader(url, zone, language, problems)
    return Feed(
        title=one_line(_said(feed, "title")),
        language=language,
        entries=tuple(reader.entry(item) for item in problems.within(limit, entries)),
        format=version or "rss",
        problems=problems.all(),
    )


def _without_bare_ampersands(text: str, url: str, parsed: Parsed) -> tuple[list[Parsed], Parsed]:
    """Entries and feed, read anew where ampersands are bare: `?id=1&lang=ru` has no Chinese bracket in it."""
    mended = _AMPERSAND.sub(lambda found: "&amp;" if found[0] == "&" else found[0], text)
    again = _parsed(mended, url) if mended != text else parsed
    return again["entries"], again["feed"]


def _fault(error: Exception) -> str:
    if isinstance(error, SAXParseException):  # its str() begins with the name of the file, which is unknown
        return one_line(f"line {error.getLineNumber()}: {error.getMessage()}")
    return one_line(str(error))


def _parsed(text: str, url: str) -> Parsed:
    try:
        document: Parsed = feedparser.parse(
            io.BytesIO(text.encode("utf-8")),  # never bytes or str: it opens files and addresses
            response_headers=TRUSTED,
            resolve_relative_uris=False,
            sanitize_html=False,  # we keep no markup at all
        )
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, AssertionError) as error:
        what = f"the markup is broken beyond what feedparser can read ({type(error).__name__}: {str(error)[:100]})"
        raise NotAFeed(url, what) from None
    return document


class _Reader:
    """Reads feedparser's entries of one document."""

    def __init__(self, url: str, zone: tzinfo, language: str | None, problems: Problems) -> None:
        self._url, self._zone, self._language, self._problems = url, zone, language, problems

    def entry(self, item: Parsed) -> Entry:
        updated = self._date(item, "updated")
        published = self._date(item, "published") or self._date(item, "created") or updated
        content = paragraphs(_longest_content(item))
        summary = one_line(_said(item, "summary"))
        return Entry(
            id=clean(_said(item, "id")).strip() or None,
            url=self._link(item),
            title=one_line(_said(item, "title")),
            summary="" if summary == " ".join(content.split()) else summary,
            content=content,
            published=published,
            updated=updated,
            authors=tuple(dict.fromkeys(_authors(item))),
            language=_language(item) or self._language,
            tags=tuple(islice(dict.fromkeys(_tags(item)), MOST_TAGS)),
        )

    def _date(self, item: Parsed, key: str) -> datetime | None:
        written = _said(item, key)
        return self._problems.date(written, feed_date(written, dict.get(item, f"{key}_parsed"), self._zone))

    def _link(self, item: Parsed) -> str | None:
        own = _own_link(item)
        if own:
            return self._problems.address(own, absolute(self._url, own))
        guid = _said(item, "link")  # feedparser's stand-in: a guid that is not said to be no permalink
        return absolute("", guid)


def _said(item: Parsed, key: str) -> str:
    value = dict.get(item, key)  # elements with attributes of their own come as dictionaries of these
    return value if isinstance(value, str) else ""


def _own_link(item: Parsed) -> str:
    if original := _said(item, "feedburner_origlink"):
        return original
    alternates = [link for link in dict.get(item, "links", ()) if link.get("rel") == "alternate" and link.get("href")]
    pages = [link for link in alternates if link.get("type", "text/html").split(";")[0] in PAGES]
    first = next(iter(pages or alternates), None)
    return str(first["href"]) if first else ""


def _longest_content(item: Parsed) -> str:
    return max((part.get("value", "") for part in dict.get(item, "content", ())), key=len, default="")


def _authors(item: Parsed) -> Iterator[str]:
    for author in dict.get(item, "authors", ()):
        name = one_line(author.get("name") or author.get("email") or "")
        if name:
            yield name


def _tags(item: Parsed) -> Iterator[str]:
    """Of Atom the label, which is for people (RFC 4287, section 4.2.2.3), else the term."""
    for tag in dict.get(item, "tags", ()):
        if name := one_line(tag.get("label") or tag.get("term") or ""):
            yield name


def _language(item: Parsed) -> str | None:
    details = (dict.get(item, key) for key in ("title_detail", "summary_detail"))
    return iso_639_1(dict.get(item, "language")) or next(
        (found for detail in details if detail and (found := iso_639_1(detail.get("language")))), None
    )
