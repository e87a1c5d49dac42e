from __future__ import annotations

import runpy
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from pipeline.errors import StoreVersion
from pipeline.store.database import Database
from treatywatch.migrations.tables import metadata
from treatywatch.migrations.upgrade import VERSIONS, ensure_current, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "empty.db")
    yield database
    database.close()


def test_a_migrated_store_has_the_tables_the_code_declares(empty: Database) -> None:
    migrate(empty)
    differences = empty.read_now(
        lambda conn: compare_metadata(MigrationContext.configure(conn, opts={"compare_type": False}), metadata)
    )
    assert differences == []


def test_a_migrated_store_has_the_indexes_and_defaults_the_code_declares(empty: Database, store: Database) -> None:
    migrate(empty)

    def shapes(database: Database) -> dict[str, tuple[object, ...]]:
        return database.read_now(
            lambda conn: {
                table: (
                    sorted((i["name"], i["column_names"]) for i in inspect(conn).get_indexes(table)),
                    [(c["name"], str(c["type"]), c["nullable"]) for c in inspect(conn).get_columns(table)],
                )
                for table in inspect(conn).get_table_names()
                if table != "alembic_version"
            }
        )

    assert shapes(empty) == shapes(store)


def test_migrations_form_one_chain_in_the_order_of_their_files() -> None:
    scripts = sorted(VERSIONS.glob("[0-9]*_*.py"))
    numbers = [script.name.partition("_")[0] for script in scripts]
    said = [runpy.run_path(str(script)) for script in scripts]
    assert [(one["revision"], one["down_revision"]) for one in said] == list(
        zip(numbers, [None, *numbers], strict=False)
    )


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    migrate(empty)
    migrate(empty)
    ensure_current(empty)


def test_a_store_of_a_newer_version_is_refused(empty: Database) -> None:
    migrate(empty)
    empty.write_now(lambda conn: conn.execute(text("update alembic_version set version_num = '9999'")))
    with pytest.raises(StoreVersion, match=r"newer version of treatywatch \(schema 9999\); install that version"):
        migrate(empty)


def test_another_program_s_database_is_refused(empty: Database) -> None:
    empty.write_now(lambda conn: conn.execute(text("create table songs (title text)")))
    with pytest.raises(StoreVersion, match="another program's tables"):
        migrate(empty)


def test_a_verb_that_does_not_migrate_refuses_another_schema(empty: Database) -> None:
    empty.write_now(lambda conn: conn.execute(text("create table songs (title text)")))
    with pytest.raises(StoreVersion, match="has schema none"):
        ensure_current(empty)
