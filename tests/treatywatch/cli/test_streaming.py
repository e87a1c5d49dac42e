"""`inspect text` on more lines than memory should hold."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING

import pytest

from tests.treatywatch.cli.program import clean_environment
from tests.treatywatch.settings.examples import write

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = "Envoys from both capitals met again in Geneva and spoke of inspections under the INF Treaty, of warheads and"
pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peaks of memory are read from /proc")


def line(number: int) -> bytes:
    """An article of 3 kB; no two are alike."""
    text = " ".join(f"{WORDS} of talk number {number}-{part}." for part in range(25))
    return json.dumps({"id": number, "title": f"Talks, day {number}", "text": text}).encode() + b"\n"


@contextmanager
def streaming(directory: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`inspect text` with pipes, in one worker process."""
    write(directory / "config")
    process = subprocess.Popen(
        [sys.executable, "-m", "treatywatch", "inspect", "text", "--jobs", "1"],
        cwd=directory,
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        yield process


def answered(process: subprocess.Popen[bytes], numbers: range) -> None:
    """Write so many lines, and read their answers, while the input stays open."""
    assert process.stdin
    assert process.stdout
    writing = Thread(target=_write, args=(process.stdin, numbers))
    writing.start()
    for number in numbers:
        answer = json.loads(process.stdout.readline())
        assert (answer["id"], "error" in answer) == (number, False)
    writing.join()


def _write(stream: IO[bytes], numbers: range) -> None:
    for number in numbers:
        stream.write(line(number))
    stream.flush()


def peak(process: subprocess.Popen[bytes]) -> int:
    """Most KiB that the program and its worker processes have had resident, each at its own time."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return sum(_peak(Path(f"/proc/{each}/status")) for each in (process.pid, *children))


def _peak(status: Path) -> int:
    return next(int(row.split()[1]) for row in status.read_text().splitlines() if row.startswith("VmHWM"))


@pytest.mark.parametrize(
    ("lines", "room"), [(800, 8 * 1024), pytest.param(100_000, 8 * 1024, marks=pytest.mark.soak)], ids=str
)
def test_answers_come_before_the_input_ends_and_memory_does_not_grow_with_it(
    tmp_path: Path, lines: int, room: int
) -> None:
    warm = 500
    with streaming(tmp_path) as process:
        answered(process, range(warm))
        before = peak(process)
        answered(process, range(warm, warm + lines))
        after = peak(process)
        assert process.stdin
        process.stdin.close()
    print(f"\npeak {before} KiB after {warm} lines, {after} KiB after {warm + lines}")  # noqa: T201 - a soak reports
    assert (process.returncode, after - before < room) == (0, True)
