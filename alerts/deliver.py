from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from alerts.mail import Outcome
from alerts.outbox import State, decide
from pipeline.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from alerts.mail import Attempt, Claimed, Mail, Retry
    from alerts.outbox import Decision

log = logging.getLogger(__name__)


class Transport(Protocol):
    """What takes our mail."""

    async def send(self, mail: Mail) -> Attempt:
        """Try once to hand over one message; a failure is an Attempt too."""
        ...

    async def close(self) -> None:
        """Nothing more follows for now."""
        ...

    async def stop(self, grace: timedelta) -> None:
        """End for good; a message whose content is being handed over has `grace`."""
        ...


class Outbox(Protocol):
    """Where mail waits. Each call is a transaction of its own and may raise StoreError."""

    async def sweep(self, now: datetime) -> None:
        """Take back claims whose lease is over; expire what has waited too long."""
        ...

    async def claim(self, now: datetime) -> Claimed | None:
        """Take the message that has been due longest, None when none is."""
        ...

    async def mark(self, claimed: Claimed, attempt: Attempt, decision: Decision, now: datetime) -> None:
        """Record what came of a claim."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a pass works with."""

    outbox: Outbox
    transport: Transport
    retry: Retry
    clock: Callable[[], datetime]
    random: Callable[[], float]
    """Draws from [0, 1)."""
    store_pause: timedelta = timedelta(seconds=5)
    """Between two tries to record an answer that the store could not take."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a pass came to."""

    accepted: int = 0
    deferred: int = 0
    uncertain: int = 0
    rejected: int = 0
    halted: str | None = None
    """Why the pass ended before its time: one line that says what to do. What remained stays queued."""
    unrecorded: int = 0
    """1 when the store could not take the last answer before the shutdown: that message counts as uncertain."""


async def deliver_due(delivery: Delivery, stop: asyncio.Event) -> Report:
    """Hand over what is due, message by message: claim, send, mark.

    The pass ends when nothing is due, when `stop` is set (between messages; `SmtpTransport.stop` ends the one in hand),
    when the store can't be written, or at a fault that all messages would meet. Nothing is claimed, so nothing sent,
    while an answer waits to be recorded.
    """
    tally: Counter[Outcome] = Counter()
    halted, recorded = None, True
    try:
        await delivery.outbox.sweep(delivery.clock())
        while recorded and not halted and not stop.is_set():
            claimed = await delivery.outbox.claim(delivery.clock())
            if claimed is None:
                break
            attempt = await delivery.transport.send(claimed.mail)
            tally[attempt.outcome] += 1
            recorded = await _record(delivery, claimed, attempt, stop)
            halted = _fault(attempt) if attempt.relay_wide else None
    except StoreError as error:
        halted = f"no mail is sent: {error}"
    finally:
        await delivery.transport.close()
    if halted and not stop.is_set():
        log.error(halted)
    return Report(**{outcome.value: tally[outcome] for outcome in Outcome}, halted=halted, unrecorded=int(not recorded))


async def _record(delivery: Delivery, claimed: Claimed, attempt: Attempt, stop: asyncio.Event) -> bool:
    """Mark until it works; False when `stop` came first."""
    decision = decide(attempt, claimed, delivery.retry, delivery.clock(), delivery.random)
    _tell(claimed, attempt, decision)
    complained = False
    while True:
        try:
            await delivery.outbox.mark(claimed, attempt, decision, delivery.clock())
        except StoreError as error:
            if not complained:
                log.error("no mail is sent until the answer to the last one is recorded: %s", error)
            complained = True
        else:
            return True
        if stop.is_set():
            return False
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), delivery.store_pause.total_seconds())


def _tell(claimed: Claimed, attempt: Attempt, decision: Decision) -> None:
    """Name a message that is given up, or put off for a reason of its own; a fault of all is told once, by the pass."""
    what = f"message {claimed.id} to {claimed.mail.recipient}"
    why = f"{attempt.phase}: {_said(attempt)}{f'; {attempt.remedy}' if attempt.remedy else ''}"
    if decision.state.final and decision.state is not State.ACCEPTED:
        log.error("%s is given up, %s at %s", what, decision.state, why)
    elif decision.next_at and not attempt.relay_wide:
        log.warning("%s is tried again from %s, put off at %s", what, f"{decision.next_at:%Y-%m-%d %H:%M:%S} UTC", why)


def _fault(attempt: Attempt) -> str:
    return f"mail stays queued: the relay failed us at {attempt.phase}: {_said(attempt)}; {attempt.remedy}"


def _said(attempt: Attempt) -> str:
    return f"{attempt.code} {attempt.text}" if attempt.code else attempt.text
