"""Workbooks read, XLSX, XLS and ODS: the steps on one sheet, the process, its roles and its KPIs on others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.local_numbers import one_reading
from flowtrim.formats.process_fields import PROCESS
from flowtrim.formats.scalars import write_number
from flowtrim.formats.source_text import Document
from flowtrim.formats.tabular.placed import Key, Place
from flowtrim.formats.tabular.table_reader import Grid, heading_row, read_grid

if TYPE_CHECKING:
    from flowtrim.formats.tabular.sheets import Cell, Sheet

Rows = Sequence[Sequence[str]]
STEPS, WHOLE, ROLES, KPIS, HELP = "Steps", "Process", "Roles", "KPIs", "Help"


def read_workbook(data: bytes, *, file: str, today: date, columns: Mapping[str, str]) -> Document:
    """Read a table of steps from a workbook: the sheet whose headings make most sense.

    Raises:
        InvalidFileError: no workbook, or no column of it holds steps.
        UnknownNameError: ``columns`` names a column or a field that there is none of.
    """
    sheets = _sheets(data, file)
    tables = {name: rows for name, rows in sheets.items() if name not in (WHOLE, ROLES, KPIS, HELP)} or sheets
    best = max(tables, key=lambda name: _sense(tables[name], columns), default="")
    told, places = _told(sheets)
    form = "ods" if file.lower().endswith(".ods") else "xlsx"
    grid = Grid(tables.get(best, []), told, form, sheet=best, places=places)
    return read_grid(grid, file=file, today=today, columns=columns)


def _told(sheets: Mapping[str, Rows]) -> tuple[dict[str, Any], dict[Key, Place]]:
    """Return what the sheets beside the steps say, in the words of a process file, and where."""
    whole = _whole(sheets.get(WHOLE, ()))
    places = {(key, ""): (WHOLE, row) for key, (row, _) in whole.items()}
    told: dict[str, Any] = {key: value for key, (_, value) in whole.items()}
    roles = {str(role["id"]): (row, role) for row, role in _records(sheets.get(ROLES, ())) if "id" in role}
    kpis = [(row, kpi) for row, kpi in _records(sheets.get(KPIS, ())) if "name" in kpi]
    places |= {("roles", own): (ROLES, row) for own, (row, _) in roles.items()}
    places |= {("kpis", str(number)): (KPIS, row) for number, (row, _) in enumerate(kpis)}
    told |= {"roles": {own: {k: v for k, v in role.items() if k != "id"} for own, (_, role) in roles.items()}}
    told |= {"kpis": [kpi for _, kpi in kpis]}
    return {key: value for key, value in told.items() if value not in ({}, [], "")}, places


def _records(rows: Rows) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows that say something as records, each with its number."""
    keys = [text.strip() for text in rows[0]] if rows else []
    found = (
        (number, {key: _value(text) for key, text in zip(keys, row, strict=False) if key and text})
        for number, row in enumerate(rows[1:], 2)
    )
    return [(number, record) for number, record in found if record]


def _whole(rows: Rows) -> dict[str, tuple[int, Any]]:
    """Return the keys of a process with their rows and values."""
    keys = {field.key for field in PROCESS.fields}
    told = ((number, row[0].strip(), row[1]) for number, row in enumerate(rows, 1) if len(row) > 1)
    return {key: (number, _value(text)) for number, key, text in told if key in keys and text}


def _value(text: str) -> Any:
    """Return a list or a mapping where a cell holds one, as our writer writes them."""
    if text[:1] in "[{":
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return found if isinstance(found, list | dict) else text
    return text


def _sense(rows: Rows, columns: Mapping[str, str]) -> tuple[bool, int]:
    _, fields = heading_row(rows, columns)
    return "name" in fields, len(set(fields) - {None})


def _sheets(data: bytes, file: str) -> dict[str, list[list[str]]]:
    from flowtrim.formats.tabular.extent import WorkbookError
    from flowtrim.formats.tabular.sheets import read_sheets

    try:
        return {sheet.name: _rows(sheet) for sheet in read_sheets(data)}
    except WorkbookError as refusal:
        raise InvalidFileError([Problem(file, 0, 0, str(refusal))]) from refusal


def _rows(sheet: Sheet) -> list[list[str]]:
    rows = [[_text(cell) for cell in row] for row in sheet.rows]
    for (top, left), (bottom, right) in sheet.merged:
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
