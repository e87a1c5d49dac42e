from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from alerts.mail import Outcome
from alerts.pace import Pace
from alerts.shift import Shift
from pipeline.errors import StoreError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from alerts.doubt import Doubt
    from alerts.mail import Attempt, Claimed, Mail, Retry
    from alerts.outbox import Decision
    from alerts.turns import Turn

PER_DOMAIN = 20.0
"""Messages a second to one domain, if the operator says nothing else."""


class Transport(Protocol):
    """What takes our mail."""

    async def send(self, mail: Mail, doubt: Doubt) -> Attempt:
        """Try once to hand over a message; a failure is an Attempt too.

        Its end is sent once `doubt` was entered, and `doubt` is told the answer in the thread that has it. The message
        that it gives is handed over next, and so on; what is returned came of the last.
        """
        ...

    async def close(self) -> None:
        """Nothing more follows for now."""
        ...

    async def stop(self, grace: timedelta) -> None:
        """End for good; a message whose content is being handed over has `grace`."""
        ...


class Outbox(Protocol):
    """Where mail waits. Each call is a transaction of its own and may raise StoreError.

    What `claim` and `mark` write outlives the end of the process. A power cut may undo the last of it, as if it had
    never been.
    """

    async def sweep(self, now: datetime) -> None:
        """Take back claims whose lease is over; expire what has waited too long."""
        ...

    async def due_domains(self, now: datetime) -> list[str]:
        """Domains that digests wait for and are due."""
        ...

    def claim(self, now: datetime, turn: Turn) -> Claimed | None:
        """Take what is urgent, else a digest for the first of the turn's domains, if one is due; blocks."""
        ...

    def enter_content(self, claimed: Claimed) -> None:
        """Record that from now on the relay may have it, for a kind that is held then. Blocks, in any thread."""
        ...

    def mark(
        self, claimed: Claimed, attempt: Attempt, decision: Decision, now: datetime, then: Turn | None = None
    ) -> Claimed | None:
        """Record what came of a claim and, in the same transaction, claim what `then` allows. Blocks, in any thread."""
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
    at_once: int = 1
    """Digests under way at a time. With more than one, urgent mail has one place more, of its own."""
    pace: Pace = field(default_factory=lambda: Pace(PER_DOMAIN))
    in_doubt: int = 1
    """Messages handed over to the end, and not yet recorded, at a time: so many a crash may send twice."""
    monotonic: Callable[[], float] = time.monotonic


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
    """How many answers the store could not take before the shutdown: those messages count as uncertain."""
    refusing: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Domains whose servers refuse us by a rule of theirs, with what they said."""
    served: frozenset[str] = field(default=frozenset(), compare=False)
    """Domains that a message was accepted for."""
    by_relay: bool = field(default=False, compare=False)
    """True when it was the relay that halted the pass, not the store."""

    def __add__(self, later: Report) -> Report:
        """What this pass and a later one came to."""
        return Report(
            **{outcome.value: getattr(self, outcome.value) + getattr(later, outcome.value) for outcome in Outcome},
            halted=later.halted,
            unrecorded=self.unrecorded + later.unrecorded,
            refusing={**self.refusing, **later.refusing},
            served=self.served | later.served,
            by_relay=later.by_relay,
        )


async def deliver_due(delivery: Delivery, stop: asyncio.Event) -> Report:
    """Hand over what is due, message by message: claim, send, mark.

    The pass ends when nothing is due, when `stop` is set (between messages; `SmtpTransport.stop` ends those in hand),
    when the store can't be written, or at a fault that all messages would meet. Nothing is claimed, so nothing sent,
    while an answer waits to be recorded.
    """
    shift = Shift(delivery, stop)
    try:
        await delivery.outbox.sweep(delivery.clock())
        await shift.run()
    except StoreError as error:
        shift.course.halt(f"no mail is sent: {error}")
    finally:
        await delivery.transport.close()
    course = shift.course
    return Report(
        **{outcome.value: course.tally[outcome] for outcome in Outcome},
        halted=course.halted,
        unrecorded=shift.unrecorded,
        refusing=course.refusing,
        served=frozenset(course.served_domains),
        by_relay=course.by_relay,
    )
