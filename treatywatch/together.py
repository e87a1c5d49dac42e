from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.store.database import Connection, Database

T = TypeVar("T")


class Together:
    """Writes that wait at the same time share one commit, so that one fsync serves several connections to the relay.

    Each caller goes on only when its own work is on the disk. Where one piece fails, nothing of the others in the same
    transaction is kept either, and all their callers get the error.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[Callable[[Connection], Any], asyncio.Future[Any]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in a transaction, perhaps with that of others."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        return await done

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._write_batch(batch)
        finally:
            self._writer = None

    async def _write_batch(self, batch: list[tuple[Callable[[Connection], Any], asyncio.Future[Any]]]) -> None:
        try:
            results = await self._database.write(lambda conn: [work(conn) for work, _ in batch])
        except Exception as error:  # noqa: BLE001 - it is raised again, where it was asked for
            for _, done in batch:
                if not done.done():
                    done.set_exception(error)
        else:
            for (_, done), result in zip(batch, results, strict=True):
                if not done.done():
                    done.set_result(result)
