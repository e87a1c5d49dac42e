"""Bytes of a feed document to entries."""

from __future__ import annotations

import re
import sys
import zlib
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crawlers.charset import decode
from crawlers.entities import declares_entities
from crawlers.errors import NotAFeed
from crawlers.feed_hints import hints_in
from crawlers.jsonfeed import parse_json_feed
from crawlers.limits import MIB
from crawlers.plain import one_line
from crawlers.problems import Problems
from crawlers.xmlfeed import parse_xml_feed

if TYPE_CHECKING:
    from datetime import tzinfo

    from crawlers.entry import Feed

UNPACKED_BYTES = 10 * MIB
"""Limit on what a gzipped file, served as such, may unpack to."""
LONGEST_REFERENCE = 7
"""Digits of the highest character number, U+10FFFF, written in decimal."""
GZIP = b"\x1f\x8b"

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x0*([\da-f]*)|0*(\d*));", re.IGNORECASE)
_PAGE = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.{0,500}?)</title", re.IGNORECASE | re.DOTALL)
_ALTERNATE = re.compile(r"<link\b[^>]*\btype\s*=\s*[\"']?application/(?:rss|atom)\+xml[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_ROOT = re.compile(r"<([a-z_][\w:.-]*)", re.IGNORECASE)


def parse_feed(body: bytes, url: str, content_type: str = "", limit: int = 500, zone: str | None = None) -> Feed:
    """Read RSS, RDF, Atom or JSON Feed.

    What can be mended is, and noted in `problems`. At most `limit` entries are read, in the order of the document.
    `url` is the base of relative links, `zone` the IANA zone of dates that carry none (UTC by default).
    Raises NotAFeed.
    """
    problems = Problems()
    decoded = decode(_unpacked(body, url, problems), content_type)
    problems.add(decoded.problem)
    text = mended(decoded.text)
    if len(text) < len(decoded.text):
        problems.add("control characters were removed")
    text = text.lstrip("\ufeff \t\r\n")
    if not text:
        raise NotAFeed(url, "the document is empty")
    base: tzinfo = ZoneInfo(zone) if zone else UTC
    if text.startswith(("{", "[")):
        return parse_json_feed(text, url, limit, base, problems)
    if declares_entities(text):
        raise NotAFeed(url, "the document declares entities, which feeds never need and attacks do; it was not read")
    feed = parse_xml_feed(text, url, limit, base, problems)
    if feed is None:
        raise NotAFeed(url, _what_else(text))
    return replace(feed, hints=hints_in(text))


def mended(text: str) -> str:
    """`text` without control characters, and references to such or to none, which make feedparser give up."""
    return _REFERENCE.sub(_possible, _CONTROLS.sub("", text))


def _unpacked(body: bytes, url: str, problems: Problems) -> bytes:
    if not body.startswith(GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(body, UNPACKED_BYTES)
    except zlib.error as error:
        raise NotAFeed(url, f"the document is a broken gzip file ({error})") from None
    if unpacker.unconsumed_tail:
        raise NotAFeed(url, f"the document is a gzip file of more than {UNPACKED_BYTES // MIB} MiB")
    problems.add("a gzip file; it should say so in Content-Encoding")
    return unpacked


def _possible(reference: re.Match[str]) -> str:
    """A character reference, or nothing where there is no such character."""
    hexadecimal, decimal = reference.groups(default="")
    if len(hexadecimal + decimal) > LONGEST_REFERENCE:
        return ""
    number = int(hexadecimal, 16) if hexadecimal else int(decimal or 0)
    return "" if number > sys.maxunicode or _CONTROLS.match(chr(number)) else reference[0]


def _what_else(text: str) -> str:
    if _PAGE.search(text):
        title = _TITLE.search(text)
        named = f" titled {one_line(title[1])!r}" if title else ""
        return f"a web page{named}, not a feed; {_advice(text)}"
    root = _ROOT.search(text)
    if root and root[1].lower() in {"urlset", "sitemapindex"}:
        return f"a sitemap (<{root[1]}>), not a feed"
    if root and text.startswith("<"):
        return f"an XML document <{root[1]}> that is neither RSS nor Atom"
    return f"no feed format known to us; it begins {one_line(text[:200])[:60]!r}"


def _advice(page: str) -> str:
    alternate = _ALTERNATE.search(page)
    address = _HREF.search(alternate[0]) if alternate else None
    return f"it names its feed {address[1]!r}" if address else "check the address"
