from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from treatywatch.complaint import Complaint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = structlog.get_logger()


class Pass:
    """Something done from end to end whenever it is woken, never twice at a time; waking it meanwhile does it again."""

    def __init__(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self._work, self._complaint = work, Complaint(log, name)
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Do it soon."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled. What fails is logged, and done again when woken next."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._work()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next pass may do better
                self._complaint.tell(error)
            else:
                self._complaint.over()
