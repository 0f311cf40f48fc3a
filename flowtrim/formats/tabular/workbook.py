"""Workbooks: XLSX, XLS and ODS read, XLSX written, with sheets for the process, its roles and its KPIs."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.document import Document
from flowtrim.formats.json_text import as_text, plain
from flowtrim.formats.process_fields import PROCESS
from flowtrim.formats.scalars import write_number
from flowtrim.formats.tabular.reading import Grid, heading_row, read_grid
from flowtrim.formats.writer import process_entries
from flowtrim.model import Process

STEPS, WHOLE, ROLES, KPIS = "Steps", "Process", "Roles", "KPIs"
_ASKED = {"process": "", "why": "", "customer": "", "owner": "", "outputs": ""}
"""Keys that stand there also where nobody answered them yet."""
_LONGEST = 32_767
"""Signs in a cell: more than that is refused by spreadsheets."""


def read_workbook(data: bytes, *, file: str, today: date, columns: Mapping[str, str]) -> Document:
    """Read a table of steps from a workbook: the sheet whose headings make most sense.

    Raises:
        InvalidFileError: no workbook, or no column of it holds steps.
        UnknownNameError: ``columns`` names a column or a field that there is none of.
    """
    sheets = _sheets(data, file)
    apart = {name: rows for name, rows in sheets.items() if name in (WHOLE, ROLES, KPIS)}
    tables = {name: rows for name, rows in sheets.items() if name not in apart} or sheets
    best = max(tables.values(), key=lambda rows: _sense(rows, columns), default=[])
    told = _whole(apart.get(WHOLE, ()))
    told |= {"roles": {role.pop("id"): role for role in _records(apart.get(ROLES, ())) if "id" in role}}
    told |= {"kpis": [record for record in _records(apart.get(KPIS, ())) if "name" in record]}
    known = {key: value for key, value in told.items() if value not in ({}, [], "")}
    form = "ods" if file.lower().endswith(".ods") else "xlsx"
    return read_grid(Grid(best, known, form), file=file, today=today, columns=columns)


def write_workbook(process: Process, rows: Sequence[Sequence[str]]) -> bytes:
    """Write the rows of a process as a workbook: no cell is a formula or a link, and the bytes are always the same.

    Raises:
        OutputError: a plan of it changes something that a file has no words for.
    """
    import xlsxwriter

    stream = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(stream, safe)
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - any day, as long as it is the same
    whole: dict[str, Any] = plain(process_entries(process))
    whole.pop("steps", None)
    roles, kpis = whole.pop("roles", {}), whole.pop("kpis", [])
    _sheet(book, STEPS, rows, wide={"Step": 34, "Why": 50, "Owner": 22, "Condition": 24, "Next": 22})
    _sheet(
        book,
        WHOLE,
        [["Key", "Value"], *([key, _cell(value)] for key, value in (_ASKED | whole).items())],
        wide={"Value": 60},
    )
    _sheet(book, ROLES, _table([{"id": key} | told for key, told in roles.items()], ("id", "name", "kind", "why")))
    _sheet(book, KPIS, _table(kpis, ("name", "what", "why", "action", "owner")))
    book.close()
    return stream.getvalue()


def _sheet(book: Any, name: str, rows: Sequence[Sequence[str]], wide: Mapping[str, int] | None = None) -> None:
    sheet, head = book.add_worksheet(name), book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(number, column, text[:_LONGEST], body if number else head)
    for column, title in enumerate(rows[0]):
        sheet.set_column(column, column, (wide or {}).get(title, 16))


def _table(records: Sequence[Mapping[str, Any]], always: Sequence[str]) -> list[list[str]]:
    keys = list(dict.fromkeys([*always, *(key for record in records for key in record)]))
    return [keys, *([_cell(record.get(key, "")) for key in keys] for record in records)]


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else as_text(value)


def _records(rows: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    keys = [text.strip() for text in rows[0]] if rows else []
    found = [{key: _value(text) for key, text in zip(keys, row, strict=False) if key and text} for row in rows[1:]]
    return [record for record in found if record]


def _whole(rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    keys = {field.key for field in PROCESS.fields}
    return {row[0].strip(): _value(row[1]) for row in rows if len(row) > 1 and row[0].strip() in keys and row[1]}


def _value(text: str) -> Any:
    """Return a list or a mapping where a cell holds one, as our writer writes them."""
    if text[:1] in "[{":
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return found if isinstance(found, list | dict) else text
    return text


def _sense(rows: Sequence[Sequence[str]], columns: Mapping[str, str]) -> tuple[bool, int]:
    _, fields = heading_row(rows, columns)
    return "name" in fields, len(set(fields) - {None})


def _sheets(data: bytes, file: str) -> dict[str, list[list[str]]]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {name: _rows(book.get_sheet_by_name(name)) for name in book.sheet_names}
    except (python_calamine.CalamineError, ValueError, OSError, OverflowError) as refusal:
        said = f"This is not a workbook that can be read: {refusal}."
        raise InvalidFileError([Problem(file, 0, 0, said)]) from refusal


def _rows(sheet: Any) -> list[list[str]]:
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [text] * (min(right + 1, len(row)) - left)
    return rows


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float | int):
        return write_number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, timedelta):
        return f"{write_number(cell.total_seconds() / 60)}m"
    return str(cell)
