"""CSV: whatever the encoding and the delimiter, read; written so that spreadsheets open it as it is meant."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.source_text import Document
from flowtrim.formats.tabular.cell_text import as_meant, harmless
from flowtrim.formats.tabular.columns import heading
from flowtrim.formats.tabular.grids import Grid, Likeness, heading_row
from flowtrim.formats.tabular.table_reader import read_grid
from flowtrim.formats.tabular.table_writer import TEMPLATE
from flowtrim.formats.tabular.wide import wide_encoding

if TYPE_CHECKING:
    from _csv import Reader

_ENCODINGS = ("utf-8-sig", "gb18030", "cp932", "cp1252", "latin-1")
_SAMPLE = 20_000

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def read_csv(data: bytes, *, file: str, today: date, columns: Mapping[str, str]) -> Document:
    """Read a table of steps from text with delimiters.

    Raises:
        InvalidFileError: no text, or no column of it holds steps.
        UnknownNameError: ``columns`` names a column or a field that there is none of.
    """
    wide = wide_encoding(data)
    grids = [(text, sign) for text in _texts(data, wide) for sign in ",;\t|"]
    if not grids or (b"\0" in data[:2000] and not wide):
        raise InvalidFileError([Problem(file, 0, 0, "This is not a text with a table in it. Save it as CSV in UTF-8.")])
    text, sign = max(grids, key=lambda pair: _sense(pair[0][:_SAMPLE], pair[1], columns))
    rows, lines = _rows(text, sign, file)
    return read_grid(Grid(rows, lines=lines), file=file, today=today, columns=columns)


def write_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Write rows as CSV in UTF-8 with a mark; a cell that looks like a formula gets an apostrophe."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([_shown(harmless(cell)) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", "replace")


def _shown(cell: str) -> str:
    """Return a cell with signs in the place of what would steer a terminal on which a table is printed."""
    return _CONTROLS.sub("\ufffd", cell)


def write_template() -> bytes:
    """Write the headings of a table to fill in."""
    return write_csv([[heading(field) for field in TEMPLATE]])


def _texts(data: bytes, wide: str | None) -> list[str]:
    """Return the readings of bytes as text: the one that is certain, else all that are possible."""
    texts = []
    for encoding in [wide] if wide else _ENCODINGS:
        try:
            texts.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig":
            break
    return texts


def _sense(text: str, sign: str, columns: Mapping[str, str]) -> tuple[bool, Likeness, int]:
    """Return how much sense the headings make, read so."""
    try:
        rows = _rows(text.rpartition("\n")[0] or text, sign, "")[0][:20]
    except InvalidFileError:
        return False, Likeness(), 0
    _, fields = heading_row(rows, columns)
    return "name" in fields, Likeness.of(rows, columns), max(map(len, rows), default=0)


def _rows(text: str, sign: str, file: str) -> tuple[list[list[str]], list[int]]:
    """Return the rows of a text, and the line on which each begins: a cell may hold several lines."""
    told = text[:4].casefold() == "sep="
    if told:
        text = text.partition("\n")[2]
    reader = cells_of(text, sign)
    rows: list[list[str]] = []
    lines = [1 + told]
    try:
        for row in reader:
            rows.append([as_meant(cell) for cell in row])
            lines.append(reader.line_num + 1 + told)
    except csv.Error as refusal:
        raise InvalidFileError([Problem(file, lines[-1], 1, f"This table cannot be read: {refusal}.")]) from refusal
    return rows, lines


def cells_of(text: str, sign: str) -> Reader:
    """Return a reader of the rows of a text, whose cells may be of any length.

    >>> list(cells_of("a;b", ";"))
    [['a', 'b']]
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    return csv.reader(io.StringIO(text, newline=""), delimiter=sign)
