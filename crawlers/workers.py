"""The processes that read what strangers wrote, each task within its time and memory."""

from __future__ import annotations

import asyncio
import resource
from concurrent.futures import wait
from contextlib import suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from crawlers.errors import CrawlError, WorkerFailed, WorkerFailure
from crawlers.page import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from datetime import datetime, timedelta

    from crawlers.entry import Feed
    from crawlers.listings import ListingPage
    from crawlers.page import Hints, Page
    from crawlers.site import Site
    from crawlers.sitemaps import Sitemap
    from pipeline.model.outlet import ListingRules

T = TypeVar("T")

PRELOADED = ["crawlers.parsing"]
"""What the fork server imports once, so that a new process starts in milliseconds."""
TASKS = 500
"""After so many a process is replaced, and what parsers leaked with it."""
START = 30.0
"""Seconds granted beyond a task's own for a process to start and fetch it."""
GRACE = 5.0
"""Seconds that tasks in hand are given when closing."""


class ParseFeed(Protocol):
    """Bytes to a feed, out of harm's way."""

    async def __call__(self, body: bytes, url: str, content_type: str, zone: str | None = None) -> Feed:
        """Read a feed, dates without a zone in `zone` (IANA), else UTC; raises NotAFeed or WorkerFailed."""
        ...


class ParseSitemap(Protocol):
    """Bytes to a sitemap, out of harm's way."""

    async def __call__(
        self, body: bytes, url: str, now: datetime, content_type: str, zone: str | None = None
    ) -> Sitemap:
        """Read a sitemap as it is at `now`; raises NotASitemap or WorkerFailed."""
        ...


class ParseListing(Protocol):
    """Bytes to the entries of a listing page, out of harm's way."""

    async def __call__(
        self, body: bytes, url: str, content_type: str, rules: ListingRules, zone: str | None = None
    ) -> ListingPage:
        """Read a page that lists articles; raises NotAListing or WorkerFailed."""
        ...


class ReadSite(Protocol):
    """Bytes to what a page says of its site, out of harm's way."""

    async def __call__(self, body: bytes, url: str, content_type: str) -> Site:
        """Read a page of a site; raises WorkerFailed."""
        ...


class ExtractPage(Protocol):
    """Bytes to a page, out of harm's way."""

    async def __call__(self, body: bytes, url: str, content_type: str, hints: Hints = UNKNOWN) -> Page:
        """Read a page of an outlet known by `hints`; raises PageUnreadable or WorkerFailed."""
        ...


class Workers:
    """A pool of processes, started with the first task.

    A task that takes too long, dies or eats too much memory fails alone: the others go on, its process is replaced.
    Use and close it in one event loop.
    """

    def __init__(self, processes: int, memory_bytes: int, *, tasks: int = TASKS, start: float = START) -> None:
        self._processes, self._memory, self._tasks, self._start = processes, memory_bytes, tasks, start
        self._free = asyncio.Semaphore(processes)  # no task waits inside the pool, so that each has a deadline
        self._in_hand: set[Future[Any]] = set()
        self._pool: ProcessPool | None = None
        self._closed = False

    async def run(self, function: Callable[..., T], *args: object, timeout: timedelta) -> T:  # noqa: ASYNC109 - asyncio can't end a process
        """What `function` returns for `args`; both must pickle. Raises its own CrawlErrors, or WorkerFailed."""
        async with self._free:
            with suppress(RuntimeError):  # pebble gives up where an idle process was killed; the task did not run
                return await self._attempt(function, args, timeout.total_seconds())
            try:
                return await self._attempt(function, args, timeout.total_seconds())
            except RuntimeError as error:
                raise WorkerFailed(WorkerFailure.DIED, f"the worker processes keep dying ({error})") from error

    async def close(self, grace: float = GRACE) -> None:
        """Let tasks in hand finish for `grace` seconds, then end all processes. Other tasks fail as STOPPED."""
        self._closed = True
        in_hand = tuple(self._in_hand)
        await asyncio.to_thread(wait, in_hand, grace)
        for future in in_hand:
            future.cancel()
        await self._discard()

    async def _attempt(self, function: Callable[..., T], args: tuple[object, ...], seconds: float) -> T:
        future = (await self._running()).schedule(_guarded, args=(function, args), timeout=seconds)
        self._in_hand.add(future)
        try:
            async with asyncio.timeout(seconds + self._start) as deadline:
                return await asyncio.wrap_future(future)
        except TimeoutError:
            if deadline.expired():  # pebble did not end it: the pool is stuck
                await self._discard()
            raise WorkerFailed(WorkerFailure.TIMED_OUT, f"reading it took longer than {seconds:g} s") from None
        except ProcessExpired as error:
            raise WorkerFailed(WorkerFailure.DIED, f"the process reading it died (exit {error.exitcode})") from None
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            raise _stopped() from None
        finally:
            self._in_hand.discard(future)

    async def _running(self) -> ProcessPool:
        if self._pool is not None and not self._pool.active:
            await self._discard()
        if self._closed:
            raise _stopped()
        if self._pool is None:
            self._pool = self._new_pool()
        return self._pool

    async def _discard(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(_end, pool)

    def _new_pool(self) -> ProcessPool:
        context = get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        return ProcessPool(
            max_workers=self._processes,
            max_tasks=self._tasks,
            initializer=_confine,
            initargs=(self._memory,),
            context=context,
        )


def _stopped() -> WorkerFailed:
    return WorkerFailed(WorkerFailure.STOPPED, "the service is stopping")


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _confine(memory_bytes: int) -> None:
    """Run first in each process: bounds its address space."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, hard))


def _guarded(function: Callable[..., T], args: tuple[object, ...]) -> T:
    """Run in a process: only errors that pickle leave it, as one that does not would break the pool."""
    try:
        return function(*args)
    except CrawlError:
        raise
    except MemoryError:
        raise WorkerFailed(WorkerFailure.OUT_OF_MEMORY, "reading it takes more memory than a process has") from None
    except Exception as error:  # noqa: BLE001 - whatever a parser raises, the poll goes on and says so
        what = f"reading it broke the parser ({type(error).__name__}: {str(error)[:200]})"
        raise WorkerFailed(WorkerFailure.BROKE, what) from None
