"""DuckDB over a log, told to stay within the machine: no network, no extensions, bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from flowtrim.errors import FlowtrimError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "400MB"


class MissingEngineError(FlowtrimError):
    """The extra that reads logs is not installed."""


def connect(folder: str) -> DuckDBPyConnection:
    """Return a connection that keeps what does not fit into memory in a folder.

    Raises:
        MissingEngineError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError as missing:
        raise MissingEngineError("Logs are read with DuckDB: pip install 'flowtrim[evidence]'.") from missing
    return duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "memory_limit": MEMORY,
            "temp_directory": folder,
            "threads": 2,
        }
    )


def text(value: str) -> str:
    """Return a text as a literal of SQL.

    >>> text("it's")
    "'it''s'"
    """
    return "'" + value.replace("'", "''") + "'"


def file_text(path: Path) -> str:
    """Return a path as a literal of SQL that means this file and no pattern: ``log[1].csv`` is no ``log1.csv``.

    >>> file_text(Path("log[1].csv"))
    "'log[[]1].csv'"
    """
    return text(escape(str(path)))


def name(value: str) -> str:
    """Return a name as SQL quotes it.

    >>> print(name('of "a" case'))
    "of ""a"" case"
    """
    return '"' + value.replace('"', '""') + '"'


class DuckDb:
    """Runs queries over the events of one log."""

    def __init__(self, connection: DuckDBPyConnection, events: Path) -> None:
        self._db = connection
        self._db.execute(f"create view events as select * from read_parquet({file_text(events)})")
        self._db.execute("create table left_out (case_code integer)")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._db.execute(query).fetchall()

    def leave_out(self, cases: Sequence[int]) -> None:
        """Take cases out of every figure from now on."""
        if cases:
            self._db.execute("insert into left_out select unnest(?)", [list(cases)])


@contextmanager
def duckdb_over(events: Path) -> Iterator[DuckDb]:
    """Open an engine over a file of events, and close it."""
    with TemporaryDirectory(prefix="flowtrim-") as folder:
        connection = connect(folder)
        try:
            yield DuckDb(connection, events)
        finally:
            connection.close()
