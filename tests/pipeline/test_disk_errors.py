from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from pipeline.errors import StoreFull, StoreUnreadable

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.errors import StoreError
    from pipeline.store.database import Database


@pytest.mark.parametrize(
    ("code", "kind", "says"),
    [
        (sqlite3.SQLITE_IOERR_WRITE, StoreFull, "can't be written, the disk or a quota is full or the disk fails"),
        (sqlite3.SQLITE_IOERR_FSYNC, StoreFull, "can't be written"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, StoreFull, "can't be written"),
        (sqlite3.SQLITE_IOERR_READ, StoreUnreadable, "can't be read .* check the disk"),
    ],
)
def test_a_disk_error_says_what_it_may_mean(store: Database, code: int, kind: type[StoreError], says: str) -> None:
    def work(_: Connection) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = code
        raise OperationalError("COMMIT", None, error)

    with pytest.raises(kind, match=says):
        store.write_now(work)


def test_a_closed_store_is_one_file(store: Database) -> None:
    store.write_now(lambda conn: conn.exec_driver_sql("create table notes (text)"))
    store.read_now(lambda conn: conn.exec_driver_sql("select * from notes").all())
    store.close()
    assert [file.name for file in store.path.parent.iterdir()] == ["store.db"]
