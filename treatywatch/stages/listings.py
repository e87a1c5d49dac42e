from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawlers.entry import Feed
    from crawlers.workers import ParseFeed, ParseListing
    from pipeline.model.outlet import ListingRules


@dataclass(frozen=True, slots=True)
class FeedOrListing:
    """A `ParseFeed` that reads the pages of listing sources by their selectors."""

    feed: ParseFeed
    listing: ParseListing
    rules: Mapping[str, ListingRules]
    """By the address of a configured source."""

    async def __call__(self, body: bytes, url: str, content_type: str, zone: str | None = None) -> Feed:
        """See `ParseFeed`; of a listing raises NotAListing or WorkerFailed."""
        rules = self.rules.get(url)
        if rules is None:
            return await self.feed(body, url, content_type, zone)
        return (await self.listing(body, url, content_type, rules, zone)).feed
