from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from dataclasses import dataclass
from io import UnsupportedOperation
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 16 * 1024 * 1024
"""Bytes of a line that are kept; no article comes near it, and an input without line breaks must not fill memory."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the input."""

    number: int
    """From 1."""
    raw: bytes
    whole: bool = True
    """False where it was cut at LONGEST bytes."""


class LineReader:
    """Reads lines in a thread of its own, at most `ahead` of them before they are asked for.

    The thread is a daemon: nothing waits for an input that says nothing more. Make and use it in one event loop.
    """

    def __init__(self, stream: BinaryIO, ahead: int, longest: int = LONGEST) -> None:
        self._stream, self._longest = _own(stream), longest
        self._room = threading.Semaphore(ahead)
        self._read: asyncio.Queue[Line | OSError | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._pump, name="line-reader", daemon=True).start()

    async def __call__(self) -> Line | None:
        """The next line; None after the last. Raises OSError where the input can't be read further."""
        found = await self._read.get()
        self._room.release()
        if isinstance(found, OSError):
            raise found
        return found

    def _pump(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody reads any more
            try:
                for line in self._lines():
                    self._hand_over(line)
            except OSError as error:
                self._hand_over(error)
            else:
                self._hand_over(None)

    def _hand_over(self, item: Line | OSError | None) -> None:
        self._room.acquire()
        self._loop.call_soon_threadsafe(self._read.put_nowait, item)

    def _lines(self) -> Iterator[Line]:
        number = 0
        while raw := self._stream.readline(self._longest):
            number += 1
            whole = raw.endswith(b"\n") or len(raw) < self._longest
            yield Line(number, raw, whole)
            while not whole:
                rest = self._stream.readline(self._longest)
                whole = not rest or rest.endswith(b"\n")


def _own(stream: BinaryIO) -> BinaryIO:
    """A reader of the same file that nobody else locks: Python aborts at its end while a thread reads its stdin."""
    try:
        return open(stream.fileno(), "rb", closefd=False)
    except UnsupportedOperation:
        return stream
