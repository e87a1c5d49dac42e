from __future__ import annotations

from datetime import timedelta
from functools import cache, partial
from typing import TYPE_CHECKING

import structlog

from alerts import mail
from alerts.digest import Kind
from alerts.store import digests, outbox, subscriptions
from alerts.windows import latest_due, missed, next_due
from pipeline.store.news import newest_seq
from treatywatch.alarming import Alarms
from treatywatch.making import Due, Maker
from treatywatch.misprints import Misprints
from treatywatch.portions import SUBSCRIPTIONS, portions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from alerts.digest import Digest, Slot
    from alerts.store.subscriptions import Progress
    from alerts.subscription import Schedule
    from pipeline.store.database import Connection
    from treatywatch.making import Made
    from treatywatch.parts import Parts

log = structlog.get_logger()

A_STEP = timedelta(minutes=1)
"""A clock that is further behind than this was set back."""


class Planning:
    """Plans due digests and alerts.

    What they say is decided, rendered and composed beside the writer; a batch of digests with their messages is then
    one transaction. A digest whose slot was taken meanwhile, or whose subscription moved on, is not written.

    Args:
        parts: What the service is told.
        planned: Called whenever messages were written, so that none waits for the end of a long pass.
    """

    def __init__(self, parts: Parts, planned: Callable[[], None] = lambda: None) -> None:
        self._database, self._settings, self._clock = parts.database, parts.settings, parts.clock
        self._planned, self._no_resend_before = planned, parts.no_resend_before
        active = (each for each in parts.settings.subscriptions if not each.paused)
        self._subscriptions = sorted(active, key=lambda each: (each.rules, each.name))  # equal contents side by side
        self._idle: dict[str, tuple[datetime, datetime]] = {}
        self._alarms = Alarms(self._subscriptions)
        self._broken: dict[str, Slot] = {}
        """The last slot of a subscription for which no digest could be made."""
        self._misprints = Misprints(parts.database, parts.settings)

    async def start(self) -> None:
        """Begin subscriptions that are new or back, at the newest event of now; let go of those that are gone."""
        now, wanted = self._clock.now(), [subscription.id for subscription in self._subscriptions]
        back = await self._database.write(lambda conn: subscriptions.sync(conn, wanted, newest_seq(conn), now))
        await self._misprints.start()
        for name in back:
            log.info("subscription is back; what came meanwhile is passed over", subscription=name)
        if before := self._no_resend_before:
            await self._database.write(lambda conn: self._count_from(conn, before))

    @staticmethod
    def _count_from(conn: Connection, before: datetime) -> None:
        """The slots until then were mailed, though a backup knows nothing of it; what they had the next one takes."""
        known = subscriptions.known_of(conn).values()
        earlier = [each.id for each in known if each.active and each.since < before]
        subscriptions.wait_from(conn, earlier, before)
        log.warning("slots until then are not mailed again", before=before.isoformat(), subscriptions=len(earlier))

    async def plan_due(self) -> int:
        """Plan the digests and alerts that are due; how many messages that made.

        Between two batches of digests it looks for alerts, so that a long slot keeps none waiting; not for
        subscriptions whose digest is still to come in this pass, and tells the same.
        """
        now = self._clock.now()
        known, upto = await self._database.read(lambda conn: (subscriptions.known_of(conn), newest_seq(conn)))
        await self._mend(known, now)
        maker, made = Maker(self._settings, now, upto), 0
        due = [each for each in self._due(known, now) if self._may_be_made(each)]
        waiting = {each.subscription.id for each in due}
        for portion in portions(due):
            made += await self._alert(waiting)
            made += await self._plan(maker, portion)
            waiting.difference_update(each.subscription.id for each in portion)
        made += await self._alert(())
        await self._misprints.tell(now)
        return made

    async def _alert(self, waiting: Collection[str]) -> int:
        """Plan the alerts that are due, but for these subscriptions."""
        if not self._alarms.wanted:
            return 0
        now, upto = self._clock.now(), await self._database.read(newest_seq)
        maker, unsettled = Maker(self._settings, now, upto), self._alarms.unsettled(upto, waiting)
        parts = [unsettled[first : first + SUBSCRIPTIONS] for first in range(0, len(unsettled), SUBSCRIPTIONS)]
        return sum([await self._alert_some(maker, names, now) for names in parts])

    async def _alert_some(self, maker: Maker, names: Sequence[str], now: datetime) -> int:
        """Look at these before the next are looked at, so that the first alert does not wait for the last."""
        alarms = await self._database.read(lambda conn: self._alarms.look(conn, now, maker.upto, names))
        if alarms.rolled:
            await self._database.write(lambda conn: subscriptions.told_alerts_to(conn, alarms.rolled, maker.upto))
        return sum([await self._plan(maker, portion) for portion in portions(alarms.due)])

    async def _mend(self, known: Mapping[str, Progress], now: datetime) -> None:
        """Count slots from now on where the clock was set back behind the last planning; else none would be due."""
        ahead = [name for name, progress in known.items() if progress.active and progress.since > now + A_STEP]
        if ahead:
            log.warning("the clock was set back; slots count from now on", subscriptions=len(ahead))
            await self._database.write(lambda conn: subscriptions.wait_from(conn, ahead, now))

    def _due(self, known: Mapping[str, Progress], now: datetime) -> Iterator[Due]:
        """Subscriptions with a slot; one without is not looked at again before its next."""
        occasion = cache(partial(_occasion, now))  # many share their schedule and the moment of their last digest
        for subscription in self._subscriptions:
            progress = known.get(subscription.id)
            if progress is None or self._rests(progress, now):
                continue
            slot, earlier, coming = occasion(subscription.schedule, progress.since)
            if slot:
                yield Due(subscription, progress, slot, earlier)
            elif coming:
                self._idle[subscription.id] = (progress.since, coming.due)

    def _rests(self, progress: Progress, now: datetime) -> bool:
        since, until = self._idle.get(progress.id, (None, now))
        return since == progress.since and now < until

    def _may_be_made(self, due: Due) -> bool:
        return self._broken.get(due.subscription.id) != due.slot

    async def _plan(self, maker: Maker, due: Sequence[Due]) -> int:
        ready = await self._database.read(lambda conn: maker.make(conn, due))
        self._misprints.take(ready)
        # Nothing of a broken one is lost: the subscription has not moved on, so its next slot takes these events.
        broken = [each.due for each in ready if each.digest is None]
        self._broken |= {each.subscription.id: each.slot for each in broken if each.kind is Kind.DIGEST}
        rolled = [each.subscription.id for each in broken if each.kind is Kind.ALERT]
        made = await self._database.write(lambda conn: self._write_all(conn, ready, rolled, maker.upto))
        if made:
            self._planned()
        return made

    def _write_all(self, conn: Connection, ready: Sequence[Made], rolled: Sequence[str], upto: int) -> int:
        if rolled:  # else they would be tried again on every pass
            subscriptions.told_alerts_to(conn, rolled, upto)
        whole = [(made, made.digest) for made in ready if made.digest]
        keys = digests.record_all(conn, [(digest, made.mailed) for made, digest in whole])
        return sum(self._write(conn, made, digest, key) for (made, digest), key in zip(whole, keys, strict=True))

    def _write(self, conn: Connection, made: Made, digest: Digest, key: int | None) -> int:
        due, now = made.due, self._clock.now()
        name, slot = due.subscription.id, str(due.slot.local_date)
        if key is None:
            if due.kind is Kind.DIGEST and digests.taken(conn, name, due.slot):
                subscriptions.wait_from(conn, [name], due.slot.due)
                log.warning("slot had its digest already", subscription=name, slot=slot)
            return 0
        if due.kind is Kind.ALERT and self._alarms.all_decided(due, now):
            subscriptions.told_alerts_to(conn, [name], digest.upto_seq)
        if not made.mailed:
            log.info("digest skipped, nothing new", subscription=name, slot=slot)
            return 0
        kind = mail.Kind.INSTANT if due.kind is Kind.ALERT else mail.Kind.DIGEST
        expires = now + self._settings.retry.expiry(kind)
        sent = outbox.enqueue(conn, made.mails, key, expires, now, kind=kind, scope=name)
        log.info("digest planned", subscription=name, digest=digest.id, items=len(digest.items), messages=sent)
        return sent


def _occasion(now: datetime, schedule: Schedule, since: datetime) -> tuple[Slot | None, int, Slot | None]:
    """The slot that is due, how many were missed before it, and, where none is due, the next one."""
    if slot := latest_due(schedule, since, now):
        return slot, missed(schedule, since, slot), None
    return None, 0, next_due(schedule, now)
