from __future__ import annotations

import signal
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
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """A real database in a file of its own, with every room's tables."""
    database = Database(tmp_path / "store.db")
    database.write_now(metadata.create_all)
    yield database
    database.close()
