from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawlers.charset import labelled
from crawlers.errors import Unreadable, WorkerFailed
from treatywatch.stages.errors import LineUnreadable
from treatywatch.stages.jsonl import moment, optional_text_in, text_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawlers.entry import Entry, Feed
    from crawlers.workers import ParseFeed
    from pipeline.model.outlet import Source
    from treatywatch.stages.files import Files
    from treatywatch.stages.jsonl import Object


@dataclass(frozen=True, slots=True)
class FeedStage:
    """`inspect feed`: a file to the entries that a poll would see in it."""

    files: Files
    parse: ParseFeed
    sources: Mapping[str, Source]
    """Those that are configured, by address: their zone and charset count."""

    async def __call__(self, said: Object) -> Object:
        """Read the feed that `file` holds; `url` is the base of its links, `content_type` what the server said."""
        name, url = text_in(said, "file"), optional_text_in(said, "url") or ""
        content_type = optional_text_in(said, "content_type") or ""
        body = await self.files.read(name)
        try:
            known = self.sources.get(url)
            labels = labelled(content_type, known.encoding if known else None)
            feed = await self.parse(body, url, labels, known.zone if known else None)
        except Unreadable as error:
            raise LineUnreadable(f"{name}: {error.what}") from None
        except WorkerFailed as error:
            raise LineUnreadable(f"{name}: {error}") from None
        return described(name, feed)


def described(name: str, feed: Feed) -> Object:
    """The answer of the contract."""
    return {
        "file": name,
        "title": feed.title or None,
        "language": feed.language,
        "entries": [_entry(entry) for entry in feed.entries],
        "problems": list(feed.problems),
    }


def _entry(entry: Entry) -> Object:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title or None,
        "published": moment(entry.published),
        "summary": entry.summary or entry.content or None,
        "authors": list(entry.authors),
    }
