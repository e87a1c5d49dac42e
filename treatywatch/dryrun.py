from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def copied(store: Path) -> Iterator[Path]:
    """A copy of a store to play with, also while a service works on it; gone afterwards.

    Raises:
        sqlite3.DatabaseError: when the store is no database.
    """
    folder = Path(mkdtemp(prefix="treatywatch-dry-run-"))
    try:
        copy = folder / "store.db"
        if store.exists():
            with (
                closing(sqlite3.connect(f"file:{quote(str(store))}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)
