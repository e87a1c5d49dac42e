from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

import pytest

from crawlers.errors import NotAFeed, PageUnreadable, WorkerFailed, WorkerFailure
from crawlers.limits import WorkerLimits
from crawlers.parsing import FeedParser, PageExtractor
from crawlers.workers import Workers, _guarded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MEMORY = 1 << 30
LONG = timedelta(seconds=20)
SHORT = timedelta(seconds=0.3)
URL = "https://courier.example.com/rss"
NESTED = b"<b>" * 30_000
HOSTILE = {
    "nested": b"<rss version='2.0'><channel><item><title>T</title><description>" + NESTED + b"</description></item>",
    "escaped": b"<rss version='2.0'><channel><item><title>T"
    + b"&lt;b&gt;" * 10_000
    + b"</title></item></channel></rss>",
}
BOMB = (
    b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b']><rss version="2.0"><channel><title>&i;</title></channel></rss>'
)


@pytest.fixture(scope="module")
async def workers() -> AsyncIterator[Workers]:
    pool = Workers(2, MEMORY)
    yield pool
    await pool.close()


def kill_itself() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def eat() -> int:
    return len(bytearray(2 * MEMORY))


def recurse() -> NoReturn:
    recurse()


def refuse(url: str) -> NoReturn:
    raise NotAFeed(url, "a test")


async def failure(workers: Workers, function: object, *args: object, timeout: timedelta = LONG) -> WorkerFailed:  # noqa: ASYNC109 - handed on
    with pytest.raises(WorkerFailed) as failed:
        await workers.run(function, *args, timeout=timeout)  # type: ignore[arg-type]
    return failed.value


async def pids(workers: Workers) -> set[int]:
    return {await workers.run(os.getpid, timeout=LONG) for _ in range(20)}


async def test_a_task_runs_in_another_process(workers: Workers) -> None:
    assert await workers.run(os.getpid, timeout=LONG) != os.getpid()


async def test_an_error_of_a_parser_comes_whole(workers: Workers) -> None:
    with pytest.raises(NotAFeed) as refused:
        await workers.run(refuse, URL, timeout=LONG)
    assert (refused.value.url, refused.value.what) == (URL, "a test")


async def test_a_task_beyond_its_time_fails_alone(workers: Workers) -> None:
    slow, quick = await asyncio.gather(
        failure(workers, time.sleep, 30, timeout=SHORT), workers.run(os.getpid, timeout=LONG)
    )
    assert slow.reason is WorkerFailure.TIMED_OUT
    assert str(slow) == "reading it took longer than 0.3 s"
    assert quick != os.getpid()


async def test_a_killed_process_fails_its_task_alone(workers: Workers) -> None:
    killed, *others = await asyncio.gather(
        failure(workers, kill_itself), *(workers.run(abs, -n, timeout=LONG) for n in range(6))
    )
    assert killed.reason is WorkerFailure.DIED
    assert others == list(range(6))


async def test_the_death_of_idle_processes_costs_no_task(workers: Workers) -> None:
    for pid in await pids(workers):
        os.kill(pid, signal.SIGKILL)
    assert await workers.run(abs, -1, timeout=LONG) == 1
    await asyncio.sleep(0.3)
    assert await workers.run(abs, -1, timeout=LONG) == 1


async def test_the_death_of_the_only_process_costs_no_task() -> None:
    pool = Workers(1, MEMORY)
    for _ in range(3):
        os.kill(await pool.run(os.getpid, timeout=LONG), signal.SIGKILL)
        assert await pool.run(abs, -1, timeout=LONG) == 1
    await pool.close()


async def test_processes_that_can_not_live_fail_their_tasks_and_say_so() -> None:
    pool = Workers(1, memory_bytes=1 << 70)  # no process can set such a limit
    died = await failure(pool, abs, -1)
    await pool.close()
    assert (died.reason, str(died)[:32]) == (WorkerFailure.DIED, "the worker processes keep dying ")


async def test_a_task_beyond_its_memory_fails_alone(workers: Workers) -> None:
    assert (await failure(workers, eat)).reason is WorkerFailure.OUT_OF_MEMORY
    assert await workers.run(abs, -1, timeout=LONG) == 1


@pytest.mark.parametrize("function", [recurse, int.from_bytes], ids=["recursion", "type"])
async def test_an_error_nobody_foresaw_is_named(workers: Workers, function: object) -> None:
    broke = await failure(workers, function)
    assert broke.reason is WorkerFailure.BROKE
    assert str(broke).startswith("reading it broke the parser (")


async def test_a_keyboard_interrupt_does_not_reach_the_processes(workers: Workers) -> None:
    task = asyncio.create_task(workers.run(time.sleep, 0.5, timeout=LONG))
    others = await pids(workers)
    for pid in others:
        os.kill(pid, signal.SIGINT)
    await task
    async with asyncio.timeout(20):
        while others:  # which process takes a task is its own affair
            others -= await pids(workers)


async def test_a_cancelled_task_frees_its_place(workers: Workers) -> None:
    tasks = [asyncio.create_task(workers.run(time.sleep, 30, timeout=LONG)) for _ in range(2)]
    await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    assert all(
        isinstance(error, asyncio.CancelledError) for error in await asyncio.gather(*tasks, return_exceptions=True)
    )
    assert await workers.run(abs, -1, timeout=LONG) == 1


async def test_processes_are_replaced_after_their_share_of_tasks() -> None:
    pool = Workers(1, MEMORY, tasks=10)
    assert len(await pids(pool)) == 2
    await pool.close()


async def test_frozen_processes_are_replaced() -> None:
    pool = Workers(1, MEMORY, start=0.1)
    (frozen,) = await pids(pool)
    os.kill(frozen, signal.SIGSTOP)
    stuck = asyncio.create_task(failure(pool, abs, -1, timeout=SHORT))
    await asyncio.sleep(0.6)
    os.kill(frozen, signal.SIGCONT)  # lets it end without the wait for a second, harder kill
    assert (await stuck).reason is WorkerFailure.TIMED_OUT
    assert await pids(pool) != {frozen}
    await pool.close()


async def test_closing_lets_tasks_in_hand_finish_and_leaves_no_process() -> None:
    pool = Workers(2, MEMORY)
    processes = await pids(pool)
    task = asyncio.create_task(pool.run(time.sleep, 0.2, timeout=LONG))
    await asyncio.sleep(0.05)
    await pool.close()
    await task
    for pid in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_closing_ends_what_outlasts_its_grace() -> None:
    pool = Workers(1, MEMORY)
    long = asyncio.create_task(failure(pool, time.sleep, 30))
    waiting = asyncio.create_task(failure(pool, abs, -1))
    await asyncio.sleep(0.5)
    await pool.close(grace=0.1)
    assert [(await long).reason, (await waiting).reason] == [WorkerFailure.STOPPED] * 2


async def test_a_closed_pool_takes_no_task() -> None:
    pool = Workers(1, MEMORY)
    await pool.close()
    assert (await failure(pool, abs, -1)).reason is WorkerFailure.STOPPED


async def test_an_entity_bomb_is_refused_at_once(workers: Workers) -> None:
    with pytest.raises(NotAFeed, match="entities"):
        await FeedParser(workers, WorkerLimits(feed_timeout=timedelta(seconds=2)))(BOMB, URL, "application/xml")


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_markup_is_read_in_time(workers: Workers, document: bytes) -> None:
    feed = await FeedParser(workers, WorkerLimits(feed_timeout=timedelta(seconds=5)))(document, URL, "")
    assert feed.entries[0].title == "T"


async def test_a_document_of_many_items_is_cut(workers: Workers) -> None:
    items = b"".join(b"<item><title>%d</title></item>" % n for n in range(3_000))
    document = b"<rss version='2.0'><channel>" + items + b"</channel></rss>"
    feed = await FeedParser(workers, WorkerLimits(feed_entries=10))(document, URL, "")
    assert (len(feed.entries), feed.problems) == (10, ("3000 entries; only the first 10 were read",))


async def test_a_page_nested_beyond_reason_does_not_hold_up_others(workers: Workers) -> None:
    extract = PageExtractor(workers, WorkerLimits(page_timeout=timedelta(seconds=3)))
    nested, short = await asyncio.gather(
        extract(b"<html><body>" + NESTED + b"x", URL, "text/html"),
        extract(b"", URL, "text/html"),
        return_exceptions=True,
    )
    assert isinstance(nested, WorkerFailed) or nested.text == ""  # type: ignore[union-attr]
    assert short.text == ""  # type: ignore[union-attr]


async def test_a_page_that_is_none_is_refused_through_the_pipe(workers: Workers) -> None:
    with pytest.raises(PageUnreadable, match="application/pdf"):
        await PageExtractor(workers, WorkerLimits())(b"%PDF", URL, "application/pdf")


@pytest.mark.parametrize(
    "error", [NotAFeed(URL, "why"), PageUnreadable(URL, "why"), WorkerFailed(WorkerFailure.DIED, "why")]
)
def test_errors_survive_pickling(error: Exception) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


def run_out() -> NoReturn:
    raise MemoryError


@pytest.mark.parametrize(
    ("function", "reason"),
    [(run_out, WorkerFailure.OUT_OF_MEMORY), (recurse, WorkerFailure.BROKE)],
    ids=["memory", "depth"],
)
def test_a_guarded_task_raises_errors_that_pickle(function: object, reason: WorkerFailure) -> None:
    with pytest.raises(WorkerFailed) as failed:
        _guarded(function, ())  # type: ignore[arg-type]
    assert failed.value.reason is reason


def test_a_guarded_task_lets_refusals_through() -> None:
    with pytest.raises(NotAFeed):
        _guarded(refuse, (URL,))


def test_a_process_is_confined_by_its_limit() -> None:
    script = "from crawlers.workers import _confine; _confine(1 << 29); bytearray(1 << 30)"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ended.stderr.rstrip().endswith("MemoryError")
