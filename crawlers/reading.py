"""A document read by the cheapest step that gives what reading all of it would."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from crawlers.charset import labelled
from crawlers.errors import NotAFeed
from crawlers.identity import identify
from crawlers.prepass import sketch
from crawlers.skip import Nothing, Some, Whole, remember, skip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crawlers.cadence import Hints
    from crawlers.entry import Entry, Feed
    from crawlers.identity import Identified
    from crawlers.prepass import Sketch
    from crawlers.skip import Known, KnownItem
    from crawlers.workers import ParseFeed


class Shared(Protocol):
    """Asks the store for `identify`'s `shared`."""

    async def __call__(self) -> frozenset[str]:
        """Keys of addresses that several entries of the source were seen to share."""
        ...


class Step(StrEnum):
    """What it took."""

    NOTHING_NEW = "nothing_new"
    """The pre-pass: all items are known."""
    NEW_ITEMS = "new_items"
    """The new and changed items were read."""
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Document:
    """A feed document as it came."""

    source: str
    """The address by which the source is known; `url` is that of this document, redirects followed."""
    body: bytes
    url: str
    content_type: str = ""
    """As the server said."""
    zone: str | None = None
    """IANA zone of dates that carry none."""
    encoding: str | None = None
    """Its charset, where the operator knows it better than the server."""
    limit: int = 500
    """The most entries that the parser reads."""

    @property
    def labelled(self) -> str:
        """The content type to read it by."""
        return labelled(self.content_type, self.encoding)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a sitemap is, beside its entries."""

    newest: datetime | None
    """The latest past date it speaks of."""
    covers: datetime | None
    """From when on it lists all articles, up to `newest`; None where that is not certain."""
    index: bool
    """It lists sitemaps, which may change though it does not."""
    whole: bool
    """All of its sitemaps that may have changed were read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document holds."""

    step: Step
    found: tuple[Identified, ...]
    """The entries that were read, oldest first."""
    standing: frozenset[str]
    """Fingerprints of those that were not: they stood in the document before, so all are known."""
    known: Known | None
    """To be kept for the next document, in place of what was kept before."""
    problems: tuple[str, ...] = ()
    why: str = ""
    """What kept it from being read by a cheaper step."""
    hints: Hints | None = None
    """What it asks of those who poll it; None where that has not changed."""
    listing: Listing | None = None
    """More of a sitemap; None of a feed."""

    @property
    def entries(self) -> int:
        """How many different entries the document holds."""
        return len(self.standing | {item.fingerprint for item in self.found})


async def read(document: Document, before: Known | None, parse: ParseFeed, shared: Shared) -> Reading:
    """Read a document, of which `before` was kept last time. `shared` is asked as `identify` needs it.

    Raises NotAFeed and WorkerFailed as `parse` does.
    """
    context = (document.source, document.url, document.zone, document.encoding)
    now = sketch(document.body, document.labelled, context, document.limit)
    if now is None:
        return await _whole(document, None, "its items can't be told apart with certainty", parse, shared)
    todo = skip(before, now)
    if isinstance(todo, Nothing):
        return _nothing(document, now, todo)
    reading = await _some(document, now, todo, parse, shared) if isinstance(todo, Some) else None
    why = todo.why if isinstance(todo, Whole) else "its new items can't be read alone"
    return reading or await _whole(document, now, why, parse, shared)


def _nothing(document: Document, now: Sketch, todo: Nothing) -> Reading:
    known = remember(now, {}, todo.standing, document.source)
    return Reading(Step.NOTHING_NEW, (), _fingerprints(todo.standing), known, _problems(now))


async def _some(document: Document, now: Sketch, todo: Some, parse: ParseFeed, shared: Shared) -> Reading | None:
    try:
        feed = await parse(now.document(todo.positions), document.url, "", document.zone)
    except NotAFeed:
        return None
    if len(feed.entries) != len(todo.positions):
        return None
    traces = [item.trace for item in todo.standing if item.trace]
    found = identify(document.source, _said(feed), await shared(), traces)
    known = remember(now, dict(zip(todo.positions, feed.entries, strict=True)), todo.standing, document.source)
    standing, problems = _fingerprints(todo.standing), _problems(now) + feed.problems
    return Reading(Step.NEW_ITEMS, found, standing, known, problems, hints=feed.hints)


async def _whole(document: Document, now: Sketch | None, why: str, parse: ParseFeed, shared: Shared) -> Reading:
    feed = await parse(document.body, document.url, document.labelled, document.zone)
    known = None
    if now is not None and len(now.items) == len(feed.entries):
        known = remember(now, dict(enumerate(feed.entries)), (), document.source)
    found = identify(document.source, _said(feed), await shared())
    return Reading(Step.WHOLE, found, frozenset(), known, feed.problems, why, feed.hints)


def _said(feed: Feed) -> list[Entry]:
    return [entry for entry in feed.entries if not entry.blank]


def _fingerprints(items: Sequence[KnownItem]) -> frozenset[str]:
    return frozenset(item.fingerprint for item in items if item.trace)


def _problems(now: Sketch) -> tuple[str, ...]:
    return (now.problem,) if now.problem else ()
