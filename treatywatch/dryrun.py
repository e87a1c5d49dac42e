from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.errors import StoreUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def copied(store: Path) -> Iterator[Path]:
    """A copy of a store to play with, also while a service works on it; gone afterwards.

    Raises:
        StoreUnreadable: when the store is no database, or there is no room for its copy.
    """
    folder = Path(mkdtemp(prefix="treatywatch-dry-run-"))
    try:
        copy = folder / "store.db"
        if store.exists():
            _copy(store, copy)
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(store: Path, copy: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"file:{quote(str(store))}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        what = f"can't be copied to {copy.parent.parent} for a dry run ({error})"
        raise StoreUnreadable(str(store), what, "check that it is a database, and that there is room") from error
