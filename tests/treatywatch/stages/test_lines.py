from __future__ import annotations

import asyncio
import io
import os
import threading

import pytest

from treatywatch.stages.lines import Line, LineReader


async def every(reader: LineReader) -> list[Line]:
    found = []
    while line := await reader():
        found.append(line)
    return found


async def test_lines_are_numbered_and_the_last_needs_no_line_feed() -> None:
    lines = await every(LineReader(io.BytesIO(b"a\n\nb"), ahead=2))
    assert lines == [Line(1, b"a\n"), Line(2, b"\n"), Line(3, b"b")]


async def test_a_monstrous_line_is_cut_and_the_next_one_is_whole() -> None:
    lines = await every(LineReader(io.BytesIO(b"x" * 25 + b"\nyy\n"), ahead=2, longest=10))
    assert lines == [Line(1, b"x" * 10, whole=False), Line(2, b"yy\n")]


async def test_a_monstrous_last_line_ends_the_input() -> None:
    lines = await every(LineReader(io.BytesIO(b"x" * 25), ahead=2, longest=10))
    assert lines == [Line(1, b"x" * 10, whole=False)]


async def test_no_more_lines_are_read_ahead_than_asked() -> None:
    class Counted(io.BytesIO):
        calls = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            self.calls += 1
            return super().readline(size)

    stream = Counted(b"x\n" * 1000)
    reader = LineReader(stream, ahead=3)
    await reader()
    await asyncio.sleep(0.1)
    assert stream.calls <= 5
    assert len(await every(reader)) == 999


async def test_an_input_that_breaks_says_so() -> None:
    class Broken(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            raise OSError(f"gone before {size}")

    with pytest.raises(OSError, match="gone"):
        await LineReader(Broken(), ahead=1)()


async def test_a_pipe_is_read_as_it_is_written() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as pipe:
        reader = LineReader(stream, ahead=2)
        pipe.write(b"one\n")
        assert await reader() == Line(1, b"one\n")
        pipe.close()
        assert await reader() is None


def test_a_loop_that_is_gone_ends_the_thread() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as pipe:

        async def begin() -> None:
            LineReader(stream, ahead=2)

        runner = asyncio.Runner()
        runner.run(begin())
        runner.close()
        thread = next(thread for thread in threading.enumerate() if thread.name == "line-reader")
        pipe.write(b"late\n")
        thread.join(5)
        assert not thread.is_alive()
