"""One poll of a source: validators, body, entries, new entries, and the ledger row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from xxhash import xxh3_128_hexdigest

from crawlers.cadence import next_poll, retry_poll
from crawlers.errors import NotAFeed, WorkerFailed
from crawlers.identity import identify
from crawlers.state import HostPause, LedgerRow, Outcome, PageWork, PollPlan, Seen, host_of
from crawlers.web import FetchFailed, Purpose, Reason, Request
from pipeline.model.article import Arrival

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from crawlers.entry import Entry, Feed
    from crawlers.identity import Identified
    from crawlers.limits import Cadence
    from crawlers.state import SourceState
    from crawlers.web import Fetch, Response
    from crawlers.workers import ParseFeed

SLOW_DOWN = frozenset({429, 503})
NOT_MODIFIED = 304
CLOCK_SKEW = timedelta(minutes=10)


class Memory(Protocol):
    """What the store remembers of a source's documents."""

    async def known(self, source_id: int, fingerprints: Collection[str]) -> frozenset[str]:
        """Which of these entries were seen before."""
        ...

    async def shared(self, source_id: int) -> frozenset[str]:
        """Keys of addresses that several entries were seen to share."""
        ...


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a poll happens, how often it is to, and a number in [0, 1) to spread the next one by."""

    now: datetime
    interval: timedelta
    chance: float
    cadence: Cadence
    zone: str | None = None
    """IANA zone of dates that the outlet writes without one."""


async def poll(state: SourceState, occasion: Occasion, fetch: Fetch, parse: ParseFeed, memory: Memory) -> PollPlan:
    """Ask a source once and say what that changes. Reads memory, writes nothing."""
    answer = await fetch(Request(state.url, Purpose.FEED, state.validators))
    if isinstance(answer, FetchFailed):
        postpone = answer.reason is Reason.PAUSED
        return postponed(state, answer, occasion) if postpone else unreachable(state, answer, occasion)
    body_hash = xxh3_128_hexdigest(answer.body)
    if answer.status == NOT_MODIFIED or body_hash == state.body_hash:
        return unchanged(state, answer, occasion)
    try:
        feed = await parse(answer.body, answer.url, answer.content_type, occasion.zone)
    except NotAFeed as error:
        return unusable(state, answer, Outcome.NOT_A_FEED, str(error), occasion)
    except WorkerFailed as error:
        return unusable(state, answer, Outcome.UNREADABLE, str(error), occasion)
    said = [entry for entry in feed.entries if not entry.blank]
    found = identify(state.url, said, await memory.shared(state.id))
    known = await memory.known(state.id, [item.fingerprint for item in found])
    return entries(replace(state, body_hash=body_hash), answer, feed, News(found, known), occasion)


@dataclass(frozen=True, slots=True)
class News:
    """The entries of a document, and which of them were seen before."""

    found: tuple[Identified, ...]
    known: frozenset[str]


def postponed(state: SourceState, paused: FetchFailed, occasion: Occasion) -> PollPlan:
    """The host wants to be left alone: nothing was asked, and nothing has failed."""
    due = max(paused.retry_at or occasion.now, occasion.now + occasion.cadence.page_first_backoff)
    return PollPlan(state, due, LedgerRow(state.id, occasion.now, Outcome.POSTPONED, paused.message))


def unreachable(state: SourceState, failed: FetchFailed, occasion: Occasion) -> PollPlan:
    """The source gave no document: back off, and leave the host alone where it asks for that."""
    failures = state.failures + 1
    due = retry_poll(occasion.now, occasion.interval, failures, occasion.cadence)
    if failed.retry_at:
        due = max(due, failed.retry_at)
    return PollPlan(
        state=replace(state, failures=failures),
        next_due=due,
        ledger=LedgerRow(state.id, occasion.now, Outcome.FAILED, failed.message, failed.status),
        pause=host_pause(failed, occasion.now + occasion.cadence.first_backoff),
    )


def host_pause(failed: FetchFailed, until: datetime) -> HostPause | None:
    """A host that says 429, 503 or Retry-After is left alone as a whole, not only at this address.

    For as long as it says, else until `until`: how long this one address has failed says nothing about its host.
    """
    if failed.status in SLOW_DOWN or (failed.status is not None and failed.retry_at):
        return HostPause(host_of(failed.url), failed.retry_at or until, failed.message)
    return None


def unusable(state: SourceState, answer: Response, outcome: Outcome, message: str, occasion: Occasion) -> PollPlan:
    """A document came, but no feed: a failure of the source, and named."""
    failures = state.failures + 1
    ledger = LedgerRow(state.id, occasion.now, outcome, message, answer.status, len(answer.body))
    due = retry_poll(occasion.now, occasion.interval, failures, occasion.cadence)
    return PollPlan(replace(state, failures=failures), due, ledger)


def unchanged(state: SourceState, answer: Response, occasion: Occasion) -> PollPlan:
    """Nothing new, by 304 or by the same bytes. Only a body brings new validators."""
    outcome = Outcome.NOT_MODIFIED if answer.status == NOT_MODIFIED else Outcome.SAME_BODY
    after = _succeeded(state, occasion)
    if outcome is Outcome.SAME_BODY:
        after = replace(after, validators=answer.validators)
    ledger = LedgerRow(state.id, occasion.now, outcome, status=answer.status, size=len(answer.body))
    return PollPlan(after, next_poll(occasion.now, occasion.interval, occasion.chance), ledger)


def entries(state: SourceState, answer: Response, feed: Feed, news: News, occasion: Occasion) -> PollPlan:
    """A feed was read: its new and changed entries become pages to fetch."""
    new = [item for item in news.found if item.fingerprint not in news.known]
    first = state.last_new is None  # an empty or unchanged document before it was no poll to speak of
    work = tuple(
        PageWork(
            source_id=state.id,
            outlet=state.outlet,
            source=state.url,
            url=item.url,
            url_key=item.url_key,
            fingerprint=item.fingerprint,
            page=item.page,
            entry=item.entry,
            arrival=arrival(item.entry, occasion, first=first),
            queued_at=occasion.now,
        )
        for item in new
    )
    after = replace(_succeeded(state, occasion), validators=answer.validators)
    return PollPlan(
        state=replace(after, last_new=occasion.now) if new else after,
        next_due=next_poll(occasion.now, occasion.interval, occasion.chance),
        ledger=LedgerRow(
            source_id=state.id,
            at=occasion.now,
            outcome=Outcome.ENTRIES,
            message="; ".join(feed.problems),
            status=answer.status,
            size=len(answer.body),
            entries=len(news.found),
            new=len(new),
        ),
        seen=tuple(Seen(item.fingerprint, item.url_key) for item in news.found),
        work=work,
    )


def arrival(entry: Entry, occasion: Occasion, *, first: bool) -> Arrival:
    """Live, but baseline at a source's first poll unless dated within the last day (or all are to be delivered)."""
    if not first or occasion.cadence.deliver_first_poll:
        return Arrival.LIVE
    oldest = occasion.now - occasion.cadence.baseline_age
    if entry.published and oldest <= entry.published <= occasion.now + CLOCK_SKEW:
        return Arrival.LIVE
    return Arrival.BASELINE


def _succeeded(state: SourceState, occasion: Occasion) -> SourceState:
    return replace(state, failures=0, last_success=occasion.now, first_success=state.first_success or occasion.now)
