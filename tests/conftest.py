from __future__ import annotations

import os
import shutil
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from pipeline.store.database import Database
from treatywatch.migrations.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# A background job starts with SIGINT ignored, and so would the programs that tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# What a property costs depends on the machine; a test that is too slow shows in the durations, not by chance.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples each time: a red run is the fault of the commit, and `make soak` goes looking for others.
settings.register_profile("house", settings.get_profile("explore"), derandomize=True)
settings.load_profile("house")

LONG = ("tests/bench/test_program.py", "tests/end_to_end/", "tests/alerts/delivery/", "tests/test_docs.py")
"""What takes or waits longest, and so begins first: one of these at the end would run alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order within the ranks stays as it is, at random."""
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(name: str) -> int:
    return next((rank for rank, place in enumerate(LONG) if name.startswith(place)), len(LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores, as programs under test are waited for."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return cores + 1


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every room's tables, to be copied: making them costs twenty times as much."""
    database = Database(tmp_path_factory.mktemp("empty") / "store.db")
    database.write_now(metadata.create_all)
    database.close()
    return database.path


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Iterator[Database]:
    """A real database in a file of its own, with every room's tables."""
    shutil.copy(empty_store, tmp_path)
    database = Database(tmp_path / "store.db")
    yield database
    database.close()
