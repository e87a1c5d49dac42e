"""Statements that are made into SQL once."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import result_tuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import BindParameter, ColumnElement, Connection, Delete, Insert, Select, Update
    from sqlalchemy.engine.interfaces import Dialect

_DIALECT: Dialect = sqlite.dialect()


class Prepared:
    """A statement of SQLAlchemy's that runs for every mail, handed to SQLite as it is.

    SQLAlchemy takes longer for each run than SQLite does. Types convert values as they do there. Errors are those of
    `sqlite3`.

    Raises:
        ValueError: when an INSERT leaves out a column whose default Python gives: nothing would fill it in.
    """

    def __init__(self, statement: Select[Any] | Insert | Update | Delete) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        if left_out := [column.name for column in compiled.insert_prefetch]:
            raise ValueError(f"name these columns, too: {', '.join(left_out)}")
        self._sql = str(compiled)
        self._values = [_value(name, compiled.binds[name]) for name in compiled.positiontup or ()]
        columns = list(statement.exported_columns)
        self._row = result_tuple([column.key or "" for column in columns])
        self._readers = [(at, reader) for at, column in enumerate(columns) if (reader := _reader(column))]

    def run(self, conn: Connection, values: Mapping[str, Any]) -> int:
        """Run it once; how many rows it changed."""
        return self._execute(conn, values).rowcount

    def run_all(self, conn: Connection, rows: Iterable[Mapping[str, Any]]) -> int:
        """Run it for each of these; how many rows that changed."""
        return _driver(conn).executemany(self._sql, map(self._parameters, rows)).rowcount

    def first(self, conn: Connection, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - its columns are the statement's
        """Give the first row, with its columns by name; None where there is none."""
        row = self._execute(conn, values).fetchone()
        if row is None:
            return None
        read = list(row)
        for at, reader in self._readers:
            read[at] = reader(read[at])
        return self._row(read)

    def _execute(self, conn: Connection, values: Mapping[str, Any]) -> sqlite3.Cursor:
        return _driver(conn).execute(self._sql, self._parameters(values))

    def _parameters(self, values: Mapping[str, Any]) -> list[Any]:
        return [value(values) for value in self._values]


def _driver(conn: Connection) -> sqlite3.Connection:
    driver = conn.connection.dbapi_connection
    assert driver
    return driver  # type: ignore[return-value]  # the store's engines are SQLite's


def _value(name: str, parameter: BindParameter[Any]) -> Callable[[Mapping[str, Any]], Any]:
    """What takes a parameter's value out of those that are given, as SQLite keeps it."""
    write = parameter.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    if not parameter.required:
        constant = write(parameter.value) if write else parameter.value
        return lambda _: constant
    take = itemgetter(name)
    return (lambda values: write(take(values))) if write else take


def _reader(column: ColumnElement[Any]) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
