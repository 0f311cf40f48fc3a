"""DuckDB over a log, told to stay within the machine: no network, no extensions, bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from flowtrim.errors import FlowtrimError
from flowtrim.formats.drafts import draft_beside

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Rows = list[tuple[Any, ...]]
MEMORY = "400MB"
FEW_WORDS = "format parquet, dictionary_size_limit 1000"
"""Codes of activities and roles make a dictionary; to look for one among cases and times costs a third more."""
_CASES = """
select case_code, min(coalesce(start_ms, end_ms)) as first_ms, max(end_ms) as last_ms,
  list(activity order by file_row_number) as activities
from read_parquet({events}, file_row_number = true) group by case_code order by case_code
"""


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


def events_view(folder: Path) -> str:
    """Return the view ``events`` over the files of a cache, in the order in which they are sorted."""
    return _view("events", folder)


def _view(kind: str, folder: Path) -> str:
    files = ", ".join(map(file_text, sorted(folder.glob(f"{kind}-*.parquet"))))
    return f"create view {kind} as select * from read_parquet([{files}])"


def write_cases(connection: DuckDBPyConnection, folder: Path) -> None:
    """Write beside each file of events its cases: when each began and ended, and what was done in it."""
    for events in sorted(folder.glob("events-*.parquet")):
        target = events.with_name(events.name.replace("events", "cases"))
        if not target.exists():
            with draft_beside(target) as draft:
                told = _CASES.format(events=file_text(events))
                connection.execute(f"copy ({told}) to {text(str(draft))} ({FEW_WORDS})")
                draft.replace(target)


class DuckDb:
    """Runs queries over the events of one cache, and over its cases, which are written for the first one of them."""

    def __init__(self, connection: DuckDBPyConnection, folder: Path) -> None:
        self._db, self._folder, self._has_cases = connection, folder, False
        self._db.execute(events_view(folder))
        self._db.execute("create table left_out (case_code integer)")

    def rows(self, query: str) -> Rows:
        """Return the rows of a query."""
        return self._run(query).fetchall()

    def leave_out(self, cases: str) -> None:
        """Take the cases that a query returns out of every figure from now on."""
        self._run(f"insert into left_out {cases}")

    def _run(self, query: str) -> DuckDBPyConnection:
        if not self._has_cases and "from cases" in query:
            write_cases(self._db, self._folder)
            self._db.execute(_view("cases", self._folder))
            self._has_cases = True
        return self._db.execute(query)


@contextmanager
def duckdb_over(folder: Path) -> Iterator[DuckDb]:
    """Open an engine over a cache, and close it."""
    with TemporaryDirectory(prefix="flowtrim-") as scratch:
        connection = connect(scratch)
        try:
            yield DuckDb(connection, folder)
        finally:
            connection.close()
