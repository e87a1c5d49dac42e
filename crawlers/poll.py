"""One poll of a source: validators, body, entries, new entries, and the ledger row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from xxhash import xxh3_128_hexdigest

from crawlers.errors import NotAFeed, NotAListing, NotASitemap, WorkerFailed, WorkerFailure
from crawlers.found import found
from crawlers.listing_reading import read_listing
from crawlers.moves import follow
from crawlers.pacing import pace
from crawlers.reading import Document, read
from crawlers.setbacks import unfetched, unusable
from crawlers.sitemap_reading import Means, read_sitemap
from crawlers.skip import Known
from crawlers.state import LedgerRow, Outcome, PollPlan
from crawlers.trust import asked_with
from crawlers.web import FetchFailed, Purpose, Request
from pipeline.model.outlet import SourceKind

if TYPE_CHECKING:
    from crawlers.found import Memory
    from crawlers.occasion import Occasion
    from crawlers.reading import Reading
    from crawlers.state import SourceState
    from crawlers.web import Fetch, Response
    from crawlers.workers import ParseFeed, ParseListing, ParseSitemap


TRIES = 2
"""A process may have died of something else."""
SET_ASIDE = f"still the document that cost {TRIES} parsing processes their life, time or memory; it is set aside"


@dataclass(frozen=True, slots=True)
class Parsers:
    """What reads documents."""

    feed: ParseFeed
    sitemap: ParseSitemap
    listing: ParseListing


async def poll(state: SourceState, occasion: Occasion, fetch: Fetch, parse: Parsers, memory: Memory) -> PollPlan:
    """Ask a source once and say what that changes. Reads memory, writes nothing."""
    asked = asked_with(state, occasion.now)
    purpose = Purpose.PAGE if occasion.listing else Purpose.FEED
    answer = await fetch(Request(state.address, purpose, asked, occasion.headers))
    if isinstance(answer, FetchFailed):
        return unfetched(state, answer, occasion)
    body_hash = xxh3_128_hexdigest(answer.body)
    if answer.status == HTTPStatus.NOT_MODIFIED or body_hash == state.body_hash:
        return await _unchanged(state, answer, occasion, memory)
    if body_hash == state.poison and state.poisoned >= TRIES:
        return unusable(state, answer, Outcome.UNREADABLE, SET_ASIDE, occasion)
    try:
        reading = await _read(state, answer, occasion, Tools(fetch, parse, memory))
    except (NotAFeed, NotAListing, NotASitemap) as error:
        return unusable(state, answer, Outcome.NOT_A_FEED, str(error), occasion)
    except WorkerFailed as error:
        return unusable(_poisoned(state, body_hash, error), answer, Outcome.UNREADABLE, str(error), occasion)
    plan = await found(replace(state, body_hash=body_hash), answer, reading, occasion, asked=asked, memory=memory)
    return _located(plan, state, answer, occasion)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a document is read with."""

    fetch: Fetch
    parse: Parsers
    memory: Memory


async def _read(state: SourceState, answer: Response, occasion: Occasion, tools: Tools) -> Reading:
    shared = partial(tools.memory.shared, state.id) if state.crowded else _none_shared
    document = Document(
        state.url, answer.body, answer.url, answer.content_type, occasion.zone, occasion.encoding, occasion.limit
    )
    if occasion.kind is SourceKind.SITEMAP:
        means = Means(tools.fetch, tools.parse.sitemap, shared, occasion.now, state.last_body, occasion.headers)
        return await read_sitemap(document, means)
    if occasion.listing:
        return await read_listing(document, occasion.listing, tools.parse.listing, shared)
    return await read(document, Known.unpack(state.known) if state.known else None, tools.parse.feed, shared)


def _poisoned(state: SourceState, body_hash: str, error: WorkerFailed) -> SourceState:
    if error.reason is WorkerFailure.STOPPED:
        return state
    times = state.poisoned + 1 if state.poison == body_hash else 1
    return replace(state, poison=body_hash, poisoned=times)


async def _none_shared() -> frozenset[str]:
    return frozenset()


async def _unchanged(state: SourceState, answer: Response, occasion: Occasion, memory: Memory) -> PollPlan:
    """Nothing new, by 304 or by the same bytes. Only a body brings new validators."""
    outcome = Outcome.NOT_MODIFIED if answer.status == HTTPStatus.NOT_MODIFIED else Outcome.SAME_BODY
    after = state.answered(occasion.now)
    if outcome is Outcome.SAME_BODY:
        after = replace(after, validators=answer.validators, last_body=occasion.now)
    paced = await pace(after, answer, occasion, memory)
    ledger = LedgerRow(state.id, occasion.now, outcome, status=answer.status, size=len(answer.body))
    return _located(PollPlan(paced.state, paced.due, ledger, learned=paced.learned), state, answer, occasion)


def _located(plan: PollPlan, before: SourceState, answer: Response, occasion: Occasion) -> PollPlan:
    """The plan, with where the source is asked next."""
    followed = follow(before.address, before.move, answer, occasion.now)
    moved_to = None if followed.address == before.url else followed.address
    state = replace(plan.state, moved_to=moved_to, move=followed.move)
    if not followed.adopted:
        return replace(plan, state=state)
    note = f"moved for good to {followed.address}, where it is asked from now on; name that in outlets.yaml"
    message = f"{plan.ledger.message}; {note}" if plan.ledger.message else note
    return replace(plan, state=state, ledger=replace(plan.ledger, message=message))
