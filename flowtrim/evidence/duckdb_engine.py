"""The figures' queries on DuckDB, over the events of the cache."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from flowtrim.evidence.engine import connect, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class DuckDb:
    """Runs queries over the events of one log."""

    def __init__(self, connection: DuckDBPyConnection, events: Path) -> None:
        self._db = connection
        self._db.execute(f"create view events as select * from read_parquet({text(str(events))})")
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
