"""Where the items of an XML feed lie in its bytes, if each can be read without the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.parsers import expat

from crawlers.feed_names import (
    ATOM,
    DESCRIPTION,
    HANDLED,
    NAMESPACES,
    OWN_CONTENT,
    PICTURES,
    RDF,
    RSS_1,
    SUMMARY,
    UNREAD,
    Kind,
    Kinds,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

DEEPEST = 64
"""Elements within each other; feeds need a dozen, and each costs memory."""
MOST_IDLE = 1000
"""Comments and the like outside items, beyond which a document is no feed we know."""
PLACES = {
    "rss": (3, "item", "channel"),
    f"{ATOM} feed": (2, f"{ATOM} entry", ""),
    f"{RDF} RDF": (2, f"{RSS_1} item", f"{RSS_1} channel"),
}
"""By root: how deep items lie, their name, and the channel's."""
MARKUP = (["xhtml"], ["application/xhtml+xml"])

_TEXT = Kind.TEXT  # an enumeration's members are slow to look up, and this is done for every element
_TAG = re.compile(rb"</?([^\s/>]+)")
_WEB = re.compile(r"https?://\w", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `begin` to before `end`, and the parts of them that don't count as a change."""

    begin: int
    end: int
    idle: tuple[tuple[int, int], ...] = ()

    def counted(self, data: bytes) -> bytes:
        """The bytes that do count."""
        if not self.idle:
            return data[self.begin : self.end]
        begins = [self.begin, *(end for _, end in self.idle)]
        ends = [*(begin for begin, _ in self.idle), self.end]
        return b"".join(data[begin:end] for begin, end in zip(begins, ends, strict=True))


@dataclass(frozen=True, slots=True)
class Layout:
    """The items of a document in order, and the parts outside them that don't count as a change."""

    items: tuple[Span, ...]
    idle: tuple[tuple[int, int], ...]

    def outside(self, begin: int, end: int) -> Span:
        """A stretch outside the items."""
        return Span(begin, end, tuple(part for part in self.idle if begin <= part[0] < end))

    def side_by_side(self, data: bytes) -> bool:
        """True if nothing that counts stands between the items."""
        gaps = ((one.end, after.begin) for one, after in pairwise(self.items))
        return not any(
            data[begin:end].strip() and self.outside(begin, end).counted(data).strip() for begin, end in gaps
        )


def layout(data: bytes) -> Layout | None:
    """The layout of a feed in UTF-8; None if there is any doubt that an item reads the same without its neighbours.

    expat does it, the very parser feedparser uses: what it refuses, feedparser reads in its lenient way, where an error
    in one item spoils the next.
    """
    scan = _Scan(data)
    try:
        scan.run()
    except (_InDoubt, expat.ExpatError):
        return None
    if not scan.recognised or len(scan.outside) > MOST_IDLE:
        return None
    return Layout(tuple(scan.items), tuple(scan.outside))


class _InDoubt(Exception):
    """No error: ends the scan."""


class _Scan:
    __slots__ = (
        "_based", "_begin", "_channel", "_data", "_depth", "_idle", "_idle_begin", "_idle_depth", "_innocent", "_item",
        "_item_depth", "_kinds", "_markup", "_parser", "_prefixes", "_summary", "_text_depth", "items", "outside",
    )  # fmt: skip

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CommentHandler = self._comment
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartDoctypeDeclHandler = self._doubt
        self.items: list[Span] = []
        self.outside: list[tuple[int, int]] = []
        self._idle = self.outside
        self._depth = self._item_depth = self._idle_depth = self._text_depth = 0
        self._begin = self._idle_begin = -1
        self._item = self._channel = ""
        self._markup = self._based = self._summary = False
        self._kinds = Kinds()
        self._innocent: set[str] = set()
        self._prefixes: dict[str, str] = {}

    def run(self) -> None:
        """Go through the document; raises _InDoubt or ExpatError."""
        self._parser.Parse(self._data, True)  # noqa: FBT003 - expat's own signature

    @property
    def recognised(self) -> bool:
        return self._item_depth > 0

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth = depth = self._depth + 1
        if attributes and not self._innocent.issuperset(attributes[::2]):
            self._examine(attributes)
        kind = self._kinds[name]
        if kind is _TEXT and not (attributes or self._text_depth) and self._begin >= 0:
            self._text_depth, self._markup = depth, False
        elif kind or self._text_depth or depth > DEEPEST:
            self._special(kind, name, attributes)

    def _end(self, _name: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        if depth == self._text_depth:
            self._text_depth = 0
        elif depth == self._idle_depth:
            self._idle.append((self._idle_begin, self._parser.CurrentByteIndex))
            self._idle_depth = 0
        elif depth == self._item_depth and self._begin >= 0:
            self._close_item()

    def _special(self, kind: Kind, name: str, attributes: Sequence[str]) -> None:
        inside = self._begin >= 0
        if self._text_depth:
            if kind is not Kind.XHTML or not self._markup or self._depth > DEEPEST:
                raise _InDoubt
        elif kind is Kind.TEXT:
            self._text(name, attributes, inside=inside)
        elif kind is Kind.FRAME:
            self._frame(name)
        elif self._depth > DEEPEST:
            raise _InDoubt
        elif kind is (Kind.VOLATILE_IN_ITEM if inside else Kind.VOLATILE_IN_HEAD) and not self._idle_depth:
            self._idle_depth, self._idle_begin = self._depth, self._parser.CurrentByteIndex

    def _frame(self, name: str) -> None:
        at = self._parser.CurrentByteIndex
        if self._depth == 1 and name in PLACES:
            self._item_depth, self._item, self._channel = PLACES[name]
            if any(word in self._data[:at] for word in (b"<!DOCTYPE", b"<!ENTITY")):
                raise _InDoubt
        elif name == self._channel and self._depth == 2:  # noqa: PLR2004 - below the root
            self._channel = ""
        elif name == self._item and self._depth == self._item_depth and self._begin < 0:
            self._begin, self._idle = at, []
        else:
            raise _InDoubt

    def _text(self, name: str, attributes: Sequence[str], *, inside: bool) -> None:
        if not inside:
            local = _local(name)
            if local in PICTURES:
                return
            if local in OWN_CONTENT or (self._summary and local in {SUMMARY, DESCRIPTION}):
                raise _InDoubt
            self._summary |= local == SUMMARY
        self._text_depth = self._depth
        self._markup = [value.lower() for key, value in _pairs(attributes) if _local(key) == "type"] in MARKUP

    def _close_item(self) -> None:
        at = self._parser.CurrentByteIndex
        opened, closed = _TAG.match(self._data, self._begin), _TAG.match(self._data, at)
        if not opened or not closed or opened[1] != closed[1]:  # <item/>, where expat tells what follows it
            raise _InDoubt
        end = self._data.index(b">", at) + 1
        self.items.append(Span(self._begin, end, tuple(self._idle)))
        self._begin, self._idle = -1, self.outside

    def _comment(self, _text: str) -> None:
        if not self._idle_depth:
            begin = self._parser.CurrentByteIndex
            self._idle.append((begin, self._data.index(b"-->", begin) + 3))

    def _examine(self, attributes: Sequence[str]) -> None:
        """A base outlives its element, unless the root has one to fall back to."""
        for key, value in _pairs(attributes):
            if _local(key) == "base" and not self._based:
                if self._depth > 1 or not _WEB.match(value):
                    raise _InDoubt
                self._based = True
            self._innocent.add(key)

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        """Prefixes are declared for all that follows, wherever that is."""
        if not uri:
            return
        known = NAMESPACES.get(uri.lower())
        lawful = known == prefix.lower() if prefix and prefix.lower() in HANDLED else True
        bound = self._prefixes.get(prefix or "")
        if not lawful or (prefix and bound not in {None, uri}):
            raise _InDoubt
        ordinary = known is not None or (not prefix and uri.lower() in UNREAD)
        if self._depth and bound != uri and not ordinary:
            raise _InDoubt
        if prefix or not self._depth:
            self._prefixes[prefix or ""] = uri

    def _doubt(self, *_: object) -> None:
        raise _InDoubt


def _pairs(attributes: Sequence[str]) -> zip[tuple[str, str]]:
    return zip(attributes[::2], attributes[1::2], strict=True)


def _local(key: str) -> str:
    return key.rpartition(" ")[2].lower()
