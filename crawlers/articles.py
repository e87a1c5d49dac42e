"""Bytes of a page to the text of its article."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trafilatura import bare_extraction
from trafilatura.utils import load_html

from crawlers.charset import decode
from crawlers.errors import PageUnreadable
from crawlers.jsonld import statement
from crawlers.languages import iso_639_1
from crawlers.page_meta import Head, first_date
from crawlers.plain import clean

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.html import HtmlElement

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

SHORTEST = 50
"""Characters below which a text is no article but what is left of a menu, a wall or a script's page."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # that a page has no article is a value, not a warning

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Page:
    """An article's page, read. What it does not say is empty or None."""

    title: str
    text: str
    """One paragraph a line; empty where no article was found."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    """Aware, UTC."""
    language: str | None = None
    """ISO 639-1."""
    canonical_url: str | None = None
    reserved: bool = False
    """The page forbids to keep its text (`noarchive`, text-mining reservation): match it, but do not store it."""
    by: str = "trafilatura"
    """What found the text."""
    problem: str | None = None
    """What was wrong and mended on the way: a wrong charset."""


def extract_page(body: bytes, url: str, content_type: str = "") -> Page:
    """Read a page. Raises PageUnreadable where the document is none.

    Dates and names come from JSON-LD, then from meta elements; dates are not searched in the text, as the feed's date
    wins and the search would take as long as the body.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in MARKUP or BINARY.match(body):
        raise PageUnreadable(url, f"{_named(kind, body)}, not a web page; the feed's own text is kept")
    decoded = decode(body, content_type)
    tree = _tree(decoded.text)
    if tree is None:
        return Page(title="", text="", problem=decoded.problem)
    said, head = statement(tree), Head(tree, url)
    return Page(
        title=head.title(said.title),
        text=_text(tree),
        authors=said.authors or head.authors(),
        published=first_date((said.published,)) or head.published(),
        language=head.language() or iso_639_1(said.language),
        canonical_url=head.canonical_url(),
        reserved=head.reserved(),
        problem=decoded.problem,
    )


def _named(kind: str, body: bytes) -> str:
    named = kind if kind not in MARKUP else "a file"
    return f"{named} ({len(body)} bytes)"


def _tree(text: str) -> HtmlElement | None:
    markup = _DECLARATION.sub("", clean(text))
    if not markup.strip():
        return None
    return load_html(markup)


def _text(tree: HtmlElement) -> str:
    document = bare_extraction(tree, favor_precision=True, include_comments=False, with_metadata=False)
    text = getattr(document, "text", None) or ""  # typed as perhaps a dict, which it no longer is
    lines = (" ".join(clean(line).split()) for line in text.splitlines())
    joined = "\n".join(line for line in lines if line)
    return joined if len(joined) >= SHORTEST else ""
