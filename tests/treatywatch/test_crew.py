from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from pipeline.errors import StoreFull
from treatywatch.crew import Crew
from treatywatch.passes import Pass

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


class Jobs:
    """Due work that is done once, with a note of how much was under way together."""

    def __init__(self, *keys: str, broken: Exception | None = None) -> None:
        self.due, self.broken = list(keys), broken
        self.done: list[str] = []
        self.under_way, self.most = 0, 0
        self.asked = Counter[str]()
        self.hold = asyncio.Event()
        self.hold.set()

    async def find(self, busy: frozenset[str], free: int) -> list[tuple[str, str]]:
        return [(key, key) for key in self.due if key not in busy][:free]

    async def do(self, key: str) -> None:
        self.asked[key] += 1
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(0)
            await self.hold.wait()
            if key == "broken" and self.broken:
                raise self.broken
            self.due.remove(key)
            self.done.append(key)
        finally:
            self.under_way -= 1


def crew(jobs: Jobs, at_once: int = 2) -> Crew[str, str]:
    return Crew("job", jobs.find, jobs.do, at_once=at_once, rest=0.01)


@asynccontextmanager
async def running(work: Crew[str, str] | Pass) -> AsyncIterator[None]:
    task = asyncio.create_task(work.run())
    yield
    task.cancel()
    await asyncio.wait([task])


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - the crew tells nobody when it is done
            await asyncio.sleep(0.001)


async def test_all_due_work_is_done_and_never_more_than_so_many_pieces_at_a_time() -> None:
    jobs = Jobs(*"abcdefg")
    await crew(jobs, 3).run_until_idle()
    assert (sorted(jobs.done), jobs.most) == (list("abcdefg"), 3)


async def test_work_whose_key_was_busy_while_we_looked_is_done_too() -> None:
    waiting, done = {"host": ["first", "second"]}, list[str]()

    async def find(busy: frozenset[str], free: int) -> list[tuple[str, str]]:  # noqa: ARG001 - the port
        found = [(key, pieces[0]) for key, pieces in waiting.items() if pieces and key not in busy]
        await asyncio.sleep(0.02)  # so long that what is under way ends meanwhile
        return found

    async def do(piece: str) -> None:
        await asyncio.sleep(0.001)
        waiting["host"].remove(piece)
        done.append(piece)

    await Crew("job", find, do, at_once=2, rest=0.01).run_until_idle()
    assert done == ["first", "second"]


async def test_a_piece_that_breaks_does_not_stop_the_others_and_is_not_tried_twice_in_one_pass() -> None:
    jobs = Jobs("broken", "a", "b", broken=ValueError("oh"))
    assert await crew(jobs).run_until_idle() == 1
    assert (sorted(jobs.done), jobs.asked["broken"]) == (["a", "b"], 1)


async def test_a_full_disk_costs_one_line_and_the_piece_is_found_again() -> None:
    jobs = Jobs("broken", broken=StoreFull("store.db", "the disk is full", "free some space"))
    working = crew(jobs)
    async with running(working):
        working.wake()
        await until(lambda: jobs.asked["broken"] >= 2)
        jobs.broken = None
        await until(lambda: jobs.done == ["broken"])


async def test_a_crew_works_when_woken_and_finds_the_next_piece_by_itself() -> None:
    jobs = Jobs(*"abcde")
    working = crew(jobs, 1)
    async with running(working):
        await asyncio.sleep(0)
        assert jobs.done == []
        working.wake()
        await until(lambda: len(jobs.done) == 5)


async def test_a_key_under_way_is_not_begun_again() -> None:
    jobs = Jobs("a")
    jobs.hold.clear()
    working = crew(jobs)
    async with running(working):
        for _ in range(3):
            working.wake()
            await asyncio.sleep(0.002)
        assert jobs.asked["a"] == 1


async def test_a_crew_that_is_cancelled_leaves_no_task_behind() -> None:
    jobs = Jobs("a", "b")
    jobs.hold.clear()
    working = crew(jobs)
    async with running(working):
        working.wake()
        await until(lambda: jobs.under_way == 2)
    assert (jobs.under_way, jobs.done) == (0, [])


async def test_a_crew_outlives_a_store_that_can_t_be_read_for_a_while() -> None:
    failures = [StoreFull("store.db", "the disk is full", "free some space")]

    async def find(busy: frozenset[str], free: int) -> list[tuple[str, str]]:
        if failures:
            raise failures.pop()
        return await jobs.find(busy, free)

    jobs = Jobs("a")
    working = Crew("job", find, jobs.do, at_once=1, rest=0.01)
    async with running(working):
        working.wake()
        await until(lambda: not failures)
        working.wake()
        await until(lambda: jobs.done == ["a"])


async def test_a_pass_runs_again_when_woken_meanwhile_and_after_a_failure() -> None:
    runs: list[int] = []

    async def work() -> None:
        runs.append(len(runs))
        await asyncio.sleep(0)
        if len(runs) == 1:
            passing.wake()
            raise ValueError("the first one breaks")

    passing = Pass("test", work)
    async with running(passing):
        passing.wake()
        await until(lambda: runs == [0, 1])
