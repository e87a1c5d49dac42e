"""Mails a second from a due slot to the relay, beside the same client with messages that are ready."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, select

from alerts.doubt import Doubt
from alerts.mail import Kind, Mail, Outcome
from alerts.outbox import State
from alerts.places import Places
from alerts.pool import SmtpPool
from alerts.store import outbox
from alerts.store.contents import WHOLE
from alerts.store.tables import outbox as rows
from bench.installation import START, SteppedClock
from bench.measure import Meter
from bench.readers import QUERIES, Crowd, fill, settings_for
from bench.relay import dropping
from bench.report import Result
from pipeline.store.database import Database
from treatywatch.delivering import Delivering
from treatywatch.migrations.upgrade import migrate
from treatywatch.parts import Parts
from treatywatch.planning import Planning

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from bench.material import Web
    from bench.measure import Peak
    from bench.relay import Sink
    from pipeline.store.database import Connection
    from treatywatch.settings.settings import Settings

T = TypeVar("T")
SUBSCRIBERS = 10_000
OF_A_WEB = 60
"""Outlets of the usual generated web: fewer of them ask for a smaller crowd, too."""
ALERT = Mail("desk@alerts.example.net", "digest@example.org", "<alert@example.org>", b"Subject: [Alert]\r\n\r\nx\r\n")


@dataclass(slots=True)
class Spent:
    """Seconds by the clock, and of CPU."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def spending() -> Iterator[Spent]:
    """What the block costs; filled in at its end."""
    spent, wall, cpu = Spent(), time.perf_counter(), time.process_time()
    yield spent
    spent.wall, spent.cpu = time.perf_counter() - wall, time.process_time() - cpu


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds, all for the same messages."""

    planned: Spent
    delivered: Spent
    overtaken: float
    """From the planning of an instant alert, amid the bulk, to its acceptance."""
    alone: Spent
    """For the client alone, with messages that are ready."""
    size: float
    peak: Peak
    loaded: Spent
    """For the configuration."""
    held: float
    """The longest transaction while the slot was planned."""
    between: float
    """The longest time between two looks for alerts then."""


class Watched(Database):
    """The store, with a look at how long its writer is held."""

    longest = 0.0

    def write_now(self, work: Callable[[Connection], T]) -> T:
        """As ever."""
        began = time.perf_counter()
        try:
            return super().write_now(work)
        finally:
            self.longest = max(self.longest, time.perf_counter() - began)


async def mails(web: Web, rounds: int, *, apart: bool = False) -> Result:
    """Measure; of the material, only its size counts. Apart, each subscriber is a subscription of its own."""
    share = min(1.0, len(web.outlets) / OF_A_WEB) if web.name.startswith("generated") else 1.0
    crowd = Crowd(max(QUERIES, round(SUBSCRIBERS * share)), apart=apart)
    with dropping() as sink:
        found = [await _round(crowd, sink) for _ in range(rounds)]
    return _result(crowd, sink, found)


async def _round(crowd: Crowd, sink: Sink) -> Round:
    meter = Meter(sink.pid)
    with TemporaryDirectory() as name:
        with spending() as loaded:
            settings = settings_for(crowd, Path(name), sink.port)
        clock, database, looks = SteppedClock(START), Watched(settings.store.path), list[float]()
        async with _parts(settings, clock, database) as parts:
            planner, deliverer = Planning(parts, lambda: looks.append(time.perf_counter())), Delivering(parts)
            await planner.start()
            await deliverer.start()
            await fill(parts.database, settings, crowd.queries)
            clock.step(timedelta(days=1))
            database.longest = 0.0
            looks.append(time.perf_counter())
            with spending() as planned:
                made = await planner.plan_due()
            held, between = database.longest, max(later - look for look, later in pairwise(looks))
            with spending() as delivered:
                delivery = asyncio.create_task(_delivered(deliverer, made + 1))
                overtaken = await _overtaking(parts.database, clock, made)
                accepted = await delivery
            peak = meter.peak()
            if accepted != made + 1 or made != crowd.subscribers:
                raise RuntimeError(f"of {crowd.subscribers} mails {made} were planned and {accepted - 1} accepted")
            alone, size = await _alone(parts.database, settings)
    return Round(planned, delivered, overtaken, alone, size, peak, loaded, held, between)


@asynccontextmanager
async def _parts(settings: Settings, clock: SteppedClock, database: Database) -> AsyncIterator[Parts]:
    transport = SmtpPool(settings.relay)
    try:
        migrate(database)
        yield Parts(settings, database, clock, transport, random.Random(1).random)
    finally:
        await transport.stop(timedelta(0))
        database.close()


async def _delivered(deliverer: Delivering, count: int) -> int:
    """Pass after pass, as the service does, until so many are accepted, or an hour is over; how many were."""
    accepted, until = 0, time.monotonic() + 3600
    while accepted < count and time.monotonic() < until:
        accepted += (await deliverer.deliver_due(asyncio.Event())).accepted
        await asyncio.sleep(0.01)
    return accepted


async def _overtaking(database: Database, clock: SteppedClock, made: int) -> float:
    """Plan an instant alert once a quarter of the bulk is out, and wait for its acceptance."""
    while await database.read(_waiting) > made * 3 // 4:  # noqa: ASYNC110 - the store says it, and rings no bell
        await asyncio.sleep(0.1)
    began, now = time.perf_counter(), clock.now()

    def plan(conn: Connection) -> None:
        outbox.enqueue(conn, [ALERT], None, now + timedelta(hours=6), now, kind=Kind.INSTANT)

    await database.write(plan)
    query = select(rows.c.id).where(rows.c.message_id == ALERT.message_id, rows.c.state == State.ACCEPTED)
    while not await database.read(lambda conn: conn.execute(query).first()):  # noqa: ASYNC110 - likewise
        await asyncio.sleep(0.02)
    return time.perf_counter() - began


def _waiting(conn: Connection) -> int:
    number: int = conn.execute(select(func.count()).where(rows.c.next_at.is_not(None))).scalar_one()
    return number


async def _alone(database: Database, settings: Settings) -> tuple[Spent, float]:
    """Hand over the same messages again, from memory, as many at a time; and their average size."""
    ready = await database.read(_ready)
    transport, left = SmtpPool(settings.relay), iter(ready)

    async def hand_over() -> None:
        for mail in left:
            doubt = Doubt(Places(1))
            if (await transport.send(mail, doubt)).outcome is not Outcome.ACCEPTED:
                raise RuntimeError("the relay refused a message")

    with spending() as spent:
        await asyncio.gather(*(hand_over() for _ in range(settings.relay.connections)))
    await transport.stop(timedelta(0))
    return spent, sum(len(mail.content) for mail in ready) / len(ready)


def _ready(conn: Connection) -> list[Mail]:
    query = select(rows.c.recipient, rows.c.sender, rows.c.message_id, WHOLE)
    return [Mail(*row) for row in conn.execute(query.where(~rows.c.urgent))]


def _result(crowd: Crowd, sink: Sink, found: list[Round]) -> Result:
    count = crowd.subscribers
    shape = "each a subscription" if crowd.apart else f"in {crowd.queries} subscriptions"
    result = Result(
        "mails-apart" if crowd.apart else "mails",
        f"generated, {count} subscribers {shape}, {crowd.queries} queries, one slot",
    )
    result.notes = [
        f"to {sink.name}; {found[0].size / 1000:.1f} kB a mail; planning, rendering, outbox and delivery as in service",
        "the client alone sends the same messages from memory, over as many connections, and records nothing",
    ]
    result.add("mails from a due slot", "a second", (count / (one.planned.wall + one.delivered.wall) for one in found))
    result.add("client alone", "a second", (count / one.alone.wall for one in found))
    result.add("mails from a due slot / client alone", "times", map(_ratio, found))
    for what, of in {
        "planning and rendering": attrgetter("planned"),
        "delivery": attrgetter("delivered"),
        "client alone": attrgetter("alone"),
    }.items():
        result.add(f"  {what}", "seconds", (of(one).wall for one in found))
        result.add(f"  {what}", "CPU ms a mail", (of(one).cpu / count * 1000 for one in found))
    result.add("an instant alert overtakes within", "seconds", (one.overtaken for one in found))
    result.add("the writer is held for, at most", "seconds", (one.held for one in found))
    result.add("while planning, alerts are looked for every, at most", "seconds", (one.between for one in found))
    result.add("the configuration is read in", "seconds", (one.loaded.wall for one in found))
    result.add_peak(replace(found[0].peak, other=0))
    return result


def _ratio(one: Round) -> float:
    return one.alone.wall / (one.planned.wall + one.delivered.wall)
