"""The service: what ticks, what runs, and how it ends."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from treatywatch.crew import Crew
from treatywatch.delivering import Delivering
from treatywatch.maintenance import maintain
from treatywatch.passes import Pass
from treatywatch.planning import Planning

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from alerts.deliver import Report
    from crawlers.again.look import Look
    from crawlers.state import SourceState
    from treatywatch.looking import Looking
    from treatywatch.parts import Parts
    from treatywatch.polling import Polling
    from treatywatch.settling import Settling, Work

log = structlog.get_logger()

REST = 5.0
"""Seconds that a piece of work rests after an unforeseen error."""
POOL_FACTOR = 2
"""Polls and pages under way for each request in flight: some wait for their host, some are being read."""
LOOKS = 4
"""Pages that are looked at again at a time; there is no hurry."""


class Service:
    """Polls, settles, looks again, plans and delivers, until it is told to stop."""

    def __init__(self, parts: Parts, polling: Polling, settling: Settling, looking: Looking) -> None:
        self._parts, self._polling, self._looking = parts, polling, looking
        at_once = parts.settings.fetch.at_once * POOL_FACTOR
        self._polls: Crew[str, SourceState] = Crew("poll", polling.find, self._poll, at_once=at_once, rest=REST)
        self._pages: Crew[str, Work] = Crew("page", settling.find, settling.do, at_once=at_once, rest=REST)
        self._looks: Crew[str, Look] = Crew("look", looking.find, looking.do, at_once=LOOKS, rest=REST)
        self._deliverer = Delivering(parts)
        self._stopping = asyncio.Event()
        self._delivery = Pass("deliver", self._deliver)
        self._planner = Planning(parts, self._delivery.wake)
        self._planning = Pass("plan", self._plan)
        self._maintenance = Pass("maintain", lambda: maintain(parts))

    async def begin(self) -> None:
        """Make the store fit the configuration, and take up what the last run left."""
        await self._polling.begin()
        await self._looking.begin()
        await self._planner.start()
        await self._deliverer.start()

    async def run_once(self, stop: asyncio.Event) -> Report | None:
        """Poll what is due, settle what waits, look again, plan, deliver; None where `stop` came first."""
        pass_ = asyncio.create_task(self._once())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait([pass_, stopped], return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if pass_.done():
            return await pass_
        await self._end([], pass_)
        return None

    async def _once(self) -> Report:
        undone = await self._polls.run_until_idle() + await self._pages.run_until_idle()
        undone += await self._looks.run_until_idle()
        await self._planner.plan_due()
        report = await self._deliverer.deliver_due(self._stopping)
        await maintain(self._parts)
        if undone and not report.halted:
            return replace(
                report, halted=f"{undone} polls or pages were not recorded; run again once the cause is mended"
            )
        return report

    async def run(self, stop: asyncio.Event) -> None:
        """Work on every tick until `stop` is set; then end within the time the settings grant."""
        crews = [self._polls.run(), self._pages.run(), self._looks.run()]
        tasks = [asyncio.create_task(loop) for loop in (*crews, self._planning.run(), self._maintenance.run())]
        delivery = asyncio.create_task(self._delivery.run())
        scheduler = self._ticking()
        scheduler.start()
        self._dispatch()
        log.info("service started", sources=sum(len(outlet.sources) for outlet in self._parts.settings.outlets))
        try:
            await stop.wait()
        finally:
            scheduler.shutdown(wait=False)
            await self._end(tasks, delivery)

    def _ticking(self) -> AsyncIOScheduler:
        ticks = self._parts.settings.ticks
        scheduler = AsyncIOScheduler(timezone="UTC")
        every = [
            ("dispatch", self._dispatch, ticks.dispatch),
            ("plan", self._planning.wake, ticks.plan),
            ("deliver", self._delivery.wake, ticks.deliver),
            ("maintain", self._maintenance.wake, ticks.maintain),
        ]
        for name, wake, interval in every:
            scheduler.add_job(
                _in_loop(wake), "interval", id=name, seconds=interval.total_seconds(),
                coalesce=True, max_instances=1, misfire_grace_time=60,
            )  # fmt: skip
        return scheduler

    def _dispatch(self) -> None:
        self._polls.wake()
        self._pages.wake()
        self._looks.wake()

    async def _poll(self, state: SourceState) -> None:
        await self._polling.do(state)
        self._pages.wake()

    async def _plan(self) -> None:
        await self._planner.plan_due()

    async def _deliver(self) -> None:
        await self._deliverer.deliver_due(self._stopping)

    async def _end(self, tasks: Sequence[asyncio.Task[None]], delivery: asyncio.Task[Any]) -> None:
        """What can be found again is dropped; a message whose content is under way may finish."""
        ticks = self._parts.settings.ticks
        self._stopping.set()
        for task in tasks:
            task.cancel()
        await self._deliverer.stop(ticks.shutdown_content)
        delivery.cancel()
        await asyncio.wait([*tasks, delivery], timeout=ticks.shutdown.total_seconds())
        log.info("service stopped")


def _in_loop(wake: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    """A coroutine, which APScheduler runs in the loop; a plain function it would run in a thread."""

    async def tick() -> None:
        wake()

    return tick
