"""What outlets do to a feed between two polls, done to the bytes of a document."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_ITEM = re.compile(rb"<(item|entry)[\s>].*?</\1>", re.DOTALL)
_TITLE = re.compile(rb"(<title[^>]*>(?:<!\[CDATA\[)?)")
_DATE = re.compile(rb"((?:pubDate|updated|published|dc:date)>[^<]*?)(\d)(\d[^<]*)")
_LINK = re.compile(rb"(<(?:link|guid|id)\b[^<]*?)(/|</)")
_BUILT = re.compile(rb"(<(?:lastBuildDate|updated|title)[^>]*>)")

Items = list[bytes]


def edited(body: bytes, random: Random) -> bytes:
    """A headline gets another beginning."""
    return _items_changed(body, lambda items: _one(items, random, _edited))


def reordered(body: bytes, random: Random) -> bytes:
    """The items come in another order."""
    return _items_changed(body, lambda items: random.sample(items, len(items)))


def redated(body: bytes, random: Random) -> bytes:
    """An item gets another date."""
    return _items_changed(body, lambda items: _one(items, random, _redated))


def removed(body: bytes, random: Random) -> bytes:
    """An item is taken away."""
    return _items_changed(body, lambda items: _without(items, random))


def doubled(body: bytes, random: Random) -> bytes:
    """An item comes in again under another headline: the same address, the same id."""
    return _items_changed(body, lambda items: [_edited(random.choice(items)), *items] if items else items)


def joined(body: bytes, random: Random) -> bytes:
    """A new item comes in front, and the last one drops out."""
    return _items_changed(body, lambda items: [_moved(_edited(random.choice(items))), *items[:-1]] if items else items)


def rebuilt(body: bytes, _random: Random) -> bytes:
    """The first date or title of the document changes, and nothing else."""
    return _BUILT.sub(rb"\1 ", body, count=1)


CHANGES = {change.__name__: change for change in (edited, reordered, redated, removed, doubled, joined, rebuilt)}


def _items_changed(body: bytes, change: Callable[[Items], Items]) -> bytes:
    if body.lstrip().startswith(b"{"):
        document = json.loads(body)
        items = change([json.dumps(item).encode() for item in document["items"]])
        return json.dumps(document | {"items": [json.loads(item) for item in items]}).encode()
    spans = [found.span() for found in _ITEM.finditer(body)]
    if not spans:
        return body
    items = change([body[begin:end] for begin, end in spans])
    return body[: spans[0][0]] + b"\n".join(items) + body[spans[-1][1] :]


def _one(items: Items, random: Random, change: Callable[[bytes], bytes]) -> Items:
    chosen = random.randrange(max(len(items), 1))
    return [change(item) if position == chosen else item for position, item in enumerate(items)]


def _without(items: Items, random: Random) -> Items:
    chosen = random.randrange(max(len(items), 1))
    return items[:chosen] + items[chosen + 1 :]


def _edited(item: bytes) -> bytes:
    return re.sub(rb'("title": ")', rb"\1Corrected: ", _TITLE.sub(rb"\1Corrected: ", item, count=1), count=1)


def _redated(item: bytes) -> bytes:
    return re.sub(rb'("date_\w+": "\d\d)\d', rb"\g<1>1", _DATE.sub(rb"\g<1>1\g<3>", item, count=1))


def _moved(item: bytes) -> bytes:
    return re.sub(rb'("(?:id|url)": "[^"]*)"', rb'\1-moved"', _LINK.sub(rb"\1moved\2", item))
