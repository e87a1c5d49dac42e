from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from pipeline.errors import StoreVersion

if TYPE_CHECKING:
    from pipeline.store.database import Connection, Database


def migrate(database: Database) -> None:
    """Bring a database to the schema of this program, in one transaction.

    Raises:
        StoreVersion: when a newer program wrote it, or another program altogether.
    """
    if database.path.is_file():  # looked at by a reader first: the writer turns a file to WAL, ours or not
        database.read_now(lambda conn: _refuse_others(conn, str(database.path)))
    database.write_now(_upgrade)


def ensure_current(database: Database) -> None:
    """Refuse a database of another schema version; for verbs that do not migrate.

    Raises:
        StoreVersion: when the schema is not this program's.
    """
    head = ScriptDirectory.from_config(_config()).get_current_head()
    found = database.read_now(_revision)
    if found != head:
        raise StoreVersion(
            str(database.path),
            f"has schema {found or 'none'}, this program needs {head}",
            "start the service of this version once, which upgrades it",
        )


def _refuse_others(conn: Connection, path: str) -> None:
    found = _revision(conn)
    if found is None and inspect(conn).get_table_names():
        raise StoreVersion(path, "holds another program's tables", "name another file as store.path")
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise StoreVersion(
            path,
            f"was written by a newer version of treatywatch (schema {found})",
            "install that version, or restore a backup",
        )


def _upgrade(conn: Connection) -> None:
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def _revision(conn: Connection) -> str | None:
    return MigrationContext.configure(conn).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
