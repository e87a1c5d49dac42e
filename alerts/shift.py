from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from threading import Semaphore
from typing import TYPE_CHECKING, Final

from alerts.doubt import Doubt
from alerts.mail import Outcome, Trouble
from alerts.outbox import State, decide
from alerts.turns import Turns
from pipeline.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from alerts.deliver import Delivery
    from alerts.mail import Attempt, Claimed
    from alerts.outbox import Decision
    from alerts.turns import Turn

log = logging.getLogger(__name__)

SUSPECTS: Final = 3
"""Messages in a row refused for what may be a fault of all: then it is one."""
CLOSING: Final = 421
"""RFC 5321, 3.8: the relay closes the connection, whoever the message was for."""
RENEWAL: Final = 2.0
"""Seconds after which the domains that wait are looked up anew."""
LONGEST_WAIT: Final = 5.0
"""Seconds that a pass waits for a domain's turn; what waits longer is for another pass."""
GLANCE: Final = 0.5
"""Seconds between two looks for urgent mail while all other places are taken."""


class Shift:
    """One pass over the outbox, by several workers."""

    def __init__(self, delivery: Delivery, stop: asyncio.Event) -> None:
        self.tally: Counter[Outcome] = Counter()
        self.halted: str | None = None
        self.by_relay = False
        self.refusing: dict[str, str] = {}
        self.served: set[str] = set()
        self.unrecorded = 0
        self._delivery, self._stop = delivery, stop
        self._places = Semaphore(delivery.in_doubt)
        self._turns = Turns(delivery.pace)
        self._renewed = float("-inf")
        self._suspects = 0
        self._recording: set[int] = set()
        """Claims whose answer the store could not take yet."""
        self._at_work = delivery.at_once

    async def run(self) -> None:
        """Work until nothing is due, `stop` is set, or a fault of all halts it."""
        workers = [asyncio.create_task(self._work()) for _ in range(self._delivery.at_once)]
        if self._delivery.at_once > 1:
            workers.append(asyncio.create_task(self._watch()))
        try:
            await asyncio.wait(workers)
        finally:
            for worker in workers:
                worker.cancel()
        for worker in workers:
            worker.result()

    def _goes_on(self) -> bool:
        return not (self.halted or self.unrecorded or self._stop.is_set())

    async def _work(self) -> None:
        """Hand over whatever is due."""
        try:
            while self._goes_on():
                await self._renew()
                if not await self._serve(self._turns.next) and not await self._wait():
                    break
        finally:
            self._at_work -= 1

    async def _watch(self) -> None:
        """Hand over what is urgent, as long as the others are at work: so it never waits for a place."""
        while self._goes_on() and self._at_work:
            if not await self._serve(self._turns.urgent):
                await self._rest(GLANCE)

    async def _serve(self, next_turn: Callable[[float], Turn]) -> bool:
        """Hand over one message after the other, until none is due; False when none was."""
        claimed = first = await self._claim(next_turn(self._delivery.monotonic()))
        while claimed is not None:
            doubt = Doubt(self._places)
            try:
                attempt = await self._delivery.transport.send(claimed.mail, doubt)
                self._learn(claimed, attempt)
                then = next_turn(self._delivery.monotonic()) if self._goes_on() and not self._recording else None
                claimed = await self._record(claimed, attempt, then)
            finally:
                doubt.leave()
            await self._renew()
        return first is not None

    async def _claim(self, turn: Turn) -> Claimed | None:
        while self._recording and self._goes_on():
            await self._rest(self._delivery.store_pause.total_seconds())
        if not self._goes_on():
            return None
        try:
            claimed = await self._delivery.outbox.claim(self._delivery.clock(), turn)
        except StoreError as error:
            self.halt(f"no mail is sent: {error}")
            return None
        self._turns.served(turn, claimed.domain if claimed else None, self._delivery.monotonic())
        return claimed

    async def _renew(self) -> None:
        now = self._delivery.monotonic()
        if now - self._renewed < RENEWAL and not self._turns.empty:
            return
        self._renewed = now
        try:
            self._turns.renew(await self._delivery.outbox.due_domains(self._delivery.clock()))
        except StoreError as error:
            self.halt(f"no mail is sent: {error}")

    async def _wait(self) -> bool:
        """Wait for the next domain's turn; False when there is none, or none soon."""
        await self._renew()
        seconds = self._turns.wait(self._delivery.monotonic())
        if seconds is None or seconds > LONGEST_WAIT:
            return False
        await self._rest(seconds)
        return True

    def _learn(self, claimed: Claimed, attempt: Attempt) -> None:
        """What the answer says about the relay, and about the domain."""
        self.tally[attempt.outcome] += 1
        domain, pace = claimed.domain, self._delivery.pace
        if attempt.outcome is Outcome.ACCEPTED:
            pace.faster(domain)
            self.served.add(domain)
            self.refusing.pop(domain, None)
            self._suspects = 0
        if attempt.trouble is Trouble.SLOW_DOWN and not attempt.relay_wide:
            pace.slower(domain, self._delivery.monotonic())
        if attempt.trouble is Trouble.POLICY and not attempt.relay_wide:
            self.refusing[domain] = _said(attempt)
        self._suspects += attempt.trouble is Trouble.POLICY or attempt.code == CLOSING
        if attempt.relay_wide or self._suspects >= SUSPECTS:
            self.by_relay = True
            self.halt(f"mail stays queued: the relay failed us at {attempt.phase}: {_said(attempt)}; {attempt.remedy}")

    def halt(self, why: str) -> None:
        """Let nothing more be claimed, for a reason that is told once."""
        if not self.halted and not self._stop.is_set():
            log.error(why)
        self.halted = self.halted or why

    async def _record(self, claimed: Claimed, attempt: Attempt, then: Turn | None) -> Claimed | None:
        """Mark until it works, or `stop` comes first. What `then` allows is claimed with it, if it works at once."""
        delivery = self._delivery
        decision = decide(attempt, claimed, delivery.retry, delivery.clock(), delivery.random)
        _tell(claimed, attempt, decision)
        while True:
            try:
                following = await delivery.outbox.mark(claimed, attempt, decision, delivery.clock(), then)
            except StoreError as error:
                if not self._recording:
                    log.error("no mail is sent until the answer to the last one is recorded: %s", error)
                self._recording.add(claimed.id)
                then = None
            else:
                self._recording.discard(claimed.id)
                if then is not None:
                    self._turns.served(then, following.domain if following else None, delivery.monotonic())
                return following
            if self._stop.is_set():
                self.unrecorded += 1
                return None
            await self._rest(delivery.store_pause.total_seconds())

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)


def _tell(claimed: Claimed, attempt: Attempt, decision: Decision) -> None:
    """Name a message that is given up, or put off for a reason of its own; a fault of all is told once, by the pass."""
    what = f"message {claimed.id} to {claimed.mail.recipient}"
    why = f"{attempt.phase}: {_said(attempt)}{f'; {attempt.remedy}' if attempt.remedy else ''}"
    if decision.state.final and decision.state is not State.ACCEPTED:
        log.error("%s is given up, %s at %s", what, decision.state, why)
    elif decision.next_at and not attempt.relay_wide:
        log.warning("%s is tried again from %s, put off at %s", what, f"{decision.next_at:%Y-%m-%d %H:%M:%S} UTC", why)


def _said(attempt: Attempt) -> str:
    return f"{attempt.code} {attempt.text}" if attempt.code else attempt.text
