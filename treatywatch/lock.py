from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.errors import StoreUnreadable
from treatywatch.errors import AlreadyRunning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def only_writer(store: Path) -> Iterator[None]:
    """Hold the lock beside a database: at most one service works on it.

    The lock belongs to the open file, so it goes with the process, however that ends.

    Raises:
        AlreadyRunning: when another process holds it.
        StoreUnreadable: when the file of the lock can't be made or opened.
    """
    real = store.resolve()  # two names of one store have one lock
    path = real.with_name(f"{real.name}.lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        what = f"its lock can't be opened ({error})"
        raise StoreUnreadable(str(store), what, "check the folder's permissions, or name another store.path") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
            raise AlreadyRunning(store, holder) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
