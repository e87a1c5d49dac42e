"""Commits that do not wait for the disk."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from pipeline.store.database import Database
from pipeline.store.flushing import Flushing

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.store.database import Connection

FULL, NORMAL = 2, 1
"""What `PRAGMA synchronous` answers."""
DYING = """
import os, signal, sys
from pathlib import Path
from pipeline.store.database import Database
store = Database(Path(sys.argv[1]))
store.write_now(lambda conn: conn.exec_driver_sql("CREATE TABLE marks (n INTEGER)"))
for number in range(50):
    store.write_soon(lambda conn: conn.exec_driver_sql("INSERT INTO marks VALUES (?)", (number,)))
os.kill(os.getpid(), signal.SIGKILL)
"""


def synchronous(conn: Connection) -> int:
    mode: int = conn.exec_driver_sql("PRAGMA synchronous").scalar_one()
    return mode


def test_a_kill_undoes_no_commit_that_did_not_wait_for_the_disk(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", DYING, str(tmp_path / "store.db")], check=False)
    assert done.returncode == -signal.SIGKILL
    with closing(Database(tmp_path / "store.db")) as store:
        assert store.read_now(lambda conn: conn.exec_driver_sql("SELECT count(*) FROM marks").scalar_one()) == 50


def test_only_what_may_come_soon_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "store.db")) as store:
        modes = [write(synchronous) for write in (store.write_now, store.write_soon, store.write_soon, store.write_now)]
    assert modes == [FULL, NORMAL, NORMAL, FULL]


def test_no_more_commits_are_open_than_a_power_cut_may_undo(tmp_path: Path) -> None:
    assert seconds_for(9, tmp_path, most=1, breath=0.2) >= 0.59  # each flush is of two at most, so there are four


def test_a_commit_that_is_none_too_many_does_not_wait_for_the_next_flush(tmp_path: Path) -> None:
    assert seconds_for(50, tmp_path, most=50, breath=1) < 1


def seconds_for(commits: int, folder: Path, *, most: int, breath: float) -> float:
    log = folder / "log"
    log.touch()
    flushing = Flushing(log, most=most, breath=breath)
    began = time.monotonic()
    for _ in range(commits):
        flushing.note()
    took = time.monotonic() - began
    flushing.close()
    return took


def test_a_log_that_can_not_be_flushed_keeps_nobody_waiting(tmp_path: Path) -> None:
    flushing = Flushing(tmp_path / "absent", most=0)
    flushing.note()
    flushing.note()
    flushing.close()
    assert isinstance(flushing.failed, FileNotFoundError)


def test_what_never_wrote_has_nothing_to_flush(tmp_path: Path) -> None:
    flushing = Flushing(tmp_path / "absent")
    flushing.close()
    assert flushing.failed is None
