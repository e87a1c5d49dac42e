"""The database, as the rooms' ports see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from alerts.store import outbox, upkeep
from alerts.store.outbox import Found
from crawlers.found import Familiar
from crawlers.store import polls, robots

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from alerts.mail import Attempt, Claimed, Retry
    from alerts.outbox import Decision
    from alerts.turns import Turn
    from crawlers.robots_store import StoredRobots
    from pipeline.store.database import Connection, Database


log = structlog.get_logger()


class PollMemory:
    """`crawlers.found.Memory`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, source_id: int, fingerprints: Collection[str]) -> Familiar:
        """Which of these entries were seen before."""
        if not fingerprints:
            return Familiar()
        return await self._database.read(lambda conn: polls.known(conn, source_id, fingerprints))

    async def shared(self, source_id: int) -> frozenset[str]:
        """Keys of addresses that several entries were seen to share."""
        return await self._database.read(lambda conn: polls.shared_keys(conn, source_id))

    async def window(self, source_id: int) -> frozenset[str]:
        """Keys of the entries of the document last read."""
        return await self._database.read(lambda conn: polls.window(conn, source_id))

    async def sighted(self, source_id: int, outlet: str, keys: Collection[str]) -> frozenset[str]:
        """Which of these keys entries of the outlet's other sources had."""
        return await self._database.read(lambda conn: polls.sighted(conn, outlet, keys, but=source_id))

    async def arrivals(self, source_id: int, since: datetime) -> list[datetime]:
        """When items of the source appeared."""
        return await self._database.read(lambda conn: polls.arrivals(conn, source_id, since))


class RobotsInDatabase:
    """`crawlers.robots.RobotsStore`: a restart asks for no robots.txt that is still fresh."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, origin: str) -> StoredRobots | None:
        """What was last found at an origin."""
        return await self._database.read(lambda conn: robots.get(conn, origin))

    async def put(self, origin: str, found: StoredRobots) -> None:
        """Remember what was found."""
        await self._database.write(lambda conn: robots.put(conn, origin, found))


class OutboxInDatabase:
    """`alerts.deliver.Outbox`."""

    def __init__(self, database: Database, retry: Retry) -> None:
        self._database, self._lease, self._longest = database, retry.lease, max(retry.delays)
        self._hold = retry.hold

    async def sweep(self, now: datetime) -> None:
        """Take back claims whose lease is over; expire what has waited too long."""

        def work(conn: Connection) -> int:
            upkeep.expire_leases(conn, now, self._hold)
            upkeep.hasten(conn, now, self._longest)
            return upkeep.expire(conn, now)

        if expired := await self._database.write(work):
            log.error("messages are given up: they waited longer than mail.retry grants them", messages=expired)

    async def due_domains(self, now: datetime) -> list[str]:
        """Domains that digests wait for and are due."""
        return await self._database.read(lambda conn: outbox.due_domains(conn, now))

    def claim(self, now: datetime, turn: Turn) -> Claimed | None:
        """Take what is urgent, else a digest for the first of the turn's domains. Blocks, in any thread."""
        return _told(self._database.write_now(lambda conn: outbox.claim(conn, now, self._lease, turn)))

    def enter_content(self, claimed: Claimed) -> None:
        """Record that from now on the relay may have it. Blocks, in any thread, until that is on the disk."""
        self._database.write_now(lambda conn: outbox.enter_content(conn, claimed))

    def mark(
        self, claimed: Claimed, attempt: Attempt, decision: Decision, now: datetime, then: Turn | None = None
    ) -> Claimed | None:
        """Record what came of a claim and, in the same transaction, claim what `then` allows. Blocks, in any thread."""

        def work(conn: Connection) -> Found:
            outbox.mark(conn, claimed, attempt, decision, now)
            return Found(None, 0) if then is None else outbox.claim(conn, now, self._lease, then)

        return _told(self._database.write_soon(work))


def _told(found: Found) -> Claimed | None:
    if found.suppressed:
        log.info("messages are not sent: their recipients get no mail any more", messages=found.suppressed)
    if found.damaged:
        numbers = ", ".join(map(str, found.damaged))
        log.error("messages are given up: their bytes are missing; restore a backup of the store", messages=numbers)
    return found.claimed
