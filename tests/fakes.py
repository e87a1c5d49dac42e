"""Stand-ins for the outside world, whole enough to be asked anything the real one is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawlers.articles import extract_page
from crawlers.feeds import parse_feed
from crawlers.page import UNKNOWN
from crawlers.web import FetchFailed, Reason, Response

if TYPE_CHECKING:
    from collections.abc import Collection

    from crawlers.entry import Feed
    from crawlers.page import Hints, Page
    from crawlers.web import Request


@dataclass
class FakeWeb:
    """A `Fetch` that answers from a table and remembers what it was asked."""

    answers: dict[str, Response | FetchFailed | Exception] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    async def __call__(self, request: Request) -> Response | FetchFailed:
        self.asked.append(request)
        missing = FetchFailed(request.url, Reason.STATUS, f"{request.url}: answered 404 (Not Found)", 404)
        answer = self.answers.get(request.url, missing)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def parse_here(body: bytes, url: str, content_type: str, zone: str | None = None) -> Feed:
    """A `ParseFeed` without a process of its own."""
    return parse_feed(body, url, content_type, 500, zone)


async def extract_here(body: bytes, url: str, content_type: str, hints: Hints = UNKNOWN) -> Page:
    """An `ExtractPage` without a process of its own."""
    return extract_page(body, url, content_type, hints)


@dataclass
class FakeMemory:
    """A `crawlers.poll.Memory`."""

    seen: set[str] = field(default_factory=set)
    crowded: set[str] = field(default_factory=set)

    async def known(self, _source_id: int, fingerprints: Collection[str]) -> frozenset[str]:
        return frozenset(self.seen & set(fingerprints))

    async def shared(self, _source_id: int) -> frozenset[str]:
        return frozenset(self.crowded)
