"""What is known of a source before a poll, and what a poll or a page leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawlers.rhythm import Rhythm
from crawlers.web import Validators

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.entry import Entry
    from crawlers.gaps import Gap
    from crawlers.moves import Move
    from pipeline.model.article import Arrival, Article


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as the last poll left it."""

    id: int
    outlet: str
    url: str
    """As configured; its identity."""
    first_success: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    last_body: datetime | None = None
    """When a document last came, which a 304 is not."""
    validators: Validators = Validators()
    body_hash: str | None = None
    known: bytes | None = None
    """What is remembered of the document last read, by which the next is read in part (`crawlers.skip.Known`)."""
    poison: str | None = None
    """Hash of a document that cost a parsing process its life, time or memory."""
    poisoned: int = 0
    """How often that one did so."""
    failures: int = 0
    """Polls failed since the last success."""
    failing_since: datetime | None = None
    crowded: bool = False
    """Some of its entries were seen to share an address."""
    rhythm: Rhythm = Rhythm()
    moved_to: str | None = None
    """Where it is asked in place of `url`, after a permanent redirect that was believed."""
    move: Move | None = None
    distrusted_until: datetime | None = None
    """Its 304s have hidden news: until then it is asked without validators."""
    newest: datetime | None = None
    """Of a sitemap the latest past date it spoke of."""
    gone_at: datetime | None = None
    """When it said 410: it is polled no longer."""

    @property
    def address(self) -> str:
        """Where it is asked."""
        return self.moved_to or self.url

    def answered(self, now: datetime) -> SourceState:
        """After a document, or word that there is no other."""
        first = self.first_success or now
        return replace(self, failures=0, failing_since=None, first_success=first, last_success=now)


class Outcome(StrEnum):
    """What a poll came to."""

    ENTRIES = "entries"
    """A document with new or changed entries, or one read as a whole."""
    NOTHING_NEW = "nothing_new"
    """Another document, but all its items are known."""
    NOT_MODIFIED = "not_modified"
    """304."""
    SAME_BODY = "same_body"
    NOT_A_FEED = "not_a_feed"
    UNREADABLE = "unreadable"
    """A document that cost a parsing process its life, time or memory."""
    POSTPONED = "postponed"
    """Not asked, as the host wants to be left alone."""
    FAILED = "failed"
    GONE = "gone"
    """410: the outlet says that it is no more."""


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
    appeared: datetime | None = None
    """When it came, as far as that is known; for entries not seen before."""


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
    standing: frozenset[str] = frozenset()
    """Fingerprints of entries that stood in the document before, and still do."""
    work: tuple[PageWork, ...] = ()
    pause: HostPause | None = None
    gap: Gap | None = None
    covers: datetime | None = None
    """From when on all the outlet's articles are known now: gaps after that are filled."""
    learned: bool = False
    """Its habit is another than before."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a page showed when it was last read; with that the next look at it is compared."""

    title: str = ""
    """The page's own, which may differ from the feed's; empty where it was never read."""
    length: int = 0
    """Characters of the text."""
    url: str = ""
    """Where it was, after redirects."""
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class PagePlan:
    """What became of one address: settled articles, or another try."""

    work: tuple[PageWork, ...]
    articles: tuple[Article, ...] = ()
    """One for each settled piece of work, in its order; empty when it is tried again."""
    body: bool | None = None
    """Whether the page had an article's text; None where none was read."""
    sight: Sight | None = None
    """What it showed; a blank one where a failure that may pass kept it from being read, None where it is of no use."""
    again_at: datetime | None = None
    message: str = ""
    pause: HostPause | None = None


def host_of(url: str) -> str:
    """The host an address is asked of, in lower case; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
