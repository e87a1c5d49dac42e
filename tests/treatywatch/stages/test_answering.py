from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from crawlers.errors import WorkerFailed, WorkerFailure
from treatywatch.stages.answering import answer, answer_all
from treatywatch.stages.errors import LineUnreadable
from treatywatch.stages.lines import Line

if TYPE_CHECKING:
    from treatywatch.stages.jsonl import Object


@dataclass
class Input:
    """Lines in memory; `wait` at the end stands for a writer that has not closed."""

    lines: list[bytes]
    open: bool = False
    read: int = 0

    async def __call__(self) -> Line | None:
        if self.read < len(self.lines):
            self.read += 1
            return Line(self.read, self.lines[self.read - 1])
        if self.open:
            await asyncio.Event().wait()
        return None


@dataclass
class Slow:
    """A stage in which each line takes as many moments as it says."""

    now: int = 0
    most: int = 0
    done: list[int] = field(default_factory=list)

    async def __call__(self, said: Object) -> Object:
        self.now += 1
        self.most = max(self.most, self.now)
        for _ in range(said["moments"]):
            await asyncio.sleep(0)
        self.now -= 1
        self.done.append(said["n"])
        return {"n": said["n"]}


async def broken(said: Object) -> Object:
    match said["n"]:
        case 1:
            raise LineUnreadable("no such file")
        case 2:
            raise WorkerFailed(WorkerFailure.DIED, "the process reading it died")
        case _:
            raise KeyError("oh")


def lines(*moments: int) -> list[bytes]:
    return [json.dumps({"n": n, "moments": wait}).encode() for n, wait in enumerate(moments, 1)]


async def test_answers_keep_the_order_of_the_lines_whatever_each_takes() -> None:
    out: list[bytes] = []
    stage = Slow()
    await answer_all(Input(lines(50, 1, 20, 0, 3)), stage, out.append, at_once=3)
    assert [json.loads(line)["n"] for line in out] == [1, 2, 3, 4, 5]
    assert stage.done != sorted(stage.done)


async def test_a_bounded_number_of_lines_is_in_work() -> None:
    stage, given = Slow(), Input(lines(*[30] * 40))
    await answer_all(given, stage, lambda _: None, at_once=4)
    assert (stage.most, len(stage.done)) == (4, 40)


async def test_an_answer_does_not_wait_for_the_next_line() -> None:
    written = asyncio.Event()
    work = asyncio.create_task(answer_all(Input(lines(1), open=True), Slow(), lambda _: written.set(), at_once=4))
    await asyncio.wait_for(written.wait(), 5)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work


async def test_a_reader_that_goes_away_ends_the_run_and_leaves_no_task() -> None:
    def closed(_line: bytes) -> None:
        raise BrokenPipeError

    before = asyncio.all_tasks()
    with pytest.raises(BrokenPipeError):
        await answer_all(Input(lines(1, 500, 500), open=True), Slow(), closed, at_once=4)
    assert asyncio.all_tasks() == before


async def test_an_input_that_breaks_ends_the_run() -> None:
    async def read() -> Line | None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        await answer_all(read, Slow(), lambda _: None, at_once=1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Line(7, b'{"n": 1}'), "no such file"),
        (Line(7, b'{"n": 2}'), "the process reading it died"),
        (Line(7, b'{"n": 3}'), "internal error: KeyError('oh'); please report it"),
        (Line(7, b"nonsense"), "the line is not JSON (Expecting value: line 1 column 1 (char 0))"),
        (Line(7, b'{"n"', whole=False), "the line is longer than 4 bytes"),
    ],
)
async def test_what_is_wrong_with_a_line_is_its_answer(line: Line, said: str) -> None:
    assert json.loads(await answer(line, broken)) == {"error": said, "line": 7}
