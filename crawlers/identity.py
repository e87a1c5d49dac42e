"""Which article an entry is, within its outlet."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xxhash import xxh3_128_hexdigest, xxh64_hexdigest

from pipeline.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from crawlers.entry import Entry

MARK = "#e-"
"""Between the key of an address and what tells apart the entries that share it; no key of an address has a `#`."""

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


def identify(feed_url: str, entries: Sequence[Entry], shared: Container[str] = ()) -> tuple[Identified, ...]:
    """The articles of one feed document, oldest first, each fingerprint once.

    An address is an article's own unless entries with different ids and titles point to it, now or earlier: `shared`
    holds what stood before MARK in the keys of the source's earlier documents. Entries of a shared address, or without
    one, are told apart by id, fragment, title or summary, so that none swallows another.
    """
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[_base(entry, feed_url)].append(entry)
    crowded = {base for base, group in groups.items() if base in shared or not _one_article(group)}
    doubtful = _doubtful_ids(entries)
    found: dict[str, Identified] = {}
    for entry in _oldest_first(entries):
        base = _base(entry, feed_url)
        own = entry.url is not None and base not in crowded
        key = base if own else f"{base}{MARK}{_told_apart(entry, doubtful)}"
        fingerprint = _fingerprint(entry)
        found.setdefault(fingerprint, Identified(entry, entry.url or feed_url, key, fingerprint, page=own))
    return tuple(found.values())


def _base(entry: Entry, feed_url: str) -> str:
    return url_key(entry.url or feed_url)


def _one_article(group: list[Entry]) -> bool:
    ids = {entry.id for entry in group}
    titles = {_normal(entry.title) for entry in group}
    return len(group) == 1 or (len(ids) == 1 and None not in ids) or (len(titles) == 1 and "" not in titles)


def _doubtful_ids(entries: Sequence[Entry]) -> set[str]:
    """Ids that entries without a link share under different titles."""
    titles: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.id and entry.url is None:
            titles[entry.id].add(_normal(entry.title))
    return {id_ for id_, under in titles.items() if len(under) > 1}


def _told_apart(entry: Entry, doubtful: set[str]) -> str:
    trusted = entry.id if entry.id not in doubtful else None
    fragment = entry.url if entry.url and "#" in entry.url else None
    told = trusted or fragment or _normal(entry.title) or entry.summary or entry.content
    return xxh64_hexdigest(told.encode("utf-8", "surrogatepass"))


def _oldest_first(entries: Sequence[Entry]) -> list[Entry]:
    """Feeds list the newest first, unless their dates say otherwise."""
    upwards = list(reversed(entries))
    dates = {id(entry): entry.published for entry in upwards if entry.published}
    if any(id(entry) not in dates for entry in upwards):
        return upwards
    return sorted(upwards, key=lambda entry: dates[id(entry)])


def _normal(title: str) -> str:
    return " ".join(_ZERO_WIDTH.sub("", unicodedata.normalize("NFKC", title)).casefold().split())


def _fingerprint(entry: Entry) -> str:
    updated = entry.updated.isoformat() if entry.updated else ""
    content = xxh3_128_hexdigest(entry.content.encode("utf-8", "surrogatepass"))
    said = (entry.id or "", entry.url or "", entry.title, entry.summary, content, updated)
    return xxh3_128_hexdigest("\x1f".join(said).encode("utf-8", "surrogatepass"))
