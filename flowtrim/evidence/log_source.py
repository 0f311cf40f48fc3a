"""A log of any format as a view of rows in DuckDB: columns as they stand there, all of them texts."""

from __future__ import annotations

import codecs
import csv
import gzip
import re
import zlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.evidence.log_engine import file_text, name, text
from flowtrim.formats.files import read_bytes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_HEAD = 1 << 20
_TIMES = ("TIMESTAMP", "DATE")
_SIGNS = ",;\t|"
_WIDE: Mapping[bytes, str] = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
KEYS: Mapping[str, int] = {
    "concept:name": 1,
    "time:timestamp": 2,
    "lifecycle:transition": 3,
    "concept:instance": 4,
    "org:resource": 5,
    "org:role": 6,
    "outcome": 7,
}
"""The attributes of an event that are read, with their column in the table; the first column is the case."""
HEADINGS = ("case:concept:name", *KEYS)
_NOTHING = ("",) * len(KEYS)
_DEEPEST = 200
_CHUNK = 1 << 20


def raw_view(connection: DuckDBPyConnection, path: Path, folder: Path) -> dict[str, str]:
    """Make the view ``raw`` with the rows of a log, ``row_in_file`` counting them from 1; return its columns.

    Each column has its type: times where a file holds times as such, else texts. What DuckDB cannot read as it is goes
    through a file in the folder.

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
        if stem.endswith(".xes"):
            target = folder / "log.csv"
            with _opened(path) as stream:
                xes_to_table(stream, target, file=str(path))
            return _table(connection, target, ",", headings=HEADINGS)
        return _delimited(connection, path, folder)
    except csv.Error as broken:
        raise _refusal(path, 1, f"The headings cannot be read: {broken}.") from broken
    except EOFError as broken:
        raise _refusal(path, 0, "The file is cut short: it is gzip that does not come to its end.") from broken
    except (gzip.BadGzipFile, zlib.error) as broken:
        raise _refusal(path, 0, "The file is damaged, or no gzip: its name says that it is.") from broken


def _parquet(connection: DuckDBPyConnection, path: Path) -> dict[str, str]:
    source = f"read_parquet({file_text(path)}"
    names = {row[0] for row in connection.execute(f"describe select * from {source})").fetchall()}
    if "file_row_number" in names:
        return _view(connection, f"{source})", "row_number() over ()")
    return _view(connection, f"{source}, file_row_number = true)", "file_row_number + 1")


def _delimited(connection: DuckDBPyConnection, path: Path, folder: Path) -> dict[str, str]:
    with _opened(path) as stream:
        head = stream.read(_HEAD)
    if not head.strip():
        raise _refusal(path, 0, "The log is empty.")
    encoding = next((known for mark, known in _WIDE.items() if head.startswith(mark)), None) or _narrow(path)
    macintosh = b"\r" in head and b"\n" not in head and encoding != "utf-16"
    if encoding != "utf-8" or macintosh or path.name.lower().endswith(".gz"):
        path = _as_utf8(path, folder, encoding)
        with _opened(path) as stream:
            head = stream.read(_HEAD)
    first = head.decode("utf-8-sig", "replace").splitlines()[0]
    return _table(connection, path, max(_SIGNS, key=first.count))


def _narrow(path: Path) -> str:
    """Return UTF-8 where the whole file is that, else the encoding of Western Windows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with _opened(path) as stream:
            while chunk := stream.read(_HEAD):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _as_utf8(path: Path, folder: Path, encoding: str) -> Path:
    target = folder / "log.csv"
    with _opened(path) as stream, target.open("w", encoding="utf-8", newline="\n") as out:
        reader = codecs.getreader(encoding)(stream, "replace")
        while chunk := reader.read(_HEAD):
            out.write(re.sub(r"\r\n?", "\n", chunk))
    return target


def _table(
    connection: DuckDBPyConnection, path: Path, sign: str, headings: Sequence[str] | None = None
) -> dict[str, str]:
    names = _distinct(headings or _headings(path, sign))
    columns = ", ".join(f"{text(each)}: 'VARCHAR'" for each in names)
    return _view(
        connection,
        f"read_csv({file_text(path)}, delim = {text(sign)}, quote = '\"', escape = '\"', header = true, "
        f"auto_detect = false, columns = {{{columns}}})",
        "row_number() over ()",
    )


def _headings(path: Path, sign: str) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return next(csv.reader(stream, delimiter=sign), [])


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


def xes_to_table(stream: BinaryIO, target: Path, *, file: str) -> None:
    """Write the events of a log as a table; a trace without a name gets its number.

    Raises:
        InvalidFileError: it is no XML that can be read, is cut short, or declares a document type.
    """
    parser = expat.ParserCreate()
    parser.ordered_attributes = True  # a list of names and values, which is made faster than a mapping
    with target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(HEADINGS)
        events = _Events()
        parser.StartElementHandler, parser.EndElementHandler = events.start, events.ended.append
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
                rows.writerows(events.complete())
            parser.Parse(b"", True)
            rows.writerows(events.rows)
        except (expat.ExpatError, _DoctypeError) as broken:
            why = "it declares a document type" if isinstance(broken, _DoctypeError) else str(broken).split(":")[0]
            told = f"This is no XES log that can be read: {why}."
            place = Problem(file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, told)
            raise InvalidFileError([place]) from None


class _DoctypeError(Exception):
    """XES needs no document type; attacks do."""


def _refuse_doctype(*_: object) -> None:
    raise _DoctypeError


class _Events:
    """Collects the events of a log as rows; attributes of attributes are passed over.

    ``ended`` takes the name of each element that ends, from the parser itself: a function of ours that counted them
    would take as long as all of the rest.
    """

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.ended: list[str] = []
        self._begun = 0
        self._traces = 0
        self._inside = 0
        self._case = ""
        self._row: list[str] | None = None

    def complete(self) -> list[list[str]]:
        """Return the rows of the events that are over, and forget them; the last one may not be."""
        done, self.rows = self.rows[:-1], self.rows[-1:]
        self._begun -= len(self.ended)
        self.ended.clear()
        return done

    def start(self, tag: str, attributes: Sequence[str]) -> None:
        """Take the beginning of an element, with the names and values of its attributes in turn."""
        self._begun += 1
        depth = self._begun - len(self.ended)
        if depth == self._inside and self._row is not None and tag != "event":
            if len(attributes) == 4 and attributes[0] == "key":
                if attributes[1] in KEYS:
                    self._row[KEYS[attributes[1]]] = attributes[3]
            else:
                self._take(attributes)
        elif tag == "event":
            self._row = [self._case, *_NOTHING]
            self.rows.append(self._row)
            self._inside = depth + 1
        elif tag == "trace":
            self._traces += 1
            self._row, self._case, self._inside = None, str(self._traces), depth + 1
        elif depth <= self._inside:
            self._row, self._inside = None, depth
            self._take(attributes)
        elif depth > _DEEPEST:
            raise _DoctypeError

    def _take(self, attributes: Sequence[str]) -> None:
        """Take an attribute of the trace, or one of an event that is written in an unusual order."""
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        key, value = given.get("key"), given.get("value")
        if self._row is not None and key is not None and key in KEYS:
            self._row[KEYS[key]] = value or ""
        elif self._row is None and key == "concept:name" and self._traces and value is not None:
            self._case = value
