"""What is known of a source before a poll, and what a poll or a page leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawlers.web import Validators

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.entry import Entry
    from pipeline.model.article import Arrival, Article


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as the last poll left it."""

    id: int
    outlet: str
    url: str
    first_success: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    validators: Validators = Validators()
    body_hash: str | None = None
    failures: int = 0
    """Polls failed since the last success."""


class Outcome(StrEnum):
    """What a poll came to."""

    ENTRIES = "entries"
    NOT_MODIFIED = "not_modified"
    """304."""
    SAME_BODY = "same_body"
    NOT_A_FEED = "not_a_feed"
    UNREADABLE = "unreadable"
    """A document that cost a parsing process its life, time or memory."""
    POSTPONED = "postponed"
    """Not asked, as the host wants to be left alone."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What one poll saw: a row of the coverage ledger."""

    source_id: int
    at: datetime
    outcome: Outcome
    message: str = ""
    """One sentence for the operator, empty where all is well."""
    status: int | None = None
    size: int = 0
    """Bytes of the decoded body."""
    entries: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class HostPause:
    """Nothing of this host is asked before `until`: it said Retry-After, or it does not answer."""

    host: str
    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry that stood in a document."""

    fingerprint: str
    url_key: str


@dataclass(frozen=True, slots=True)
class PageWork:
    """An entry whose article is not settled yet: durable pending work."""

    source_id: int
    outlet: str
    source: str
    """Address of the source."""
    url: str
    url_key: str
    fingerprint: str
    page: bool
    """False where the address is shared or absent, so that no page is this article's own."""
    entry: Entry
    arrival: Arrival
    queued_at: datetime
    attempts: int = 0
    id: int = 0
    """Row of the store; 0 before it is stored."""


@dataclass(frozen=True, slots=True)
class PollPlan:
    """Everything one poll changes, written in one transaction."""

    state: SourceState
    next_due: datetime
    ledger: LedgerRow
    seen: tuple[Seen, ...] = ()
    work: tuple[PageWork, ...] = ()
    pause: HostPause | None = None


@dataclass(frozen=True, slots=True)
class PagePlan:
    """What became of one address: settled articles, or another try."""

    work: tuple[PageWork, ...]
    articles: tuple[Article, ...] = ()
    """One for each settled piece of work, in its order; empty when it is tried again."""
    again_at: datetime | None = None
    message: str = ""
    pause: HostPause | None = None


def host_of(url: str) -> str:
    """The host an address is asked of, in lower case; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
