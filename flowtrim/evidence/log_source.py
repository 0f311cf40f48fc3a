"""A log of any format as a view of rows in DuckDB: columns as they stand there, all of them texts."""

from __future__ import annotations

import codecs
import csv
import gzip
import re
import shutil
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.evidence.log_engine import file_text, name, text
from flowtrim.evidence.xes_log import HEADINGS, xes_to_table
from flowtrim.formats.files import read_bytes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_HEAD = 1 << 20
_GUESS = "cp1252"
_TIMES = ("TIMESTAMP", "DATE")
_SIGNS = ",;\t|"
_TOO_LONG = "A row is longer than a megabyte, which no event is: a quote may open in it that does not close."
_WIDE: Mapping[bytes, str] = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


_NAMED_OTHERWISE: Mapping[bytes, str] = {
    b"PK\x03\x04": "This is a workbook, or another archive: call it log.xlsx or log.ods.",
    b"PAR1": "This is Parquet: call it log.parquet.",
    b"\x1f\x8b": "This is gzip: call it by what is in it, as in log.csv.gz.",
}
_JSON = re.compile(rb"\s*(?:\[\s*)?\{")
_XML = re.compile(rb"\s*<(?:\?xml|log\b)")
_SEPARATOR = re.compile(r"sep=(.)\s*$", re.IGNORECASE)


class Source(Struct, frozen=True):
    """The columns of a log, each with its type: times where a file holds times as such, else texts.

    ``repeated`` are headings that stand there more than once; ``encoding`` is said where it is a guess.
    """

    types: Mapping[str, str]
    repeated: tuple[str, ...] = ()
    encoding: str | None = None


def raw_view(connection: DuckDBPyConnection, path: Path, folder: Path) -> Source:
    """Make the view ``raw`` with the rows of a log, ``row_in_file`` counting them from 1; return its columns.

    What DuckDB cannot read as it is goes through a file in the folder.

    Raises:
        InvalidFileError: the log cannot be read; the message has the line where there is one.
    """
    if not path.is_file():
        raise _refusal(path, 0, "There is no such file." if not path.exists() else "This is a folder, not a file.")
    stem = path.name.lower().removesuffix(".gz")
    try:
        if _is_parquet(path):
            return _parquet(connection, path)
        if stem.endswith((".xlsx", ".xls", ".ods")):
            return _table(connection, _workbook(path, folder), ",")
        with _opened(path) as stream:
            head = stream.read(_HEAD)
        if not head.strip():
            raise _refusal(path, 0, "The log is empty.")
        if stem.endswith(".xes") or _XML.match(head):
            return _xes(connection, path, folder)
        return _delimited(connection, path, folder, head)
    except csv.Error as broken:
        raise _refusal(path, 1, f"The headings cannot be read: {broken}.") from broken
    except EOFError as broken:
        raise _refusal(path, 0, "The file is cut short: it is gzip that does not come to its end.") from broken
    except (gzip.BadGzipFile, zlib.error) as broken:
        raise _refusal(path, 0, "The file is damaged, or no gzip: its name says that it is.") from broken


def _parquet(connection: DuckDBPyConnection, path: Path) -> Source:
    source = f"read_parquet({file_text(path)}"
    names = {row[0] for row in connection.execute(f"describe select * from {source})").fetchall()}
    if "file_row_number" in names:
        return Source(_view(connection, f"{source})", "row_number() over ()"))
    return Source(_view(connection, f"{source}, file_row_number = true)", "file_row_number + 1"))


def _xes(connection: DuckDBPyConnection, path: Path, folder: Path) -> Source:
    target = folder / "log.csv"
    with _opened(path) as stream:
        xes_to_table(stream, target, file=str(path))
    return _table(connection, target, ",", headings=HEADINGS)


def _delimited(connection: DuckDBPyConnection, path: Path, folder: Path, head: bytes) -> Source:
    _refuse_other_formats(path, head)
    encoding = next((known for mark, known in _WIDE.items() if head.startswith(mark)), None) or _narrow(path)
    macintosh = b"\r" in head and b"\n" not in head and encoding != "utf-16"
    plain = path
    if encoding != "utf-8" or macintosh or path.name.lower().endswith(".gz"):
        plain = _as_utf8(path, folder, encoding)
        with _opened(plain) as stream:
            head = stream.read(_HEAD)
    if _has_a_long_row(plain):
        raise _refusal(path, 0, _TOO_LONG)
    first = head.decode("utf-8-sig", "replace").splitlines()[0]
    told = _SEPARATOR.fullmatch(first)  # a first line that is for Excel alone
    table = _table(connection, plain, told[1] if told else max(_SIGNS, key=first.count), above=int(bool(told)))
    return replace(table, encoding=_GUESS) if encoding == _GUESS else table


def _refuse_other_formats(path: Path, head: bytes) -> None:
    for mark, told in _NAMED_OTHERWISE.items():
        if head.startswith(mark):
            raise _refusal(path, 0, told)
    if _JSON.match(head):
        raise _refusal(path, 0, "This is JSON, which is not read as a log: write it as CSV, XES, Parquet or XLSX.")


def _narrow(path: Path) -> str:
    """Return UTF-8 where the whole file is that, else the encoding of Western Windows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with _opened(path) as stream:
            while chunk := stream.read(_HEAD):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _GUESS
    return "utf-8"


def _as_utf8(path: Path, folder: Path, encoding: str) -> Path:
    target = folder / "log.csv"
    with (
        TextIOWrapper(_opened(path), encoding, "replace") as lines,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        shutil.copyfileobj(lines, out, _HEAD)
    return target


def _has_a_long_row(path: Path) -> bool:
    """Tell whether a row holds a whole part of the file: DuckDB passes over one that does not fit into its memory."""
    with path.open("rb") as stream:
        return any(b"\n" not in part for part in iter(partial(stream.read, _HEAD), b"") if len(part) == _HEAD)


def _table(
    connection: DuckDBPyConnection,
    path: Path,
    sign: str,
    *,
    headings: Sequence[str] | None = None,
    above: int = 0,
) -> Source:
    """Make the view of a table, whose headings stand below so many other lines."""
    written = headings or _headings(path, sign, above)
    columns = ", ".join(f"{text(each)}: 'VARCHAR'" for each in _distinct(written))
    types = _view(
        connection,
        f"read_csv({file_text(path)}, delim = {text(sign)}, quote = '\"', escape = '\"', header = true, "
        f"skip = {above}, auto_detect = false, columns = {{{columns}}})",
        f"{above} + row_number() over ()",
    )
    times = Counter(each.strip().casefold() for each in written)
    return Source(types, tuple(each for each in types if times[each.casefold()] > 1))


def _headings(path: Path, sign: str, above: int) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return next(islice(csv.reader(stream, delimiter=sign), above, None), [])


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names of which no two are equal, however their case: a later one gets a number.

    >>> _distinct(["time", "Time", ""])
    ['time', 'Time 2', 'column 3']
    """
    told: list[str] = []
    for number, heading in enumerate(names, 1):
        each = heading.strip() or f"column {number}"
        known = {other.casefold() for other in told}
        told.append(f"{each} {number}" if each.casefold() in known else each)
    return told


def _view(connection: DuckDBPyConnection, source: str, row: str) -> dict[str, str]:
    connection.execute(f"create view file as select * from {source}")
    known = {column: type_ for column, type_, *_ in connection.execute("describe file").fetchall()}
    if row.startswith("file_row_number"):
        known.pop("file_row_number")
    types = {column: type_ if type_.startswith(_TIMES) else "VARCHAR" for column, type_ in known.items()}
    columns = ", ".join(f"cast({name(each)} as {type_}) as {name(each)}" for each, type_ in types.items())
    connection.execute(f"create view raw as select {row} as row_in_file, {columns} from file")
    return types


def keep_columns(connection: DuckDBPyConnection, path: Path, columns: AbstractSet[str], folder: Path) -> None:
    """Let ``raw`` be those columns alone, read once: of a text, every other look would read all of it again.

    Raises:
        InvalidFileError: a row cannot be read.
    """
    if _is_parquet(path):
        return
    target = folder / "rows.parquet"
    kept = ", ".join(["row_in_file", *(f"trim({each}) as {each}" for each in map(name, sorted(columns)))])
    connection.execute(f"copy (select {kept} from raw) to {text(str(target))} (format parquet)")
    connection.execute(f"create or replace view raw as select * from read_parquet({file_text(target)})")


def _is_parquet(path: Path) -> bool:
    return path.name.lower().endswith(".parquet")


def _workbook(path: Path, folder: Path) -> Path:
    """Write the first sheet that holds rows as a table."""
    from flowtrim.formats.tabular.extent import WorkbookError
    from flowtrim.formats.tabular.sheets import read_sheets

    try:
        sheets = read_sheets(read_bytes(path), moments=True)
    except WorkbookError as refusal:
        raise _refusal(path, 0, str(refusal)) from refusal
    rows = next((sheet.rows for sheet in sheets if len(sheet.rows) > 1), ())
    if not rows:
        raise _refusal(path, 0, "The log is empty.")
    target = folder / "log.csv"
    with target.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([str(cell) for cell in row] for row in rows)
    return target


def _opened(path: Path) -> BinaryIO:
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb")  # type: ignore[return-value]


def refusal_of(path: Path, trouble: Exception) -> InvalidFileError:
    """Return what DuckDB says of a file, in a sentence with the line."""
    said = str(trouble)
    if unknown := re.search(r"Unknown TimeZone '([^']*)'", said):
        return _refusal(path, 0, f"There is no time zone {unknown[1]!r}. Write one as in Europe/Berlin.")
    if said.startswith("Invalid Input Error: No magic bytes") or "TProtocolException" in said:
        return _refusal(path, 0, "This is no Parquet file, or one that is cut short.")
    line = re.search(r"Line: (\d+)", said)
    if "unterminated quote" in said.casefold():
        return _refusal(path, int(line[1]) if line else 0, "A quote that opens in this row does not close.")
    if "Maximum line size" in said or "Parallel CSV Reader" in said:
        return _refusal(path, int(line[1]) if line else 0, _TOO_LONG)
    counts = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", said)
    why = (
        f"This row has {counts[2]} cells and the headings have {counts[1]}"
        if counts
        else said.split("\n", maxsplit=1)[0]
    )
    tail = ": put a name that holds the delimiter in quotes." if counts else "."
    return _refusal(path, int(line[1]) if line else 0, why.rstrip(".") + tail)


def _refusal(path: Path, line: int, message: str) -> InvalidFileError:
    return InvalidFileError([Problem(str(path), line, 1 if line else 0, message)])
