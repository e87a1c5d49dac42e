"""A delivery service to be killed: `python -m tests.alerts.delivery.killed DATABASE PORT CONNECTIONS`."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

from alerts.deliver import Delivery, deliver_due
from alerts.pace import Pace
from alerts.pool import SmtpPool
from alerts.store import outbox
from pipeline.store.database import Database
from tests.alerts.delivery.examples import RETRY, Clock, to
from treatywatch.memory import OutboxInDatabase

QUICK = 100_000
"""Mails a second to one domain: the pace is not what is tested here."""
LONG = timedelta(seconds=30)


async def main(path: str, port: str, connections: str) -> None:
    database, clock, at_once = Database(Path(path)), Clock(), int(connections)
    transport = SmtpPool(to(int(port), timeout=LONG, content_timeout=LONG, connections=at_once))
    await database.write(partial(outbox.recover, now=clock()))
    delivery = Delivery(
        OutboxInDatabase(database, RETRY), transport, RETRY, clock, lambda: 0.0, at_once=at_once, pace=Pace(QUICK)
    )
    await deliver_due(delivery, asyncio.Event())
    await transport.stop(LONG)
    database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
