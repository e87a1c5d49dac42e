"""Two ways to follow a source: through the skip chain, and by reading each document as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from crawlers.errors import NotAFeed
from crawlers.feeds import parse_feed as parse_feed_
from crawlers.identity import MARK, identify
from crawlers.reading import Document, read
from crawlers.skip import Known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawlers.entry import Feed
    from crawlers.identity import Identified
    from crawlers.reading import Step

SOURCE = "https://courier.example.com/rss"
TYPE = "application/octet-stream"
parse_feed = lru_cache(256)(parse_feed_)  # slow, and both sides need it


async def _parse(body: bytes, url: str, content_type: str, zone: str | None = None) -> Feed:
    return parse_feed(body, url, content_type, 500, zone)


@dataclass(frozen=True)
class Seen:
    """What came of one document."""

    events: tuple[Identified, ...] | None
    """The entries that are news; None where the document is no feed."""
    entries: int = 0


@dataclass
class Memory:
    """The store's table of entries: each keeps the key it came with."""

    keys: dict[str, str] = field(default_factory=dict)

    async def shared(self) -> frozenset[str]:
        return frozenset(key.partition(MARK)[0] for key in self.keys.values() if MARK in key)

    def new(self, found: Iterable[Identified]) -> tuple[Identified, ...]:
        news = tuple(item for item in found if item.fingerprint not in self.keys)
        self.keys.update({item.fingerprint: item.url_key for item in news})
        return news


@dataclass
class Whole:
    """Reads all of each document."""

    memory: Memory = field(default_factory=Memory)

    async def see(self, body: bytes) -> Seen:
        try:
            feed = parse_feed(body, SOURCE, TYPE, 500, None)
        except NotAFeed:
            return Seen(None)
        found = identify(SOURCE, [entry for entry in feed.entries if not entry.blank], await self.memory.shared())
        return Seen(self.memory.new(found), len(found))


@dataclass
class Chain:
    """Takes the cheapest step, and keeps between two documents what the store would."""

    memory: Memory = field(default_factory=Memory)
    kept: bytes = b""
    steps: list[Step] = field(default_factory=list)

    async def see(self, body: bytes) -> Seen:
        document = Document(SOURCE, body, SOURCE, TYPE)
        try:
            reading = await read(document, Known.unpack(self.kept), _parse, self.memory.shared)
        except NotAFeed:
            return Seen(None)
        assert reading.standing <= self.memory.keys.keys()
        self.kept = reading.known.pack() if reading.known else b""
        self.steps.append(reading.step)
        return Seen(self.memory.new(reading.found), reading.entries)


async def same_events(*documents: bytes) -> list[Step]:
    """Assert that both see the same in successive documents; the steps that were taken."""
    whole, chain = Whole(), Chain()
    for body in documents:
        assert await chain.see(body) == await whole.see(body)
    return chain.steps
