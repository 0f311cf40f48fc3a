"""Workbooks read, XLSX, XLS and ODS: the steps on one sheet, the process, its roles and its KPIs on others."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.local_numbers import one_reading
from flowtrim.formats.scalars import write_number
from flowtrim.formats.source_text import Document
from flowtrim.formats.tabular.grids import Grid, Likeness, heading_row
from flowtrim.formats.tabular.sheets_beside import Beside, is_help, read_beside
from flowtrim.formats.tabular.table_reader import read_grid

if TYPE_CHECKING:
    from flowtrim.formats.tabular.sheets import Cell, Sheet

Rows = Sequence[Sequence[str]]
Range = tuple[tuple[int, int], tuple[int, int]]
"""The first cell and the last one, each as row and column, from 0."""
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def read_workbook(data: bytes, *, file: str, today: date, columns: Mapping[str, str]) -> Document:
    """Read a table of steps from a workbook: the sheet whose headings make most sense, whatever it is called.

    Raises:
        InvalidFileError: no workbook, or no column of it holds steps.
        UnknownNameError: ``columns`` names a column or a field that there is none of.
    """
    sheets = _sheets(data, file)
    best = max(sheets, key=lambda name: _sense(sheets[name], columns), default="")
    form = "ods" if file.lower().endswith(".ods") else "xlsx"
    beside, left = _beside({name: rows for name, rows in sheets.items() if name != best})
    grid = Grid(sheets.get(best, []), beside.data, form, sheet=best, places=beside.places, left=left, typed=True)
    return read_grid(grid, file=file, today=today, columns=columns)


def _beside(sheets: Mapping[str, Rows]) -> tuple[Beside, list[dict[str, Any]]]:
    """Return what the sheets beside the steps say, the first one of a kind, and which of them were passed over."""
    found, left = Beside({}, {}), []
    for name, rows in sheets.items():
        told = read_beside(name, rows)
        if told and not told.data.keys() & found.data.keys():
            found = Beside(found.data | told.data, found.places | told.places)
        elif any(map(any, rows)) and not is_help(rows):
            why = "is not the table of the steps, and was passed over"
            left.append({"element": "sheet", "id": name, "line": 1, "why": why})
    return found, left


def _sense(rows: Rows, columns: Mapping[str, str]) -> tuple[bool, Likeness]:
    _, fields = heading_row(rows, columns)
    likeness = Likeness.of(rows, columns)
    return "name" in fields or likeness.names_steps, likeness


def _sheets(data: bytes, file: str) -> dict[str, list[list[str]]]:
    from flowtrim.formats.tabular.extent import WorkbookError
    from flowtrim.formats.tabular.sheets import read_sheets

    try:
        sheets = read_sheets(data)
    except WorkbookError as refusal:
        raise InvalidFileError([Problem(file, 0, 0, str(refusal))]) from refusal
    spans = spans_in_open_document(data)
    return {sheet.name: _rows(sheet, spans.get(sheet.name, ())) for sheet in sheets}


def _rows(sheet: Sheet, spans: Iterable[Range]) -> list[list[str]]:
    rows = [[_text(cell) for cell in row] for row in sheet.rows]
    for (top, left), (bottom, right) in (*sheet.merged, *spans):
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [text] * (min(right + 1, len(row)) - left)
    return rows


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float | int):
        return one_reading(write_number(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return f"{write_number(cell.total_seconds() / 60)}m"
    return cell


def spans_in_open_document(data: bytes) -> dict[str, list[Range]]:
    """Return the cells that span several, by the name of their sheet; nothing for any other file."""
    from lxml import etree

    try:
        with ZipFile(io.BytesIO(data)) as parts:
            text = parts.read("content.xml")
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    except (BadZipFile, KeyError, OSError, RuntimeError, etree.XMLSyntaxError):
        return {}
    return {table.get(f"{_TABLE}name", ""): list(_spans(table)) for table in root.iter(f"{_TABLE}table")}


def _spans(table: Any) -> Iterator[Range]:
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in line:
            rows, columns = (int(cell.get(f"{_TABLE}number-{each}-spanned", "1")) for each in ("rows", "columns"))
            if rows > 1 or columns > 1:
                yield (row, column), (row + rows - 1, column + columns - 1)
            column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        row += int(line.get(f"{_TABLE}number-rows-repeated", "1"))
