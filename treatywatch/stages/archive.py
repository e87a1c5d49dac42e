from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.errors import StoreUnreadable
from pipeline.store.database import Database
from treatywatch.migrations.upgrade import ensure_current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treatywatch.settings.settings import StoreSettings


@contextmanager
def opened(store: StoreSettings) -> Iterator[Database]:
    """The store as it is, for reading; a service may work on it meanwhile.

    Raises:
        StoreError: when there is none, it can't be read, or its schema is not this program's.
    """
    if not store.path.exists():
        raise StoreUnreadable(str(store.path), "there is no store yet", "run the service once, or mend store.path")
    database = Database(store.path, busy_timeout=store.busy_timeout.total_seconds())
    try:
        ensure_current(database)
        yield database
    finally:
        database.close()
