"""The configured feeds as an OPML document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from crawlers.plain import clean
from pipeline.model.outlet import SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.outlet import Outlet, Source


def opml_of(outlets: Iterable[Outlet]) -> bytes:
    """The feeds of outlets, each under the name of its outlet, which is how an import finds them together again.

    Sitemaps and listing pages are no feeds and have no place in OPML.
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Outlets of treatywatch"
    body = etree.SubElement(root, "body")
    for outlet in outlets:
        language = {"language": outlet.languages[0]} if outlet.languages else {}
        name = clean(outlet.name)
        for source in outlet.sources:
            if source.kind is SourceKind.FEED:
                about = {"type": "rss", "text": name, "title": name, "xmlUrl": source.url}
                etree.SubElement(body, "outline", {**about, **language})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def without_place(outlets: Iterable[Outlet]) -> tuple[Source, ...]:
    """The sources that OPML can't name."""
    return tuple(source for outlet in outlets for source in outlet.sources if source.kind is not SourceKind.FEED)
