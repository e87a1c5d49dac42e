"""Which article an entry is, within its outlet."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xxhash import xxh3_128_hexdigest, xxh64_hexdigest, xxh64_intdigest

from pipeline.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from crawlers.entry import Entry

MARK = "#e-"
"""Between the key of an address and what tells apart the entries that share it; no key of an address has a `#`."""

_NEVER = datetime.max.replace(tzinfo=UTC)
_ZERO_WIDTH = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class Identified:
    """An entry and the article it is, or is a new version of."""

    entry: Entry
    url: str
    """The entry's link, or the feed's address where it has none."""
    url_key: str
    fingerprint: str
    """Of all the feed says of it: an entry is known if, and only if, its fingerprint is."""
    page: bool
    """True if the page at `url` is this article's own."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What must be remembered of an entry to tell its neighbours apart without reading it again; texts are hashed."""

    base: int
    """Of the address's key."""
    id: int | None
    title: int | None
    """None where there is none."""
    linked: bool
    dated: bool


def identify(
    feed_url: str, entries: Sequence[Entry], shared: Container[str] = (), others: Sequence[Trace] = ()
) -> tuple[Identified, ...]:
    """The articles of one feed document, oldest first, each fingerprint once.

    An address is an article's own unless entries with different ids and titles point to it, now or earlier: `shared`
    holds what stood before MARK in the keys of the source's earlier documents. Entries of a shared address, or without
    one, are told apart by id, fragment, title or summary, so that none swallows another. `others` are the entries of
    the document that are not read again: they take part in this, and come not out.
    """
    placed = [_placed(entry, feed_url) for entry in entries]
    everyone = [one.trace for one in placed] + [*others]
    crowded = _crowded(everyone)
    doubtful = _doubtful_ids(everyone)
    found: dict[str, Identified] = {}
    for one in _oldest_first(placed, dated=all(trace.dated for trace in everyone)):
        entry = one.entry
        own = entry.url is not None and one.base not in shared and one.trace.base not in crowded
        trust_id = one.trace.id not in doubtful
        key = one.base if own else f"{one.base}{MARK}{_told_apart(entry, trust_id=trust_id)}"
        mark = fingerprint(entry)
        found.setdefault(mark, Identified(entry, entry.url or feed_url, key, mark, page=own))
    return tuple(found.values())


def trace(entry: Entry, feed_url: str) -> Trace:
    """What `identify` needs of an entry when it is not read again."""
    return _placed(entry, feed_url).trace


def fingerprint(entry: Entry) -> str:
    """A hash of all that a feed says of an article, 32 hexadecimal digits.

    `published` and authors don't count, and neither does what counts readers in its address: that changes by the hour.
    """
    updated = entry.updated.isoformat() if entry.updated else ""
    content = xxh3_128_hexdigest(entry.content.encode("utf-8", "surrogatepass"))
    said = (_untracked(entry.id or ""), _untracked(entry.url or ""), entry.title, entry.summary, content, updated)
    return xxh3_128_hexdigest("\x1f".join(said).encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class _Placed:
    entry: Entry
    base: str
    trace: Trace


def _placed(entry: Entry, feed_url: str) -> _Placed:
    base = url_key(entry.url or feed_url)
    traced = Trace(
        base=_hashed(base),
        id=_hashed(entry.id) if entry.id else None,
        title=_hashed(title) if (title := _normal(entry.title)) else None,
        linked=entry.url is not None,
        dated=entry.published is not None,
    )
    return _Placed(entry, base, traced)


def _crowded(traces: Sequence[Trace]) -> set[int]:
    groups: dict[int, list[Trace]] = defaultdict(list)
    for one in traces:
        groups[one.base].append(one)
    return {base for base, group in groups.items() if not _one_article(group)}


def _one_article(group: list[Trace]) -> bool:
    ids = {one.id for one in group}
    titles = {one.title for one in group}
    return len(group) == 1 or (len(ids) == 1 and None not in ids) or (len(titles) == 1 and None not in titles)


def _doubtful_ids(traces: Sequence[Trace]) -> set[int | None]:
    """Ids that entries without a link share under different titles."""
    titles: dict[int | None, set[int | None]] = defaultdict(set)
    for one in traces:
        if one.id is not None and not one.linked:
            titles[one.id].add(one.title)
    return {id_ for id_, under in titles.items() if len(under) > 1}


def _told_apart(entry: Entry, *, trust_id: bool) -> str:
    trusted = entry.id if trust_id else None
    fragment = entry.url if entry.url and "#" in entry.url else None
    told = trusted or fragment or _normal(entry.title) or entry.summary or entry.content
    return xxh64_hexdigest(told.encode("utf-8", "surrogatepass"))


def _oldest_first(placed: Sequence[_Placed], *, dated: bool) -> list[_Placed]:
    """Feeds list the newest first, unless their dates, where all entries have one, say otherwise."""
    upwards = list(reversed(placed))
    return sorted(upwards, key=lambda one: one.entry.published or _NEVER) if dated else upwards


def _normal(title: str) -> str:
    return " ".join(_ZERO_WIDTH.sub("", unicodedata.normalize("NFKC", title)).casefold().split())


def _untracked(name: str) -> str:
    """The key of an address, with its fragment; another name as it is."""
    if not name.startswith(("http://", "https://")):
        return name
    return f"{url_key(name)}#{name.partition('#')[2]}"


def _hashed(text: str) -> int:
    return xxh64_intdigest(text.encode("utf-8", "surrogatepass"))
