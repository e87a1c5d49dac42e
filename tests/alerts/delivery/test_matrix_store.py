"""What may happen to the store, the clock and the service itself around a pass: nothing is lost, nothing doubled."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from alerts.deliver import Delivery, Report, deliver_due
from alerts.mail import Attempt, Outcome
from alerts.outbox import State
from alerts.store import outbox, suppressions
from alerts.turns import Turn
from bench.installation import START, SteppedClock
from bench.readers import Crowd, fill, settings_for
from pipeline.store.database import Database
from tests.alerts.delivery.examples import EXPIRY, NOW, RETRY, Clock, mail, mails
from tests.alerts.delivery.fakes import ScriptedTransport
from tests.alerts.delivery.relays import relay
from tests.unmeasured import unmeasured
from treatywatch.delivering import Delivering
from treatywatch.memory import OutboxInDatabase
from treatywatch.migrations.upgrade import migrate
from treatywatch.parts import Parts
from treatywatch.planning import Planning
from treatywatch.steady import SteadyClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pipeline.store.database import Connection
    from treatywatch.settings.settings import Settings

ROOT = Path(__file__).parents[3]
YEAR = timedelta(days=365)
READERS = Crowd(2, queries=1)
TURN = Turn(("example.com",))


def put(store: Database, count: int) -> None:
    store.write_now(lambda conn: outbox.enqueue(conn, mails(count), None, EXPIRY, NOW))


def accept(_: object) -> Attempt:
    return Attempt(Outcome.ACCEPTED, "done", 250, "ok")


def delivery_of(store: Database, transport: ScriptedTransport) -> Delivery:
    return Delivery(OutboxInDatabase(store, RETRY), transport, RETRY, Clock(), lambda: 0.5, timedelta(milliseconds=20))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with something to say to two readers, once the clock is a day on; nothing is planned yet."""
    settings = settings_for(READERS, tmp_path_factory.mktemp("filled"), 25)
    database = Database(settings.store.path)
    migrate(database)

    async def begin() -> None:
        parts = Parts(settings, database, SteppedClock(START), ScriptedTransport(accept), lambda: 0.5)
        await Planning(parts).start()
        await fill(database, settings, 1, articles=20)

    with closing(database):
        asyncio.run(begin())
    return settings.store.path


@pytest.fixture
def planned(tmp_path: Path, filled: Path) -> Settings:
    """An installation with a store of its own that is filled."""
    settings = settings_for(READERS, tmp_path, 25)
    shutil.copy(filled, settings.store.path)
    return settings


@pytest.mark.parametrize(("point", "kept"), [("before", 0), ("after", 2)])
def test_a_kill_around_the_planner_s_commit_plans_each_digest_once(planned: Settings, point: str, kept: int) -> None:
    program = [sys.executable, "-m", "tests.alerts.delivery.dying_planner", str(planned.directory), point]
    done = asyncio.run(_wait(program))
    assert done == -signal.SIGKILL
    with closing(Database(planned.store.path)) as store:
        before = _message_ids(store)
        parts = Parts(planned, store, SteppedClock(START + timedelta(days=1)), ScriptedTransport(accept), lambda: 0.5)
        made = asyncio.run(Planning(parts).plan_due())
        assert (len(before), made) == (kept, 2 - kept)
        assert len(_message_ids(store)) == 2
        assert before <= _message_ids(store)


async def _wait(program: list[str]) -> int:
    process = await asyncio.create_subprocess_exec(*program, cwd=ROOT, env=unmeasured())
    return await asyncio.wait_for(process.wait(), 60)


def _message_ids(store: Database) -> set[str]:
    return set(store.read_now(lambda conn: list(conn.exec_driver_sql("SELECT message_id FROM outbox").scalars())))


def test_two_planners_make_one_digest(planned: Settings) -> None:
    async def plan(first: Database, second: Database) -> int:
        clock = SteppedClock(START + timedelta(days=1))
        both = [Planning(Parts(planned, one, clock, ScriptedTransport(accept), lambda: 0.5)) for one in (first, second)]
        return sum(await asyncio.gather(*(planner.plan_due() for planner in both)))

    with closing(Database(planned.store.path)) as first, closing(Database(planned.store.path)) as second:
        assert asyncio.run(plan(first, second)) == 2
        assert len(_message_ids(first)) == 2


async def test_two_workers_on_one_store_send_each_message_once(store: Database) -> None:
    put(store, 20)
    transports = [ScriptedTransport(accept), ScriptedTransport(accept)]
    with closing(Database(store.path)) as other:
        works = [delivery_of(one, transport) for one, transport in zip((store, other), transports, strict=True)]
        reports = await asyncio.gather(*(deliver_due(work, asyncio.Event()) for work in works))
    sent = [message.message_id for transport in transports for message in transport.sent]
    assert sum(report.accepted for report in reports) == len(sent) == len(set(sent)) == 20


async def test_an_answer_waits_out_a_store_that_another_process_holds(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "store.db", busy_timeout=0.05)) as store:
        migrate(store)
        put(store, 3)
        holder = sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)

        def answer(_: object) -> Attempt:
            if not held:
                held.append(True)
                holder.execute("BEGIN IMMEDIATE")
                loop.call_later(0.4, holder.execute, "COMMIT")
            return accept(None)

        loop, held = asyncio.get_running_loop(), list[bool]()
        transport = ScriptedTransport(answer)
        assert await deliver_due(delivery_of(store, transport), asyncio.Event()) == Report(accepted=3)
        assert len(transport.sent) == 3
        assert store.read_now(outbox.pending)[State.ACCEPTED] == 3
        holder.close()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write there, root neither: it becomes somebody else meanwhile."""
    before, files = os.geteuid(), [*folder.iterdir()]
    for path in files:
        path.chmod(0o444)
    folder.chmod(0o555)
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if before == 0:
            os.seteuid(0)
        folder.chmod(0o755)
        for path in files:
            path.chmod(0o644)


async def test_no_mail_goes_out_where_the_store_can_only_be_read_and_it_goes_out_afterwards() -> None:
    with TemporaryDirectory() as name:  # pytest's own can be entered by its owner alone
        folder = Path(name)
        with closing(Database(folder / "store.db")) as store:
            migrate(store)
            put(store, 3)
        transport = ScriptedTransport(accept)
        with read_only(folder), closing(Database(folder / "store.db")) as store:
            report = await deliver_due(delivery_of(store, transport), asyncio.Event())
        assert (report.accepted, report.by_relay, transport.sent) == (0, False, [])
        assert "check the path and its permissions" in str(report.halted)
        with closing(Database(folder / "store.db")) as store:
            assert await deliver_due(delivery_of(store, transport), asyncio.Event()) == Report(accepted=3)


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1), YEAR, -YEAR])
async def test_a_jump_of_the_clock_neither_expires_nor_doubles_nor_delays_mail(
    store: Database, jump: timedelta
) -> None:
    elapsed, error = [0.0], [timedelta(0)]
    clock = SteadyClock(lambda: NOW + timedelta(seconds=elapsed[0]) + error[0], lambda: elapsed[0])
    put(store, 3)

    def answer(_: object) -> Attempt:
        error[0] = jump  # while a message is on its way
        elapsed[0] += 1
        return accept(None)

    transport = ScriptedTransport(answer)
    work = replace(delivery_of(store, transport), clock=clock.now)
    assert await deliver_due(work, asyncio.Event()) == Report(accepted=3)
    assert len(transport.sent) == 3


async def test_whoever_leaves_gets_at_most_the_mail_that_is_on_its_way(store: Database) -> None:
    put(store, 3)

    def leave(message: object) -> Attempt:
        for number in range(3):
            store.write_now(partial(_leave, address=f"reader{number}@example.com"))
        return accept(message)

    transport = ScriptedTransport(leave)
    assert await deliver_due(delivery_of(store, transport), asyncio.Event()) == Report(accepted=1)
    assert store.read_now(outbox.pending)[State.SUPPRESSED] == 2


def _leave(conn: Connection, address: str) -> None:
    suppressions.suppress(conn, address, "", suppressions.Why("unsubscribed", "page"), NOW)


@pytest.mark.parametrize("guarded", [False, True])
def test_a_restored_backup_sends_the_same_message_again_unless_it_is_told_not_to(
    planned: Settings,
    guarded: bool,  # noqa: FBT001 - a table's column
) -> None:
    backup = planned.store.path.with_name("backup.db")
    day = START + timedelta(days=1)
    first, again = ScriptedTransport(accept), ScriptedTransport(accept)
    with closing(Database(planned.store.path)) as store:
        asyncio.run(_plan(planned, store, day))
    shutil.copyfile(planned.store.path, backup)
    with closing(Database(planned.store.path)) as store:
        asyncio.run(_deliver(planned, store, first, None, day))
    backup.replace(planned.store.path)
    with closing(Database(planned.store.path)) as store:
        asyncio.run(_deliver(planned, store, again, day + timedelta(hours=1) if guarded else None, day))
    assert [message.content for message in again.sent] == ([] if guarded else [each.content for each in first.sent])


@pytest.mark.parametrize("guarded", [False, True])
def test_a_backup_from_before_a_digest_makes_it_again_unless_it_is_told_not_to(
    planned: Settings,
    guarded: bool,  # noqa: FBT001 - a table's column
) -> None:
    clock = SteppedClock(START + timedelta(days=1))
    before = clock.now() if guarded else None

    async def made() -> list[int]:
        planner = Planning(Parts(planned, store, clock, ScriptedTransport(accept), lambda: 0.5, before))
        await planner.start()
        first = await planner.plan_due()
        clock.step(timedelta(days=1))
        return [first, await planner.plan_due()]

    with closing(Database(planned.store.path)) as store:
        assert asyncio.run(made()) == ([0, 2] if guarded else [2, 0])


async def _plan(settings: Settings, store: Database, now: datetime) -> None:
    await Planning(Parts(settings, store, SteppedClock(now), ScriptedTransport(accept), lambda: 0.5)).plan_due()


async def _deliver(
    settings: Settings, store: Database, transport: ScriptedTransport, before: datetime | None, now: datetime
) -> None:
    deliverer = Delivering(Parts(settings, store, SteppedClock(now), transport, lambda: 0.5, before))
    await deliverer.start()
    await deliverer.deliver_due(asyncio.Event())


async def test_a_relay_that_fails_is_tried_ever_more_rarely(planned: Settings) -> None:
    async with relay() as server:
        pass
    wrong = Attempt(Outcome.DEFERRED, "auth", 535, "5.7.8 wrong", relay_wide=True, remedy="check the password")
    transport = ScriptedTransport(lambda _: wrong)
    with closing(Database(planned.store.path)) as store:
        store.write_now(lambda conn: outbox.enqueue(conn, [mail()], None, START + YEAR, START))
        parts = Parts(planned, store, SteppedClock(START), transport, lambda: 0.5)
        deliverer = Delivering(parts)
        reports = [await deliverer.deliver_due(asyncio.Event()) for _ in range(5)]
    assert [report.by_relay for report in reports] == [True, False, False, False, False]
    assert (len(transport.sent), server.connections) == (1, 0)
