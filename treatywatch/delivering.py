from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from alerts.deliver import Delivery, Report, deliver_due
from alerts.pace import Pace
from alerts.store import departed, upkeep
from treatywatch.memory import OutboxInDatabase
from treatywatch.shortening import Shortening
from treatywatch.watchman import Watchman

if TYPE_CHECKING:
    from treatywatch.parts import Parts

log = structlog.get_logger()

LONGEST_REST: Final = timedelta(minutes=2)
"""Between two tries while the relay fails."""


class Delivering:
    """Hands over what waits in the outbox."""

    def __init__(self, parts: Parts) -> None:
        self._database, self._clock, self._chance = parts.database, parts.clock, parts.chance
        self._no_resend_before = parts.no_resend_before
        self._recipients = {each.id: each.recipients for each in parts.settings.subscriptions if not each.paused}
        relay = parts.settings.relay
        self._delivery = Delivery(
            outbox=OutboxInDatabase(parts.database, parts.settings.retry),
            transport=parts.transport,
            retry=parts.settings.retry,
            clock=parts.clock.now,
            random=parts.chance,
            at_once=relay.connections,
            in_doubt=relay.in_doubt,
            pace=Pace(relay.per_domain, relay.per_second),
        )
        self._shortening = Shortening(parts)
        self._watchman = Watchman(parts.database, parts.settings)
        self._first_rest = parts.settings.ticks.deliver
        self._failures = 0
        self._rests_until = float("-inf")
        self._idle = asyncio.Event()
        self._idle.set()

    async def start(self) -> None:
        """Take back what a killed process had in hand; as only one service works on a store, it is nobody's."""
        now = self._clock.now()
        hold = self._delivery.retry.hold
        taken = await self._database.write(lambda conn: upkeep.recover(conn, now, hold))
        if taken:
            log.warning("messages in hand when the last run ended are sent again", messages=taken)
        if before := self._no_resend_before:
            given_up = await self._database.write(lambda conn: upkeep.give_up_before(conn, before, now))
            log.warning("messages planned earlier are not sent again", before=before.isoformat(), messages=given_up)
        left = await self._database.write(lambda conn: departed.dismiss(conn, self._recipients, now))
        if left:
            log.warning("messages to who is no longer a recipient are not sent", messages=left)
        await self._watchman.start()

    async def deliver_due(self, stop: asyncio.Event) -> Report:
        """One pass over what is due; none while the relay is left alone after a fault."""
        if self._delivery.monotonic() < self._rests_until:
            return Report()
        self._idle.clear()
        try:
            report = await deliver_due(self._delivery, stop)
            if await self._shortening.shorten() and not (report.halted or stop.is_set()):
                report += await deliver_due(self._delivery, stop)
        finally:
            self._idle.set()
        if any((report.accepted, report.deferred, report.uncertain, report.rejected)):
            log.info(
                "delivery",
                accepted=report.accepted,
                deferred=report.deferred,
                uncertain=report.uncertain,
                rejected=report.rejected,
            )
        if not stop.is_set():
            self._leave_alone(report)
            await self._watchman.note(report, self._clock.now())
        return report

    def _leave_alone(self, report: Report) -> None:
        """Try a relay that fails ever more rarely: each try with a wrong password may count against us."""
        if not report.by_relay:
            self._failures, self._rests_until = 0, float("-inf")
            return
        rest = min(self._first_rest * 2**self._failures, LONGEST_REST)
        self._failures = min(self._failures + 1, 10)
        self._rests_until = self._delivery.monotonic() + rest.total_seconds() * (0.5 + self._chance() / 2)

    async def stop(self, grace: timedelta) -> None:
        """End the pass under way once its `stop` is set; messages whose content is handed over have `grace`."""
        await self._delivery.transport.stop(grace)
        await self._idle.wait()
