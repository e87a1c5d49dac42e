"""Bytes of an OPML document to the feeds that it lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from lxml import etree

from crawlers.charset import decode
from crawlers.entities import declares_entities
from crawlers.languages import iso_639_1
from crawlers.limits import MIB, size
from crawlers.plain import one_line
from treatywatch.errors import BadOpml

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 10 * MIB

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_FEED_SCHEME = re.compile(r"\Afeed:(?://)?(?=https?://)|\Afeed(?=://)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as an OPML document lists it."""

    title: str
    """As shown; empty where there is none."""
    url: str
    language: str | None
    """ISO 639-1."""
    line: int


def read_opml(body: bytes, name: str) -> tuple[Outline, ...]:
    """The feeds of a document, in its order, out of whatever folders they are in.

    lxml reads it, with neither network nor document types: a document that declares entities is refused before, since
    lists of feeds never need them.

    Raises:
        BadOpml: when it can't be read, with the line where that is known.
    """
    if len(body) > LARGEST:
        raise BadOpml(name, f"is larger than {size(LARGEST)}, which no list of feeds is")
    text = _DECLARATION.sub("", decode(body, "text/xml").text.lstrip("\ufeff"))
    if declares_entities(text):
        raise BadOpml(name, "declares entities, which lists of feeds never need and attacks do; it was not read")
    root = _parsed(text, name)
    if etree.QName(root).localname.lower() != "opml":
        raise BadOpml(name, f"is an XML document <{etree.QName(root).localname}>, not OPML")
    return tuple(_outlines(root))


def _parsed(text: str, name: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise BadOpml(name, f"is no well-formed XML (line {error.lineno or 1}: {error.msg})") from None


def _outlines(root: etree._Element) -> Iterator[Outline]:
    for element in root.iter("{*}outline"):
        said = {str(key).lower(): str(value) for key, value in element.attrib.items()}  # programs differ in xmlUrl
        if url := said.get("xmlurl", "").strip():
            title = one_line(said.get("title") or said.get("text") or "")
            language = iso_639_1(said.get("language"))
            yield Outline(title, _FEED_SCHEME.sub(_scheme, url), language, cast("int", element.sourceline))


def _scheme(found: re.Match[str]) -> str:
    """`feed:https://…` is the address behind it, `feed://…` one of http, as newsreaders have it."""
    return "http" if found[0].lower() == "feed" else ""
