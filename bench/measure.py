"""CPU time and memory of this process and of those it started, by `getrusage(2)` and `proc(5)`."""

from __future__ import annotations

import os
import resource
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROC = Path("/proc")
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Cpu:
    """Seconds of CPU, user and system."""

    own: float = 0.0
    """Of this process."""
    others: float = 0.0
    """Of the processes it started, and of theirs: the fork server and the workers."""

    @property
    def total(self) -> float:
        """Both."""
        return self.own + self.others

    def __add__(self, other: Cpu) -> Cpu:
        return Cpu(self.own + other.own, self.others + other.others)

    def __sub__(self, other: Cpu) -> Cpu:
        return Cpu(self.own - other.own, self.others - other.others)


@dataclass(frozen=True, slots=True)
class Peak:
    """The most memory resident at a time, in bytes (VmHWM)."""

    own: int
    other: int
    """Of the largest of the processes that this one started."""
    others: int = 0
    """Of all of them; what they share is counted for each."""


class Meter:
    """Reads what this process and its descendants used; the processes `apart`, and theirs, are somebody else's."""

    def __init__(self, *apart: int) -> None:
        self._apart = frozenset(apart)

    @contextmanager
    def cpu(self) -> Iterator[Cpu]:
        """What the block costs; filled in at its end."""
        used, before = Cpu(), self._read()
        yield used
        spent = self._read() - before
        used.own, used.others = spent.own, spent.others

    def peak(self) -> Peak:
        """The peak so far, of processes that live."""
        others = [_most_resident(pid) for pid in self._descendants()]
        return Peak(_most_resident(os.getpid()), max(others, default=0), sum(others))

    def _read(self) -> Cpu:
        own, ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        others = sum(map(_seconds, self._descendants()))
        return Cpu(own.ru_utime + own.ru_stime, ended.ru_utime + ended.ru_stime + others)

    def _descendants(self) -> list[int]:
        children = defaultdict(list)
        for entry in PROC.iterdir():
            if entry.name.isdecimal() and (stat := _stat(int(entry.name))):
                children[int(stat[1])].append(int(entry.name))
        found, left = [], [os.getpid()]
        while left:
            below = [pid for pid in children[left.pop()] if pid not in self._apart]
            found += below
            left += below
        return found


def _stat(pid: int) -> list[str]:
    """The fields after the name, which may hold blanks and brackets; none where the process has ended."""
    try:
        return (PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return []


def _seconds(pid: int) -> float:
    """utime, stime, and those of children it waited for, which ended workers are to the fork server."""
    return sum(int(field) for field in _stat(pid)[11:15]) * TICK


def _most_resident(pid: int) -> int:
    try:
        status = (PROC / str(pid) / "status").read_text("utf-8", "replace")
    except OSError:
        return 0
    kib = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), "0")
    return int(kib) * 1024
