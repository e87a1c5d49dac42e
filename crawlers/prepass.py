"""What a feed document holds, item by item, told by its bytes: the cheap step before feedparser."""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from xxhash import xxh3_64_intdigest

from crawlers.charset import decode_surely
from crawlers.feeds import GZIP, mended
from crawlers.layout import layout
from crawlers.limits import MIB

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGEST = MIB
"""Bytes of a document that is looked at; the worst of this size takes 0.3 s."""
READING = 2
"""Raised when the same bytes come to be read into other entries, so that documents of before are read anew."""
SEAMS = (b"]&#", b"-&#")
"""Where a removed reference could bring the end of a CDATA section or comment to light."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A document, taken apart."""

    head: int
    """Hash of all outside the items that an entry may depend on."""
    items: tuple[int, ...]
    """Hash of each item, in the order of the document."""
    before: bytes
    pieces: tuple[bytes, ...]
    """The items themselves."""
    after: bytes
    joint: bytes = b""
    problem: str | None = None
    """What was wrong with its charset."""

    def document(self, positions: Iterable[int]) -> bytes:
        """The document with these items only, in UTF-8."""
        return self.before + self.joint.join(self.pieces[position] for position in positions) + self.after


def sketch(body: bytes, content_type: str, context: Sequence[str | None] = (), limit: int = 500) -> Sketch | None:
    """Take a document apart; None, "in doubt", wherever an item might read differently without the others.

    Quick, and safe for a process that has other things to do: no entities, no deep nesting, nothing above `LARGEST`.

    Args:
        body: The document, its content coding undone.
        content_type: As the server said.
        context: Whatever else its entries depend on, such as the address it came from.
        limit: Documents of more items are in doubt: `parse_feed` does not read them all.
    """
    if len(body) > LARGEST or body.startswith(GZIP):
        return None
    decoded = decode_surely(body, content_type)
    if decoded is None:
        return None
    text = decoded.text.lstrip("\ufeff \t\r\n")
    seed = xxh3_64_intdigest(repr((READING, *context)).encode())
    taken_apart = _json if text.startswith("{") else _xml
    found = taken_apart(text, seed, limit)
    return replace(found, problem=decoded.problem) if found else None


def _xml(text: str, seed: int, limit: int) -> Sketch | None:
    data = text.encode()
    if b"&#" in data and any(seam in data for seam in SEAMS) and mended(text) != text:
        return None
    found = layout(data)
    if found is None or len(found.items) > limit or not found.side_by_side(data):
        return None
    items = found.items
    first, last = (items[0].begin, items[-1].end) if items else (len(data), len(data))
    head = found.outside(0, first).counted(data).rstrip()
    tail = found.outside(last, len(data)).counted(data).lstrip()
    return Sketch(
        head=xxh3_64_intdigest(head + b"\0" + tail, seed=seed),
        items=tuple(xxh3_64_intdigest(item.counted(data)) for item in items),
        before=codecs.BOM_UTF8 + data[:first],
        pieces=tuple(data[item.begin : item.end] for item in items),
        after=data[last:],
    )


def _json(text: str, seed: int, limit: int) -> Sketch | None:
    try:
        document = json.loads(text, strict=False)
        items = document.pop("items", ())
        if not isinstance(items, list) or len(items) > limit or not all(isinstance(item, dict) for item in items):
            return None
        pieces = tuple(_dumped(item) for item in items)
        rest = _dumped(document)
    except (ValueError, RecursionError):
        return None
    written = b"".join(pieces).decode()
    if b"jsonfeed.org/version/1" not in rest or mended(text) != text or mended(written) != written:
        return None
    return Sketch(
        head=xxh3_64_intdigest(rest, seed=seed),
        items=tuple(xxh3_64_intdigest(piece) for piece in pieces),
        before=codecs.BOM_UTF8 + rest[:-1] + b', "items": [',
        pieces=pieces,
        after=b"]}",
        joint=b",",
    )


def _dumped(value: dict[str, Any]) -> bytes:
    """JSON of a value in UTF-8; raises ValueError where it has characters that are none."""
    return json.dumps(value, ensure_ascii=False).encode()
