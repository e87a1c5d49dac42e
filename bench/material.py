"""What the benchmarks read: the recorded web beside the project where it is present, else a generated one."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.outlet import Outlet, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

RECORDED = Path(__file__).parents[1] / "../shared/data/replay/index.jsonl"
INTERVAL = timedelta(minutes=15)
"""Between two polls of a source."""


@dataclass(frozen=True, slots=True)
class Document:
    """A feed or a page as an address serves it."""

    url: str
    outlet: str
    language: str | None
    file: Path

    def body(self) -> bytes:
        """Its bytes; gzip is how the recording is kept, not how it is served."""
        body = self.file.read_bytes()
        return gzip.decompress(body) if self.file.suffix == ".gz" else body


@dataclass(frozen=True)
class Web:
    """Feeds and pages behind an index that the replay server reads."""

    name: str
    index: Path
    feeds: tuple[Document, ...]
    pages: tuple[Document, ...]

    @cached_property
    def outlets(self) -> tuple[Outlet, ...]:
        """The publishers, each with its feeds as sources."""
        feeds = defaultdict(list)
        for feed in self.feeds:
            feeds[feed.outlet].append(feed)
        return tuple(_outlet(name, own) for name, own in feeds.items())

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """All sources."""
        return tuple(source for outlet in self.outlets for source in outlet.sources)

    @cached_property
    def paged(self) -> tuple[Source, ...]:
        """Sources of outlets with pages: every entry of theirs has its page in the web, no entry of the others."""
        outlets = {page.outlet for page in self.pages}
        return tuple(source for source in self.sources if source.outlet in outlets)


def recorded() -> Web | None:
    """The recorded web, None where it is absent."""
    if not RECORDED.is_file():
        return None
    return read("recorded web (../shared/data/replay)", RECORDED)


def read(name: str, index: Path) -> Web:
    """The web of an index: a JSON object a line, of which the later wins for a URL."""
    with index.open(encoding="utf-8") as lines:
        rows = {row["url"]: row for row in map(json.loads, lines)}
    found = defaultdict(list)
    for url, row in rows.items():
        document = Document(url, row["outlet"], row.get("language"), index.parent / row["file"])
        found[row["kind"]].append(document)
    return Web(name, index, tuple(found["feed"]), tuple(found["page"]))


def size(documents: Iterable[Document]) -> int:
    """Bytes of all bodies together."""
    return sum(len(document.body()) for document in documents)


def _outlet(name: str, feeds: list[Document]) -> Outlet:
    languages = {feed.language: None for feed in feeds if feed.language}
    sources = tuple(Source(name, feed.url, INTERVAL) for feed in feeds)
    return Outlet(name, name, sources, languages=tuple(languages))
