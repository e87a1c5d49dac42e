"""What a document that was read changes: work for new entries, the ledger row, a gap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from crawlers.cadence.recent import appeared, watched_since
from crawlers.gaps import possible_gap
from crawlers.pacing import Past, pace
from crawlers.reading import Step
from crawlers.state import LedgerRow, Outcome, PageWork, PollPlan, Seen
from crawlers.trust import DISTRUST, lied
from crawlers.web import Validators
from pipeline.model.article import Arrival
from pipeline.model.outlet import SourceKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from crawlers.entry import Entry
    from crawlers.gaps import Gap
    from crawlers.identity import Identified
    from crawlers.occasion import Occasion
    from crawlers.reading import Reading
    from crawlers.state import SourceState
    from crawlers.web import Response

CLOCK_SKEW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Familiar:
    """Which entries were seen before."""

    here: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    """In another source of the outlet, word for word."""


class Memory(Past, Protocol):
    """What the store remembers of a source's documents."""

    async def known(self, source_id: int, fingerprints: Collection[str]) -> Familiar:
        """Which of these entries were seen before."""
        ...

    async def shared(self, source_id: int) -> frozenset[str]:
        """Keys of addresses that several entries were seen to share."""
        ...

    async def window(self, source_id: int) -> frozenset[str]:
        """Keys of the entries of the document last read."""
        ...

    async def sighted(self, source_id: int, outlet: str, keys: Collection[str]) -> frozenset[str]:
        """Which of these keys entries of the outlet's other sources had."""
        ...


async def found(  # noqa: PLR0913 - a poll, its answer, and what is made of it
    state: SourceState, answer: Response, reading: Reading, occasion: Occasion, *, asked: Validators, memory: Memory
) -> PollPlan:
    """A document was read: its new and changed entries become pages to fetch."""
    familiar = await memory.known(state.id, [item.fingerprint for item in reading.found])
    fresh = [item for item in reading.found if item.fingerprint not in familiar.here]
    untrue = lied(state, asked, answer.validators, fresh)
    gap = None if reading.standing else await _gap(state, reading, occasion, memory, untrue=untrue)
    times = {item.fingerprint: _appeared(item, state, occasion) for item in fresh}
    after = _after(state, answer, reading, occasion, untrue=untrue)
    if gap and state.last_success:
        after = replace(after, rhythm=after.rhythm.tightened(occasion.now - state.last_success, occasion.now))
    paced = await pace(after, answer, occasion, memory, [time for time in times.values() if time])
    work = await _work(state, [item for item in fresh if item.fingerprint not in familiar.elsewhere], occasion, memory)
    return PollPlan(
        state=replace(paced.state, last_new=occasion.now) if fresh else paced.state,
        next_due=paced.due,
        ledger=_ledger(state, answer, reading, occasion, len(fresh), untrue=untrue),
        seen=tuple(Seen(item.fingerprint, item.url_key, times.get(item.fingerprint)) for item in reading.found),
        standing=reading.standing if reading.step is not Step.NOTHING_NEW else frozenset(),
        work=work,
        gap=gap,
        covers=reading.listing.covers if reading.listing else None,
        learned=paced.learned,
    )


def _after(state: SourceState, answer: Response, reading: Reading, occasion: Occasion, *, untrue: bool) -> SourceState:
    now, listing, rhythm = occasion.now, reading.listing, state.rhythm
    index = listing is not None and listing.index
    if rhythm.since is None:
        dates = [item.entry.published for item in reading.found]
        rhythm = rhythm.begun(now if state.first_success else watched_since(dates, now), now)
    rhythm = replace(
        rhythm,
        hints=reading.hints or rhythm.hints,
        window=0 if listing else reading.entries,
    )
    return replace(
        state.answered(now),
        last_body=now if listing is None or listing.whole else state.last_body,
        validators=Validators() if index else answer.validators,
        body_hash=None if index else state.body_hash,
        known=reading.known.pack() if reading.known else None,
        rhythm=rhythm,
        newest=listing.newest if listing else None,
        distrusted_until=now + DISTRUST if untrue else state.distrusted_until,
    )


async def _gap(state: SourceState, reading: Reading, occasion: Occasion, memory: Memory, *, untrue: bool) -> Gap | None:
    if occasion.kind is SourceKind.SITEMAP or state.last_success is None:
        return None
    read_at = state.last_body if untrue else state.last_success
    return possible_gap(reading.found, await memory.window(state.id), read_at, occasion.now)


async def _work(
    state: SourceState, new: Sequence[Identified], occasion: Occasion, memory: Memory
) -> tuple[PageWork, ...]:
    """A sitemap only adds what the outlet's feeds did not have: of an article it knows less than they."""
    if occasion.kind is SourceKind.SITEMAP and new:
        sighted = await memory.sighted(state.id, state.outlet, [item.url_key for item in new])
        new = [item for item in new if item.url_key not in sighted]
    first = state.last_new is None  # an empty or unchanged document before it was no poll to speak of
    return tuple(
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


def _ledger(  # noqa: PLR0913 - as `found`
    state: SourceState, answer: Response, reading: Reading, occasion: Occasion, new: int, *, untrue: bool
) -> LedgerRow:
    notes = list(reading.problems)
    if untrue:
        notes.append("its 304 answers hid news; it is asked without validators for four weeks")
    return LedgerRow(
        source_id=state.id,
        at=occasion.now,
        outcome=Outcome.NOTHING_NEW if reading.step is Step.NOTHING_NEW else Outcome.ENTRIES,
        message="; ".join(notes),
        status=answer.status,
        size=len(answer.body),
        entries=reading.entries,
        new=new,
    )


def arrival(entry: Entry, occasion: Occasion, *, first: bool) -> Arrival:
    """Live, but baseline at a source's first poll unless dated within the last day (or all are to be delivered)."""
    if not first or occasion.cadence.deliver_first_poll:
        return Arrival.LIVE
    oldest = occasion.now - occasion.cadence.baseline_age
    if entry.published and oldest <= entry.published <= occasion.now + CLOCK_SKEW:
        return Arrival.LIVE
    return Arrival.BASELINE


def _appeared(item: Identified, state: SourceState, occasion: Occasion) -> datetime | None:
    return appeared(item.entry.published, state.last_success, occasion.now)
