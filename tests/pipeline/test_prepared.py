from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Boolean, Column, Integer, MetaData, Table, Text, bindparam, insert, select, update

from pipeline.errors import StoreBusy
from pipeline.store.database import Connection, Database
from pipeline.store.prepared import Prepared
from pipeline.store.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

notes = Table(
    "notes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False, default="nothing"),
    Column("at", UtcDateTime),
    Column("read", Boolean, nullable=False),
)
NEW = Prepared(insert(notes).values(id=bindparam("id"), text=bindparam("text"), at=bindparam("at"), read=False))
FIND = Prepared(select(notes).where(notes.c.id == bindparam("id")))
READ = Prepared(update(notes).where(notes.c.id == bindparam("id"), ~notes.c.read).values(read=True))
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "notes.db", busy_timeout=0.1)
    database.write_now(notes.metadata.create_all)
    yield database
    database.close()


def _new(conn: Connection) -> int:
    zoned = NOON.astimezone(timezone(timedelta(hours=3)))
    return NEW.run_all(conn, [{"id": 1, "text": "one", "at": zoned}, {"id": 2, "text": "two", "at": None}])


def test_values_are_written_and_read_as_the_types_of_their_columns_say(database: Database) -> None:
    assert database.write_now(_new) == 2
    row = database.read_now(lambda conn: FIND.first(conn, {"id": 1}))
    assert (row.id, row.text, row.at, row.read) == (1, "one", NOON, False)
    assert database.read_now(lambda conn: conn.execute(select(notes.c.at)).scalars().all()) == [NOON, None]


def test_no_row_is_none(database: Database) -> None:
    assert database.read_now(lambda conn: FIND.first(conn, {"id": 1})) is None


def test_it_says_how_many_rows_it_changed(database: Database) -> None:
    database.write_now(_new)
    changed = [database.write_now(lambda conn: READ.run(conn, {"id": 1})) for _ in range(2)]
    assert changed == [1, 0]


def test_a_value_that_is_not_given_is_an_error(database: Database) -> None:
    with pytest.raises(KeyError, match="text"):
        database.write_now(lambda conn: NEW.run(conn, {"id": 1, "at": None}))


def test_an_insert_that_leaves_a_default_to_python_is_refused() -> None:
    with pytest.raises(ValueError, match="text"):
        Prepared(insert(notes).values(id=bindparam("id"), at=None, read=False))


def test_what_goes_wrong_is_rolled_back_and_explained(database: Database) -> None:
    other = Database(database.path, busy_timeout=0.1)

    def work(conn: Connection) -> None:
        _new(conn)
        with pytest.raises(StoreBusy):
            other.write_now(_new)
        raise LookupError

    with pytest.raises(LookupError):
        database.write_now(work)
    other.close()
    assert database.read_now(lambda conn: FIND.first(conn, {"id": 1})) is None
