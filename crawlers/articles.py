"""Bytes of a page to the text of its article."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from trafilatura.utils import load_html

from crawlers.charset import decode, labelled
from crawlers.errors import PageUnreadable
from crawlers.extraction.authors import Authors, choose_authors
from crawlers.extraction.body import article_text
from crawlers.extraction.brief import LONGEST, brief
from crawlers.extraction.published import choose_date
from crawlers.extraction.titles import Title, choose_title
from crawlers.jsonld import statement
from crawlers.languages import iso_639_1
from crawlers.outlets.selectors import selectors_of
from crawlers.page import UNKNOWN, By, Hints, Page
from crawlers.page_meta import Head
from crawlers.plain import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawlers.jsonld import Statement

MARKUP = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/octet-stream",
    "text/xml",
    "application/xml",
    "",
)
"""Types that may hold a page; servers often say the last four of one."""
BINARY = re.compile(rb"\A(?:%PDF-|\x89PNG|\xff\xd8\xff|GIF8|PK\x03\x04|RIFF|\x1f\x8b|\x00\x00\x00.ftyp)", re.DOTALL)

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def extract_page(body: bytes, url: str, content_type: str = "", hints: Hints = UNKNOWN) -> Page:
    """Read a page. Raises PageUnreadable where the document is none.

    Names come from JSON-LD, then from meta elements; dates likewise, then as printed under the heading.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in MARKUP or BINARY.match(body):
        raise PageUnreadable(url, f"{_named(kind, body)}, not a web page; the feed's own text is kept")
    decoded = decode(body, labelled(content_type, hints.encoding))
    tree = _tree(decoded.text)
    if tree is None:
        return Page(title="", text="", problem=decoded.problem)
    page = _read(tree, url, hints, decoded.problem)
    if len(page.text) <= LONGEST and (again := _tree(decoded.text)) is not None:  # reading changed the first
        return replace(page, brief=brief(again))
    return page


def _read(tree: HtmlElement, url: str, hints: Hints, problem: str | None) -> Page:
    said, head = statement(tree), Head(tree, url)
    title = _title(tree, said, head, (*head.sites(), said.publisher, hints.name, *_labels(url)))
    dates = ((said.published, "json-ld"), *head.dates())
    date = choose_date(tree, url, dates, ZoneInfo(hints.zone or "UTC"))
    language, named = head.language(), iso_639_1(said.language)
    authors = choose_authors(tree, (Authors(said.authors, "json-ld"), Authors(head.authors(), "meta")))
    descriptions = [*head.descriptions(), said.description]
    text, by = article_text(tree, title.text, descriptions, hints.selectors or selectors_of(url))
    return Page(
        title=title.text,
        text=text,
        authors=authors.names,
        published=date.at if date else None,
        language=language or named,
        canonical_url=head.canonical_url(),
        reserved=head.reserved(),
        by=By(
            text=by or None,
            title=title.by if title.text else None,
            authors=authors.by,
            published=date.by if date else None,
            language="markup" if language else "json-ld" if named else None,
        ),
        problem=problem,
    )


def _title(tree: HtmlElement, said: Statement, head: Head, sites: tuple[str, ...]) -> Title:
    cards = (Title(text, by) for text, by in head.titles())
    return choose_title(tree, (Title(said.title, "json-ld"), *cards), sites)


def _labels(url: str) -> tuple[str, ...]:
    """The host's name without what many share, and the parts of it: `courier` of `www.courier.example`."""
    name = (urlsplit(url).hostname or "").removeprefix("www.").rpartition(".")[0]
    return (name, *name.split("."))


def _named(kind: str, body: bytes) -> str:
    named = kind if kind not in MARKUP else "a file"
    return f"{named} ({len(body)} bytes)"


def _tree(text: str) -> HtmlElement | None:
    markup = _DECLARATION.sub("", clean(text))
    if not markup.strip():
        return None
    return load_html(markup)
