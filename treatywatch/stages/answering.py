"""One answer for each line, in the order of the lines, a bounded number of them in work."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Protocol

from crawlers.errors import CrawlError
from treatywatch.stages.errors import LineUnreadable
from treatywatch.stages.jsonl import decoded, encoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from treatywatch.stages.jsonl import Object
    from treatywatch.stages.lines import Line


class Stage(Protocol):
    """What is done with the object of one line."""

    async def __call__(self, said: Object) -> Object:
        """The answer; raises LineUnreadable or CrawlError with a message for the operator."""
        ...


class ReadLine(Protocol):
    """The input."""

    async def __call__(self) -> Line | None:
        """The next line; None after the last."""
        ...


async def answer_all(read: ReadLine, stage: Stage, write: Callable[[bytes], object], at_once: int) -> None:
    """Answer every line; an answer is written as soon as it and those before it are there."""
    pending: deque[asyncio.Task[bytes]] = deque()
    coming: asyncio.Task[Line | None] | None = asyncio.create_task(read())
    try:
        while coming or pending:
            room = coming is not None and len(pending) < at_once
            watched = {task for task in (coming if room else None, pending[0] if pending else None) if task}
            await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
            while pending and pending[0].done():
                write(pending.popleft().result())
            if coming and room and coming.done():
                line = coming.result()
                coming = asyncio.create_task(read()) if line else None
                if line:
                    pending.append(asyncio.create_task(answer(line, stage)))
    finally:
        tasks = [*pending, *([coming] if coming else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def answer(line: Line, stage: Stage) -> bytes:
    """The answer to one line, or what is wrong with it."""
    try:
        if not line.whole:
            raise LineUnreadable(f"the line is longer than {len(line.raw)} bytes")  # noqa: TRY301 - told like the others
        return encoded(await stage(decoded(line.raw)))
    except (LineUnreadable, CrawlError) as error:
        said = str(error)
    except Exception as error:  # noqa: BLE001 - one line never ends the run
        said = f"internal error: {error!r}; please report it"
    return encoded({"error": said, "line": line.number})
