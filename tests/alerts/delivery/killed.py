"""A delivery service to be killed: `python -m tests.alerts.delivery.killed DATABASE PORT CONNECTIONS [POINT [HOLD]]`.

At a point it kills itself: `claimed`, `answered` (before the answer is recorded), or `recorded`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from alerts.deliver import Delivery, deliver_due
from alerts.mail import Kind
from alerts.pace import Pace
from alerts.pool import SmtpPool
from alerts.store import upkeep
from pipeline.store.database import Database
from tests.alerts.delivery.examples import RETRY, Clock, to
from treatywatch.memory import OutboxInDatabase

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.mail import Attempt, Claimed
    from alerts.outbox import Decision
    from alerts.turns import Turn

QUICK = 100_000
"""Mails a second to one domain: the pace is not what is tested here."""
LONG = timedelta(seconds=30)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingOutbox(OutboxInDatabase):
    """Dies at a point."""

    point = ""

    def claim(self, now: datetime, turn: Turn) -> Claimed | None:
        claimed = super().claim(now, turn)
        if self.point == "claimed" and claimed:
            die()
        return claimed

    def mark(
        self, claimed: Claimed, attempt: Attempt, decision: Decision, now: datetime, then: Turn | None = None
    ) -> Claimed | None:
        if self.point == "answered":
            die()
        following = super().mark(claimed, attempt, decision, now, then)
        if self.point == "recorded":
            die()
        return following


async def main(path: str, port: str, connections: str, point: str = "", hold: str = "") -> None:
    retry = replace(RETRY, hold=frozenset(Kind) if hold else frozenset())
    database, clock, at_once = Database(Path(path)), Clock(), int(connections)
    transport = SmtpPool(to(int(port), timeout=LONG, content_timeout=LONG, connections=at_once))
    await database.write(partial(upkeep.recover, now=clock(), hold=retry.hold))
    stored = DyingOutbox(database, retry)
    stored.point = point
    delivery = Delivery(stored, transport, retry, clock, lambda: 0.0, at_once=at_once, pace=Pace(QUICK))
    await deliver_due(delivery, asyncio.Event())
    await transport.stop(LONG)
    database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
