"""DuckDB, told to stay within the machine: no network, no extensions, bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def name(value: str) -> str:
    """Return a name as SQL quotes it.

    >>> print(name('of "a" case'))
    "of ""a"" case"
    """
    return '"' + value.replace('"', '""') + '"'
