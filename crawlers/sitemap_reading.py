"""A news sitemap, or an index with its sitemaps, read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from crawlers.charset import labelled
from crawlers.errors import NotASitemap, WorkerFailed
from crawlers.identity import identify
from crawlers.reading import Listing, Reading, Step
from crawlers.sitemaps import DEFAULTS
from crawlers.web import FetchFailed, Purpose, Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crawlers.reading import Document, Shared
    from crawlers.sitemaps import Child, Sitemap
    from crawlers.web import Fetch
    from crawlers.workers import ParseSitemap

LATE = timedelta(hours=1)
"""By so much an index may be behind the sitemaps it lists."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a sitemap is read with, and when."""

    fetch: Fetch
    parse: ParseSitemap
    shared: Shared
    now: datetime
    last: datetime | None
    """When all of it was last read."""
    headers: tuple[tuple[str, str], ...] = ()
    """To be sent along."""


async def read_sitemap(document: Document, means: Means) -> Reading:
    """Read a sitemap; of an index also its sitemaps of the last two days, as far as they may have changed.

    A sitemap of an index that can't be had is a problem of the reading, and no more.

    Raises:
        NotASitemap: of the document itself.
        WorkerFailed: likewise.
    """
    top = await means.parse(document.body, document.url, means.now, document.labelled, document.zone)
    wanted = _to_read(top.children, means)
    parts, problems = await _children(wanted, document, means)
    if wanted and not parts:
        raise NotASitemap(document.url, f"none of its {len(wanted)} sitemaps could be read; the first: {problems[0]}")
    entries = [entry for part in (top, *parts) for entry in part.entries]
    found = identify(document.source, entries, await means.shared())
    newest = max((part.newest for part in (top, *parts) if part.newest), default=None)
    said = tuple(dict.fromkeys((*top.problems, *problems, *(text for part in parts for text in part.problems))))
    covers = _covers(top, parts, means.now) if entries and not said else None
    listing = Listing(newest, covers, index=bool(top.children), whole=not problems)
    return Reading(Step.WHOLE, found, frozenset(), None, said, listing=listing)


def _to_read(children: Sequence[Child], means: Means) -> list[Child]:
    oldest = means.now - DEFAULTS.window
    changed = means.last - LATE if means.last else oldest
    return [child for child in children if child.modified is None or child.modified >= max(oldest, changed)]


async def _children(children: Sequence[Child], document: Document, means: Means) -> tuple[list[Sitemap], list[str]]:
    parts: list[Sitemap] = []
    problems: list[str] = []
    for child in children:
        answer = await means.fetch(Request(child.url, Purpose.FEED, headers=means.headers))
        if isinstance(answer, FetchFailed):
            problems.append(answer.message)
            continue
        try:
            said = labelled(answer.content_type, document.encoding)
            part = await means.parse(answer.body, answer.url, means.now, said, document.zone)
        except (NotASitemap, WorkerFailed) as error:
            problems.append(f"{child.url}: {error}" if isinstance(error, WorkerFailed) else str(error))
            continue
        parts.append(part)
        if part.children:
            problems.append(f"{child.url}: an index within an index, which the protocol forbids, was not followed")
    return parts, problems


def _covers(top: Sitemap, parts: Sequence[Sitemap], now: datetime) -> datetime:
    """From when on the sitemaps list all: the whole window, unless one had to be cut."""
    cut = [
        min((entry.published or entry.updated or now for entry in part.entries), default=now)
        for part in (top, *parts)
        if len(part.entries) >= DEFAULTS.entries
    ]
    return max([now - DEFAULTS.window, *cut])
