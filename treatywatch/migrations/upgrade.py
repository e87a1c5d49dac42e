from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from pipeline.errors import StoreVersion

if TYPE_CHECKING:
    from pipeline.store.database import Connection, Database


VERSIONS = Path(__file__).parent / "versions"


def migrate(database: Database) -> None:
    """Bring a database to the schema of this program, in one transaction.

    Raises:
        StoreVersion: when a newer program wrote it, or another program altogether.
    """
    if database.path.is_file():  # looked at by a reader first: the writer turns a file to WAL, ours or not
        found = database.read_now(lambda conn: _known(conn, str(database.path)))
        if found == _revisions()[-1]:
            return
    database.write_now(_upgrade)


def ensure_current(database: Database) -> None:
    """Refuse a database of another schema version; for verbs that do not migrate.

    Raises:
        StoreVersion: when the schema is not this program's.
    """
    head = _revisions()[-1]
    found = database.read_now(_revision)
    if found != head:
        raise StoreVersion(
            str(database.path),
            f"has schema {found or 'none'}, this program needs {head}",
            "start the service of this version once, which upgrades it",
        )


def _known(conn: Connection, path: str) -> str | None:
    """The revision of a database that this program may upgrade."""
    found = _revision(conn)
    if found is None and inspect(conn).get_table_names():
        raise StoreVersion(path, "holds another program's tables", "name another file as store.path")
    if found is not None and found not in _revisions():
        raise StoreVersion(
            path,
            f"was written by a newer version of treatywatch (schema {found})",
            "install that version, or restore a backup",
        )
    return found


def _upgrade(conn: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - a quarter of a second, and hardly ever needed
    from alembic.config import Config  # noqa: PLC0415 - likewise

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def _revision(conn: Connection) -> str | None:
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.execute(text("select version_num from alembic_version")).scalar()
    return found


def _revisions() -> list[str]:
    """All there are, in order; the file of each is named by its number."""
    return sorted(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))
