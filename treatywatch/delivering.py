from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from alerts.deliver import Delivery, deliver_due
from alerts.store import outbox
from treatywatch.memory import OutboxInDatabase

if TYPE_CHECKING:
    from datetime import timedelta

    from alerts.deliver import Report
    from treatywatch.parts import Parts

log = structlog.get_logger()


class Delivering:
    """Hands over what waits in the outbox."""

    def __init__(self, parts: Parts) -> None:
        self._database, self._clock = parts.database, parts.clock
        self._delivery = Delivery(
            outbox=OutboxInDatabase(parts.database, parts.settings.retry),
            transport=parts.transport,
            retry=parts.settings.retry,
            clock=parts.clock.now,
            random=parts.chance,
        )
        self._idle = asyncio.Event()
        self._idle.set()

    async def start(self) -> None:
        """Take back what a killed process had in hand; as only one service works on a store, it is nobody's."""
        now = self._clock.now()
        taken = await self._database.write(lambda conn: outbox.recover(conn, now))
        if taken:
            log.warning("messages in hand when the last run ended are sent again", messages=taken)

    async def deliver_due(self, stop: asyncio.Event) -> Report:
        """One pass over what is due."""
        self._idle.clear()
        try:
            report = await deliver_due(self._delivery, stop)
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
        return report

    async def stop(self, grace: timedelta) -> None:
        """End the pass under way once its `stop` is set; a message whose content is handed over has `grace`."""
        await self._delivery.transport.stop(grace)
        await self._idle.wait()
