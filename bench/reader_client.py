"""Our end of `bench/reader_peer.py`."""

from __future__ import annotations

import json
from contextlib import contextmanager
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING, Any

from bench.reader_environment import reader_python
from bench.server import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Peer:
    """lemon24/reader in a process of its own, with one database for each set of feeds."""

    def __init__(self, process: Popen[str]) -> None:
        self._process, self._entries = process, dict[str, int]()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def watch(self, name: str, addresses: Sequence[str]) -> None:
        """Have a set of feeds polled by `poll`."""
        self._entries[name] = 0
        self._say({"add": list(addresses), "to": name})

    def poll(self, name: str) -> tuple[float, int]:
        """Poll a set once: CPU seconds, and how many entries are new.

        Raises:
            RuntimeError: when it could not poll a feed, and so did not do what is to be measured.
        """
        said = self._say({"update": name})
        if said["broken"]:
            raise RuntimeError(f"reader could not poll {said['broken']} feeds of {name}")
        new = said["entries"] - self._entries[name]
        self._entries[name] = said["entries"]
        return float(said["seconds"]), new

    def _say(self, message: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(message), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def reader(folder: Path) -> Iterator[Peer]:
    """The peer, with its databases in `folder`, for as long as the block runs.

    Raises:
        RuntimeError: when it can't be installed.
    """
    folder.mkdir()
    command = [str(reader_python()), str(PROJECT / "bench" / "reader_peer.py"), str(folder)]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        try:
            yield Peer(process)
        finally:
            process.terminate()
