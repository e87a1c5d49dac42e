"""A planner that dies around its commit: `python -m tests.alerts.delivery.dying_planner CONFIG before|after`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bench.installation import START, SteppedClock
from pipeline.store.database import Database
from tests.alerts.delivery.fakes import ScriptedTransport
from treatywatch.parts import Parts
from treatywatch.planning import Planning
from treatywatch.settings.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from alerts.mail import Attempt, Mail
    from pipeline.store.database import Connection

T = TypeVar("T")


class Dying(Database):
    """Dies once mail is queued, before or after the commit."""

    point = "before"

    def write_now(self, work: Callable[[Connection], T]) -> T:
        queued: list[int] = []

        def dying(conn: Connection) -> T:
            result = work(conn)
            queued.append(conn.exec_driver_sql("SELECT count(*) FROM outbox").scalar_one())
            if queued[0] and self.point == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        result = super().write_now(dying)
        if queued[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


def unsent(_: Mail) -> Attempt:
    raise AssertionError("nothing is sent here")


async def main(config: str, point: str) -> None:
    settings = load(Path(config), {})
    database = Dying(settings.store.path)
    database.point = point
    clock = SteppedClock(START + timedelta(days=1))
    await Planning(Parts(settings, database, clock, ScriptedTransport(unsent), lambda: 0.5)).plan_due()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
