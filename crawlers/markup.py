from __future__ import annotations

from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawlers.plain import clean


def tree_of(text: str) -> HtmlElement | None:
    """The elements of a page that is decoded already, whatever it says of its encoding; None where it has none."""
    parser = HTMLParser(encoding="utf-8", no_network=True)
    try:
        return document_fromstring(clean(text).encode("utf-8"), parser=parser)
    except (ParserError, ValueError):
        return None
