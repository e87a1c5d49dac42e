from __future__ import annotations

from typing import TYPE_CHECKING

from crawlers.identity import identify
from crawlers.reading import Reading, Step

if TYPE_CHECKING:
    from crawlers.reading import Document, Shared
    from crawlers.workers import ParseListing
    from pipeline.model.outlet import ListingRules


async def read_listing(document: Document, rules: ListingRules, parse: ParseListing, shared: Shared) -> Reading:
    """Read a page that lists articles; raises NotAListing and WorkerFailed as `parse` does."""
    page = await parse(document.body, document.url, document.content_type, rules, document.zone)
    found = identify(document.source, page.feed.entries, await shared())
    return Reading(Step.WHOLE, found, frozenset(), None, page.feed.problems)
