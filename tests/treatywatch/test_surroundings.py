from __future__ import annotations

import io
import json
import logging
import os
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import structlog

from tests.builders import NOON
from treatywatch.clock import ScaledClock, WallClock
from treatywatch.complaint import Complaint
from treatywatch.dryrun import copied
from treatywatch.errors import AlreadyRunning
from treatywatch.lock import only_writer
from treatywatch.logs import configure, mask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.store.database import Database

HOLD = """
import sys
from pathlib import Path
from treatywatch.lock import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def logging_to(stream: io.StringIO, form: str = "json", level: str = "info") -> Iterator[None]:
    """The log as the program configures it, and the one of before afterwards."""
    root = logging.getLogger()
    handlers, before = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("asyncio", "scrapy")}
    configure(level, form, stream)
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(before)
        for name, old in levels.items():
            logging.getLogger(name).setLevel(old)
        structlog.reset_defaults()


def test_the_wall_clock_is_aware_and_in_utc() -> None:
    assert WallClock().now().utcoffset() == timedelta(0)


def test_a_scaled_clock_starts_when_told_and_runs_faster() -> None:
    clock = ScaledClock(NOON, 3_600_000)
    first = clock.now()
    assert NOON <= first < clock.now()


def test_two_services_never_work_on_one_store(tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, store], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(AlreadyRunning, match=rf"process {other.pid} works on this store already"),
            only_writer(store),
        ):
            pass
        other.kill()
    with only_writer(store):
        assert (tmp_path / "store.db.lock").read_text() == f"{os.getpid()}\n"


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("to desk.two@example.org now", "to d…@example.org now"),
        ("<a@example.org>, b@example.net", "<a…@example.org>, b…@example.net"),
        (["x@example.org", {"to": ("y@example.org",)}], ["x…@example.org", {"to": ["y…@example.org"]}]),
        (7, 7),
        ("no address @ all", "no address @ all"),
    ],
)
def test_addresses_are_masked_wherever_they_stand(said: object, masked: object) -> None:
    assert mask(said) == masked


def test_a_log_line_is_json_with_addresses_masked_and_traces_too() -> None:
    stream = io.StringIO()
    error = ValueError("no room for desk@example.org")
    with logging_to(stream):
        structlog.get_logger().error("failed", recipient="desk@example.org", exc_info=error)
    said = json.loads(stream.getvalue())
    assert (said["event"], said["recipient"], said["level"]) == ("failed", "d…@example.org", "error")
    assert "desk@example.org" not in stream.getvalue()


def test_a_trace_on_a_terminal_shows_no_addresses_that_variables_hold() -> None:
    def fail(recipient: str) -> None:
        raise ValueError(f"no room for {recipient}")

    stream = io.StringIO()
    with logging_to(stream, "console"):
        try:
            fail("desk@example.org")
        except ValueError:
            structlog.get_logger().exception("failed")
    assert "in fail" in stream.getvalue()
    assert "no room for d…@example.org" in stream.getvalue()
    assert "desk@example.org" not in stream.getvalue()


def test_libraries_log_in_the_same_form_and_only_what_matters() -> None:
    stream = io.StringIO()
    with logging_to(stream, "console"):
        logging.getLogger("scrapy").info("chatter")
        logging.getLogger("asyncio").warning("slow")
    assert "chatter" not in stream.getvalue()
    assert "slow" in stream.getvalue()


def test_a_fault_that_lasts_is_told_once_and_its_end_too() -> None:
    stream = io.StringIO()
    with logging_to(stream):
        complaint = Complaint(structlog.get_logger(), "planning")
        for _ in range(3):
            complaint.tell(ValueError("oh"))
        complaint.over()
        complaint.over()
    events = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert events == ["planning failed, and is tried again", "planning works again"]


def test_a_dry_run_works_on_a_copy_that_is_gone_afterwards(store: Database) -> None:
    with copied(store.path) as copy:
        with sqlite3.connect(copy) as conn:
            conn.execute("delete from articles")
            assert conn.execute("select count(*) from sqlite_master").fetchone() > (10,)
        conn.close()
    assert not copy.exists()


def test_a_dry_run_without_a_store_starts_with_an_empty_one(tmp_path: Path) -> None:
    with copied(tmp_path / "absent.db") as copy:
        assert not copy.exists()
