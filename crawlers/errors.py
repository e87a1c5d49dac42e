"""Errors of this package.

CrawlError
├── RefusedAddress   the guard: an address we do not ask
├── BadEncoding      a body that can't be decompressed
├── TooLarge         a body that grows beyond the limit when decompressed
├── Unreadable
│   ├── NotAFeed         a document that is no feed, or can't be read as one
│   ├── NotASitemap      a document that is no sitemap, or can't be read as one
│   ├── NotAListing      a page on which an outlet's selectors find no articles
│   └── PageUnreadable   a document that is no page, or can't be read as one
└── WorkerFailed     a parsing process was killed, ran out of time or of memory

That a fetch fails is an everyday outcome and a value, not an error: `crawlers.web.FetchFailed`.
"""

from __future__ import annotations

from enum import StrEnum


class CrawlError(Exception):
    """Base of all errors of this package."""


class RefusedAddress(CrawlError):
    """An address we do not ask. `url` is the address, or the name that led to it."""

    def __init__(self, url: str, why: str) -> None:
        self.url, self.why = url, why
        super().__init__(f"{url}: refused, {why}")


class BadEncoding(CrawlError):
    """A body is cut short, or is not encoded as it says."""


class TooLarge(CrawlError):
    """A body grows beyond the limit when it is decompressed."""


class Unreadable(CrawlError):
    """A document we can't read. `url` is where it was, `what` a clause that says what was found and what to do.

    Its arguments are its attributes, so that it comes whole through the pipe of a worker process.
    """

    def __init__(self, url: str, what: str) -> None:
        self.url, self.what = url, what
        super().__init__(url, what)

    def __str__(self) -> str:
        return f"{self.url}: {self.what}"


class NotAFeed(Unreadable):
    """A document that is no feed, or that can't be read as one."""


class NotASitemap(Unreadable):
    """A document that is no sitemap, or that can't be read as one."""


class NotAListing(Unreadable):
    """A page on which an outlet's selectors find no articles."""


class PageUnreadable(Unreadable):
    """A document that is no page, or that can't be read as one."""


class WorkerFailure(StrEnum):
    """How a parsing process failed."""

    TIMED_OUT = "timed_out"
    DIED = "died"
    OUT_OF_MEMORY = "out_of_memory"
    BROKE = "broke"
    """The parser raised what it never should: a document nobody foresaw."""
    STOPPED = "stopped"
    """The service is shutting down; the document is not to blame."""


class WorkerFailed(CrawlError):
    """A parsing process was killed, ran out of time or of memory; `reason` says which, `what` is a sentence."""

    def __init__(self, reason: WorkerFailure, what: str) -> None:
        self.reason, self.what = reason, what
        super().__init__(reason, what)

    def __str__(self) -> str:
        return self.what
