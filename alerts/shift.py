from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

from alerts.course import Course
from alerts.doubt import Doubt, Recorded
from alerts.outbox import State, decide
from alerts.places import Places
from pipeline.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from alerts.deliver import Delivery
    from alerts.mail import Attempt, Claimed
    from alerts.outbox import Decision
    from alerts.turns import Turn

log = logging.getLogger(__name__)

RENEWAL: Final = 2.0
"""Seconds after which the domains that wait are looked up anew."""
LONGEST_WAIT: Final = 5.0
"""Seconds that a pass waits for a domain's turn; what waits longer is for another pass."""
GLANCE: Final = 0.5
"""Seconds between two looks for mail, urgent or new, while others are at work."""


@dataclass(slots=True)
class _InHand:
    """A message that was claimed, and what came of it."""

    claimed: Claimed
    next_turn: Callable[[], Turn]
    attempt: Attempt | None = None
    decision: Decision | None = None
    following: Claimed | None = None
    recorded: bool = False


class Shift:
    """One pass over the outbox, by several workers."""

    def __init__(self, delivery: Delivery, stop: asyncio.Event) -> None:
        self.course = Course(delivery.pace, delivery.at_once, delivery.monotonic, stop.is_set)
        self.unrecorded = 0
        self._delivery, self._stop = delivery, stop
        self._places = Places(delivery.in_doubt)
        self._renewed = float("-inf")
        self._recording: set[int] = set()
        """Claims whose answer the store could not take yet."""
        self._at_work = delivery.at_once
        self._idle = self._serving = 0
        self._all_idle = asyncio.Event()
        self._ends: list[asyncio.Task[bool]] = []
        self._broke = False
        """A worker met what it was not made for: the others end with what they have in hand."""
        self._one_claims = asyncio.Lock()
        self._claiming = Lock()
        """Held from the choice of a turn until it is known what it came to, which the next choice goes by."""
        self._over = asyncio.Event()

    async def run(self) -> None:
        """Work until nothing is due, `stop` is set, or a fault of all halts it."""
        work = [self._work() for _ in range(self._delivery.at_once)]
        if self._delivery.at_once > 1:
            work.append(self._watch())
        workers = [asyncio.create_task(self._noting_breaks(each)) for each in work]
        self._ends = [asyncio.create_task(event.wait()) for event in (self._stop, self._all_idle)]
        try:
            await asyncio.wait(workers)
        finally:
            for task in (*workers, *self._ends):
                task.cancel()
        for worker in workers:
            worker.result()

    async def _noting_breaks(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except BaseException:
            self._broke = True
            raise

    def _goes_on(self) -> bool:
        return not (self.course.halted or self.unrecorded or self._broke or self._stop.is_set())

    async def _work(self) -> None:
        """Hand over whatever is due, as long as there is any, or others are at it: theirs may take its time."""
        try:
            while self._goes_on():
                await self._renew()
                if not await self._serve(self.course.next) and not await self._wait() and await self._all_are_idle():
                    break
        finally:
            self._at_work -= 1
            if not self._at_work:
                self._over.set()

    async def _all_are_idle(self) -> bool:
        """Whether, since this worker looked in vain, all others have; else it is time to look again."""
        self._idle += 1
        if self._idle >= self._at_work and not self._serving:
            self._all_idle.set()
        else:
            await asyncio.wait(self._ends, timeout=GLANCE, return_when=asyncio.FIRST_COMPLETED)
        self._idle -= not self._all_idle.is_set()
        return self._all_idle.is_set()

    async def _watch(self) -> None:
        """Hand over what is urgent, as long as the others are at work: so it never waits for a place."""
        while self._goes_on() and self._at_work:
            if not await self._serve(self.course.urgent):
                await _rest(self._over, GLANCE)

    async def _serve(self, next_turn: Callable[[], Turn]) -> bool:
        """Hand over one message after the other, until none is due; False when none was."""
        claimed = await self._claim(next_turn)
        if claimed is None:
            return False
        self._serving += 1
        try:
            while claimed is not None:
                claimed = await self._hand_over(_InHand(claimed, next_turn))
                await self._renew()
        finally:
            self._serving -= 1
        return True

    async def _hand_over(self, in_hand: _InHand) -> Claimed | None:
        """A message and those that follow it over one connection, until all is recorded; what is claimed by then."""

        def record(attempt: Attempt) -> Recorded:
            nonlocal in_hand
            self._learn(in_hand, attempt)
            if not self._record(in_hand):
                return Recorded(done=False)
            if in_hand.following and not self._is_stale():
                in_hand = _InHand(in_hand.following, in_hand.next_turn)
                return Recorded(following=in_hand.claimed.mail)
            return Recorded()

        def begin() -> None:
            if in_hand.claimed.kind in self._delivery.retry.hold:
                self._delivery.outbox.enter_content(in_hand.claimed)

        doubt = Doubt(self._places, record, begin, lambda: in_hand.claimed.kind.urgent)
        try:
            attempt = await self._delivery.transport.send(in_hand.claimed.mail, doubt)
            return await self._finish(in_hand, attempt)
        finally:
            doubt.leave()

    async def _finish(self, in_hand: _InHand, attempt: Attempt) -> Claimed | None:
        """Record the last answer if it is not; what was claimed with it."""
        if in_hand.attempt is None:
            self._learn(in_hand, attempt)
            await asyncio.to_thread(self._record, in_hand)
        while not in_hand.recorded and not self._stop.is_set():
            await _rest(self._stop, self._delivery.store_pause.total_seconds())
            await asyncio.to_thread(self._record, in_hand)
        self.unrecorded += not in_hand.recorded
        return in_hand.following

    async def _claim(self, next_turn: Callable[[], Turn]) -> Claimed | None:
        while self._recording and self._goes_on():
            await _rest(self._stop, self._delivery.store_pause.total_seconds())
        async with self._one_claims:  # and takes up one thread
            return await asyncio.to_thread(self._claim_now, next_turn)

    def _claim_now(self, next_turn: Callable[[], Turn]) -> Claimed | None:
        with self._claiming:
            if self._recording or not self._goes_on():
                return None
            turn = next_turn()
            try:
                claimed = self._delivery.outbox.claim(self._delivery.clock(), turn)
            except StoreError as error:
                self.course.halt(f"no mail is sent: {error}")
                return None
            self.course.served(turn, claimed)
            return claimed

    async def _renew(self) -> None:
        if not self._is_stale():
            return
        self._renewed = self._delivery.monotonic()
        try:
            self.course.renew(await self._delivery.outbox.due_domains(self._delivery.clock()))
        except StoreError as error:
            self.course.halt(f"no mail is sent: {error}")

    def _is_stale(self) -> bool:
        return self._delivery.monotonic() - self._renewed >= RENEWAL or self.course.nobody_waits

    async def _wait(self) -> bool:
        """Wait for the next domain's turn; False when there is none, or none soon."""
        await self._renew()
        seconds = self.course.wait()
        if seconds is None or seconds > LONGEST_WAIT:
            return False
        await _rest(self._stop, seconds)
        return True

    def _learn(self, in_hand: _InHand, attempt: Attempt) -> None:
        """Decide what becomes of it; in the thread that has the answer."""
        delivery = self._delivery
        in_hand.attempt = attempt
        self.course.learn(in_hand.claimed, attempt)
        in_hand.decision = decide(attempt, in_hand.claimed, delivery.retry, delivery.clock(), delivery.random)
        _tell(in_hand.claimed, attempt, in_hand.decision)

    def _record(self, in_hand: _InHand) -> bool:
        """Mark, and claim what is next if nothing speaks against it; False where the store can't. Blocks."""
        assert in_hand.attempt
        assert in_hand.decision
        claimed, outbox = in_hand.claimed, self._delivery.outbox
        with self._claiming:
            then = in_hand.next_turn() if self._goes_on() and not self._recording else None
            try:
                following = outbox.mark(claimed, in_hand.attempt, in_hand.decision, self._delivery.clock(), then)
            except StoreError as error:
                if not self._recording:
                    log.error("no mail is sent until the answer to the last one is recorded: %s", error)
                self._recording.add(claimed.id)
                return False
            self._recording.discard(claimed.id)
            if then is not None:
                self.course.served(then, following)
        in_hand.following, in_hand.recorded = following, True
        return True


async def _rest(until: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(until.wait(), seconds)


def _tell(claimed: Claimed, attempt: Attempt, decision: Decision) -> None:
    """Name a message that is given up, or put off for a reason of its own; a fault of all is told once, by the pass."""
    what = f"message {claimed.id} to {claimed.mail.recipient}"
    why = f"{attempt.phase}: {attempt.said}{f'; {attempt.remedy}' if attempt.remedy else ''}"
    if decision.state.final and decision.state is not State.ACCEPTED:
        log.error("%s is given up, %s at %s", what, decision.state, why)
    elif decision.state is State.HELD:
        log.error("%s is held, as the relay may have it: `treatywatch mails` releases or drops it; %s", what, why)
    elif decision.next_at and not attempt.relay_wide:
        log.warning("%s is tried again from %s, put off at %s", what, f"{decision.next_at:%Y-%m-%d %H:%M:%S} UTC", why)
