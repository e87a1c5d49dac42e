"""How much of a document must be read, seeing what is known of the one before it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawlers.identity import Trace, fingerprint, trace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawlers.entry import Entry
    from crawlers.prepass import Sketch

_HEAD = struct.Struct("<BQ")
_ITEM = struct.Struct("<Q16sBQQQ")
_FORMAT = 1
_BLANK, _LINKED, _DATED, _ID, _TITLE = 1, 2, 4, 8, 16


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item that was read: its bytes, hashed, and what became of it."""

    raw: int
    fingerprint: str
    trace: Trace | None
    """None of an entry that is blank, and so no article's."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of the document last read: 9 bytes, and 49 for each item."""

    head: int
    items: tuple[KnownItem, ...]

    def pack(self) -> bytes:
        """As the store keeps it."""
        return _HEAD.pack(_FORMAT, self.head) + b"".join(map(_packed, self.items))

    @classmethod
    def unpack(cls, packed: bytes) -> Known | None:
        """What `pack` wrote; None where that was another version."""
        if len(packed) < _HEAD.size or (len(packed) - _HEAD.size) % _ITEM.size:
            return None
        version, head = _HEAD.unpack_from(packed)
        if version != _FORMAT:
            return None
        return cls(head, tuple(_unpacked(fields) for fields in _ITEM.iter_unpack(packed[_HEAD.size :])))


@dataclass(frozen=True, slots=True)
class Nothing:
    """Every item stood in the document before: there is nothing to read."""

    standing: tuple[KnownItem, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Only the items at these positions are new or changed."""

    positions: tuple[int, ...]
    standing: tuple[KnownItem, ...]
    """The others, in the order of the document."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The document must be read as a whole."""

    why: str


def skip(before: Known | None, now: Sketch) -> Nothing | Some | Whole:
    """What must be read of a document, so that the outcome is that of reading all of it."""
    if before is None:
        return Whole("nothing is known of the document before")
    if before.head != now.head:
        return Whole("what stands around the items has changed")
    known = {item.raw: item for item in before.items}
    standing = tuple(known[raw] for raw in now.items if raw in known)
    unknown = tuple(position for position, raw in enumerate(now.items) if raw not in known)
    if not unknown:
        return Nothing(standing)
    return Some(unknown, standing) if standing else Whole("all its items are new or changed")


def remember(now: Sketch, read: Mapping[int, Entry], others: Sequence[KnownItem], source: str) -> Known:
    """What to keep of a document: `read` are the entries by position, `others` the rest, in order."""
    rest = iter(others)
    return Known(
        now.head,
        tuple(
            _known(raw, read[position], source) if position in read else next(rest)
            for position, raw in enumerate(now.items)
        ),
    )


def _known(raw: int, entry: Entry, source: str) -> KnownItem:
    return KnownItem(raw, fingerprint(entry), None if entry.blank else trace(entry, source))


def _packed(item: KnownItem) -> bytes:
    found = item.trace
    if found is None:
        return _ITEM.pack(item.raw, bytes.fromhex(item.fingerprint), _BLANK, 0, 0, 0)
    flags = (
        _LINKED * found.linked
        | _DATED * found.dated
        | _ID * (found.id is not None)
        | _TITLE * (found.title is not None)
    )
    return _ITEM.pack(item.raw, bytes.fromhex(item.fingerprint), flags, found.base, found.id or 0, found.title or 0)


def _unpacked(fields: tuple[int, bytes, int, int, int, int]) -> KnownItem:
    raw, mark, flags, base, id_, title = fields
    found = Trace(
        base,
        id_ if flags & _ID else None,
        title if flags & _TITLE else None,
        linked=bool(flags & _LINKED),
        dated=bool(flags & _DATED),
    )
    return KnownItem(raw, mark.hex(), None if flags & _BLANK else found)
