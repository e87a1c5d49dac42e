"""A delivery service to be killed: `python -m tests.alerts.delivery.killed DATABASE PORT`."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

from alerts.deliver import Delivery, deliver_due
from alerts.smtp import SmtpTransport
from alerts.store import outbox
from pipeline.store.database import Database
from tests.alerts.delivery.examples import LEASE, RETRY, Clock, to
from treatywatch.memory import OutboxInDatabase


async def main(path: str, port: str) -> None:
    database, clock = Database(Path(path)), Clock()
    transport = SmtpTransport(to(int(port), timeout=timedelta(seconds=30), content_timeout=timedelta(seconds=30)))
    await database.write(partial(outbox.recover, now=clock()))
    await deliver_due(
        Delivery(OutboxInDatabase(database, RETRY), transport, RETRY, clock, lambda: 0.0), asyncio.Event()
    )
    await transport.stop()
    database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
