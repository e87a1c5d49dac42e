"""The local dispatcher: does due work, a bounded number of pieces at a time, each key at most once at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import structlog

from pipeline.errors import StoreError
from treatywatch.complaint import Complaint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

K = TypeVar("K")
W = TypeVar("W")
K_contra = TypeVar("K_contra", contravariant=True)
W_co = TypeVar("W_co", covariant=True)

log = structlog.get_logger()


LONGEST_REST = 300.0
"""Seconds between two tries while the store can't be written."""


class FindDue(Protocol[K, W_co]):
    """What is due now, with its key."""

    async def __call__(self, busy: frozenset[K], free: int) -> Sequence[tuple[K, W_co]]:
        """At most `free` pieces of work, none whose key is in `busy`."""
        ...


class Crew(Generic[K, W]):
    """Finds due work whenever it is woken or a piece is done, and does it.

    Work lives in the store, so nothing is lost when a crew stops: what is not done is found again. A piece that
    raises is logged, and its key rests for `rest` seconds before it may be found again.
    """

    def __init__(
        self, name: str, find: FindDue[K, W], do: Callable[[W], Awaitable[None]], *, at_once: int, rest: float
    ) -> None:
        self._name, self._find, self._do = name, find, do
        self._at_once, self._rest = at_once, rest
        self._tasks: dict[K, asyncio.Task[None]] = {}
        self._failed: set[K] = set()
        self._pause, self._resting = rest, 0
        self._complaint = Complaint(log, f"looking for a {name} to do")
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look for due work soon."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; then leave no task behind."""
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                try:
                    await self._start_due(frozenset(self._tasks))
                except Exception as error:  # noqa: BLE001 - whatever it is, the next look may do better
                    self._complaint.tell(error)
                else:
                    self._complaint.over()
        finally:
            await self._abandon()

    async def run_until_idle(self) -> int:
        """Work until nothing is due and nothing is under way; what raised is not tried twice, and counted."""
        self._failed.clear()
        try:
            while True:
                alone = not self._tasks  # else what was busy while we looked may have more to do
                started = await self._start_due(frozenset(self._tasks) | self._failed)
                if self._tasks:
                    await asyncio.wait(self._tasks.values(), return_when=asyncio.FIRST_COMPLETED)
                elif alone and not started:
                    break
        finally:
            await self._abandon()
        return len(self._failed)

    async def _start_due(self, busy: frozenset[K]) -> int:
        free = self._at_once - len(self._tasks)
        if free <= 0 or self._resting:
            return 0
        found = await self._find(busy, free)
        for key, work in found:
            self._tasks[key] = asyncio.create_task(self._one(key, work), name=f"{self._name} {key}")
        return len(found)

    async def _one(self, key: K, work: W) -> None:
        try:
            await self._do(work)
        except StoreError as error:
            log.error("not recorded, and done again later", crew=self._name, key=str(key), error=str(error))
            await self._rest_all(key)
        except Exception:
            log.exception("work failed", crew=self._name, key=str(key))
            await self._set_aside(key)
        else:
            self._pause = self._rest
        finally:
            del self._tasks[key]
            self._wake.set()

    async def _rest_all(self, key: K) -> None:
        """Begin nothing while the store can't be written: what is fetched then is fetched again later."""
        self._failed.add(key)
        self._resting += 1
        self._pause = min(self._pause * 2, LONGEST_REST)
        try:
            await asyncio.sleep(self._pause)
        finally:
            self._resting -= 1

    async def _set_aside(self, key: K) -> None:
        self._failed.add(key)
        await asyncio.sleep(self._rest)

    async def _abandon(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
