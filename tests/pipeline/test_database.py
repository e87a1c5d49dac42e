from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from pipeline.errors import StoreBusy, StoreFull, StoreUnreadable
from pipeline.store.database import Database
from pipeline.store.types import UtcDateTime

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from pipeline.store.database import Connection as Conn

own = MetaData()
moments = Table("moments", own, Column("id", Integer, primary_key=True), Column("at", UtcDateTime))
TEN_IN_TASHKENT = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=5)))


@pytest.fixture
def moments_store(store: Database) -> Database:
    store.write_now(own.create_all)
    return store


def add(conn: Conn) -> None:
    conn.execute(insert(moments), {"at": TEN_IN_TASHKENT})


def count(conn: Conn) -> int:
    return len(conn.execute(select(moments)).all())


def test_a_moment_comes_back_as_the_same_moment_in_utc(moments_store: Database) -> None:
    moments_store.write_now(add)
    found = moments_store.read_now(lambda conn: conn.execute(select(moments.c.at)).scalar_one())
    assert (found, found.tzinfo) == (TEN_IN_TASHKENT, UTC)


def test_a_moment_equals_itself_in_another_zone(moments_store: Database) -> None:
    moments_store.write_now(add)
    same = select(moments).where(moments.c.at == TEN_IN_TASHKENT.astimezone(UTC))
    assert moments_store.read_now(lambda conn: len(conn.execute(same).all())) == 1


def test_a_naive_moment_is_refused(moments_store: Database) -> None:
    with pytest.raises(StatementError, match="naive datetime"):
        moments_store.write_now(lambda conn: conn.execute(insert(moments), {"at": datetime(2026, 3, 2)}))  # noqa: DTZ001 - the mistake under test


async def test_many_writers_at_once_never_find_the_database_locked(moments_store: Database) -> None:
    await asyncio.gather(*(moments_store.write(add) for _ in range(40)))
    assert await moments_store.read(count) == 40


async def test_readers_go_on_while_a_write_is_under_way(moments_store: Database) -> None:
    seen: list[int] = []

    def write_and_look(conn: Connection) -> None:
        add(conn)
        seen.append(moments_store.read_now(count))

    await moments_store.write(write_and_look)
    assert seen == [0]


def test_what_raises_leaves_nothing_behind(moments_store: Database) -> None:
    def twice(conn: Connection) -> None:
        conn.execute(insert(moments), {"id": 1})
        conn.execute(insert(moments), {"id": 1})

    with pytest.raises(IntegrityError):
        moments_store.write_now(twice)
    assert moments_store.read_now(count) == 0


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("Dear diary, this is no database at all, however long it grows. " * 20)
    with pytest.raises(StoreUnreadable, match=r"notes\.db: is no usable database"):
        Database(path).write_now(count)


def test_a_file_in_no_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreadable, match="can't be opened"):
        Database(tmp_path / "absent" / "store.db").write_now(count)


def test_a_reader_writes_nothing(moments_store: Database) -> None:
    with pytest.raises(StoreUnreadable, match="readonly"):
        moments_store.read_now(add)


def test_a_full_disk_is_one_clear_error_and_keeps_what_was_there(moments_store: Database) -> None:
    moments_store.write_now(add)

    def fill(conn: Connection) -> None:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        for _ in range(5000):
            add(conn)

    with pytest.raises(StoreFull, match="the disk is full"):
        moments_store.write_now(fill)
    assert moments_store.read_now(count) == 1


def test_a_store_that_another_program_keeps_locked_is_named(tmp_path: Path) -> None:
    impatient = Database(tmp_path / "store.db", busy_timeout=0.05)
    impatient.write_now(own.create_all)
    with closing(sqlite3.connect(impatient.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="locked by another process"):
            impatient.write_now(add)
    impatient.close()


def test_a_path_may_hold_signs_that_an_address_would_need_encoded(tmp_path: Path) -> None:
    database = Database(tmp_path / "50% ?#.db")
    database.write_now(own.create_all)
    database.close()
    assert (tmp_path / "50% ?#.db").exists()


@pytest.mark.parametrize(("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_a_commit_survives_the_loss_of_power_and_keeps_references(store: Database, name: str, value: object) -> None:
    assert store.write_now(lambda conn: conn.exec_driver_sql(f"PRAGMA {name}").scalar_one()) == value
