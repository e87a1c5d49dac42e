"""The recorded web, served in a process of its own."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.material import Web

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and which process it is."""

    port: int
    pid: int


@contextmanager
def serving(web: Web, folder: Path) -> Iterator[Server]:
    """Serve a web on loopback for as long as the block runs; its log goes to `folder`.

    Raises:
        RuntimeError: when the server does not start.
    """
    with _started("tests.end_to_end.replay", str(web.index), str(folder / "requests.jsonl")) as server:
        yield server


@contextmanager
def serving_moving(web: Web) -> Iterator[Server]:
    """Serve the feeds of a generated web as `bench.moving` does, for as long as the block runs.

    Raises:
        RuntimeError: when the server does not start.
    """
    with _started("bench.moving", str(web.index)) as server:
        yield server


@contextmanager
def _started(module: str, *arguments: str) -> Iterator[Server]:
    command = [sys.executable, "-m", module, *arguments]
    with Popen(command, cwd=PROJECT, stdout=PIPE, text=True) as process:
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            if not port:
                raise RuntimeError(f"nothing is served: {module} did not start")
            yield Server(int(port), process.pid)
        finally:
            process.terminate()
