"""A poll that brought nothing: what the source and its host are owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from crawlers.cadence import retry_poll
from crawlers.state import HostPause, LedgerRow, Outcome, PollPlan, host_of
from crawlers.web import FetchFailed, Reason

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.occasion import Occasion
    from crawlers.state import SourceState
    from crawlers.web import Response

SLOW_DOWN = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
DOUBTED_AFTER = 5
"""Failures in a row at an adopted address, after which the configured one is asked again."""


def unfetched(state: SourceState, failed: FetchFailed, occasion: Occasion) -> PollPlan:
    """What a poll without an answer changes."""
    if failed.reason is Reason.PAUSED:
        return postponed(state, failed, occasion)
    if failed.status == HTTPStatus.GONE:
        return gone(state, failed, occasion)
    return unreachable(state, failed, occasion)


def postponed(state: SourceState, paused: FetchFailed, occasion: Occasion) -> PollPlan:
    """The host wants to be left alone: nothing was asked, and nothing has failed."""
    due = max(paused.retry_at or occasion.now, occasion.now + occasion.cadence.page_first_backoff)
    return PollPlan(state, due, LedgerRow(state.id, occasion.now, Outcome.POSTPONED, paused.message))


def gone(state: SourceState, failed: FetchFailed, occasion: Occasion) -> PollPlan:
    """410, which is said on purpose (RFC 9110, 15.5.11): it is asked no longer, and the operator is told.

    Said where a redirect led, it only ends the belief in that.
    """
    if state.moved_to:
        return unreachable(replace(state, moved_to=None, move=None), failed, occasion)
    ledger = LedgerRow(state.id, occasion.now, Outcome.GONE, failed.message, failed.status)
    due = occasion.now + occasion.cadence.longest_backoff
    return PollPlan(replace(_failed(state, occasion.now), gone_at=occasion.now), due, ledger)


def unreachable(state: SourceState, failed: FetchFailed, occasion: Occasion) -> PollPlan:
    """The source gave no document: back off, and leave the host alone where it asks for that."""
    after = _failed(state, occasion.now)
    due = _retry(after, occasion)
    return PollPlan(
        state=after,
        next_due=max(due, failed.retry_at) if failed.retry_at else due,
        ledger=LedgerRow(state.id, occasion.now, Outcome.FAILED, failed.message, failed.status),
        pause=host_pause(failed, occasion.now + occasion.cadence.first_backoff),
    )


def unusable(state: SourceState, answer: Response, outcome: Outcome, message: str, occasion: Occasion) -> PollPlan:
    """A document came, but none that can be read: a failure of the source, and named."""
    after = _failed(state, occasion.now)
    ledger = LedgerRow(state.id, occasion.now, outcome, message, answer.status, len(answer.body))
    return PollPlan(after, _retry(after, occasion), ledger)


def host_pause(failed: FetchFailed, until: datetime) -> HostPause | None:
    """A host that says 429, 503 or Retry-After is left alone as a whole, not only at this address.

    For as long as it says, else until `until`: how long this one address has failed says nothing about its host.
    """
    if failed.status in SLOW_DOWN or (failed.status is not None and failed.retry_at):
        return HostPause(host_of(failed.url), failed.retry_at or until, failed.message)
    return None


def _failed(state: SourceState, now: datetime) -> SourceState:
    after = replace(state, failures=state.failures + 1, failing_since=state.failing_since or now)
    return replace(after, moved_to=None, move=None) if after.failures >= DOUBTED_AFTER else after


def _retry(state: SourceState, occasion: Occasion) -> datetime:
    usual = occasion.interval or state.rhythm.interval or timedelta(0)
    due = retry_poll(occasion.now, usual, state.failures, occasion.cadence)
    return state.rhythm.hints.opening(due)
