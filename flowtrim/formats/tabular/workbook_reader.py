"""Workbooks read, XLSX, XLS and ODS: the steps on one sheet, the process, its roles and its KPIs on others."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from msgspec.structs import replace

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.fields import KPI, ROLE
from flowtrim.formats.local_numbers import one_reading
from flowtrim.formats.process_fields import PROCESS
from flowtrim.formats.scalars import write_number
from flowtrim.formats.source_text import Document
from flowtrim.formats.tabular.columns import spelling
from flowtrim.formats.tabular.grids import Grid, Likeness, heading_row
from flowtrim.formats.tabular.participation import is_legend, legend_of
from flowtrim.formats.tabular.placed import Key, Place
from flowtrim.formats.tabular.table_reader import read_grid
from flowtrim.formats.tabular.valueless_cells import cells_without_values
from flowtrim.sentences import listed, quoted

if TYPE_CHECKING:
    from flowtrim.formats.tabular.sheets import Cell, Sheet

Rows = Sequence[Sequence[str]]
Range = tuple[tuple[int, int], tuple[int, int]]
"""The first cell and the last one, each as row and column, from 0."""
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STEPS, WHOLE, ROLES, KPIS, HELP = "Steps", "Process", "Roles", "KPIs", "Help"
WHOLE_HEADINGS, HELP_HEADINGS = ["Key", "Value"], ["Column", "What it says", "Example"]
_ROLE_WORDS = {
    "name": "Role|Role name|Roles|Function|Position|Job title|Rolle|Rollen|Funktion|Stelle|Rôle|Fonction|Rol|"
    "Roles|Función|Cargo|角色|岗位|职位|役割|ロール",
    "department": "Department|Team|Unit|Area|Abteilung|Bereich|Département|Service|Équipe|Departamento|Área|"
    "Equipo|部门|部署|部門",
    "note": "Description|Responsibilities|Responsibility|Tasks|Task|Duties|Aufgabe|Tâches|Mission|Tareas|任务|"
    "Definition|Notes|Beschreibung|Aufgaben|"
    "Verantwortung|Description du rôle|Responsabilités|Missions|Descripción|Responsabilidades|Funciones|描述|职责|"
    "说明|説明|責任|職務",
    "why": "Why|Purpose|Warum|Zweck|Pourquoi|Por qué|目的",
}
_KPI_WORDS = {
    "name": "KPI|KPIs|KPI name|Metric|Measure|Indicator|Kennzahl|Kennzahlen|Messgröße|Indicateur|Indicador|"
    "Métrica|指标|指标名称|指標|評価指標",
    "what": "What|Description|Definition|Beschreibung|Définition|Descripción|Definición|描述|定义|説明|定義",
    "why": "Why|Purpose|Warum|Zweck|Pourquoi|Por qué|目的",
    "action": "Action|Maßnahme|Aktion|Acción|措施|対応",
    "formula": "Formula|Calculation|Formel|Berechnung|Formule|Calcul|Fórmula|Cálculo|公式|計算式",
    "target": "Target|Goal|Target value|Ziel|Zielwert|Soll|Objectif|Cible|Valeur cible|Objetivo|Meta|Valor objetivo|"
    "目标|目标值|"
    "目標|目標値",
    "owner": "Owner|Responsible|Verantwortlich|Responsable|负责人|担当|責任者",
}


def read_workbook(data: bytes, *, file: str, today: date, columns: Mapping[str, str]) -> Document:
    """Read a table of steps from a workbook: the sheet whose headings make most sense, whatever it is called.

    Raises:
        InvalidFileError: no workbook, or no column of it holds steps.
        UnknownNameError: ``columns`` names a column or a field that there is none of.
    """
    sheets, hidden, spans = _sheets(data, file)
    legend = legend_of(row for rows in sheets.values() for row in rows)
    sense = {name: _sense(rows, columns, legend) for name, rows in sheets.items()}
    best = max(sheets, key=lambda name: (name not in hidden, *sense[name]), default="")
    if not any(sense[name][0] for name in sheets if name not in hidden):
        best = max(sheets, key=sense.__getitem__, default="")
    form = "ods" if file.lower().endswith(".ods") else "xlsx"
    beside, left = _beside({name: rows for name, rows in sheets.items() if name != best})
    left += [_valueless(name, cells) for name, cells in cells_without_values(data).items()]
    grid = Grid(sheets.get(best, []), beside.data, form, sheet=best, places=beside.places, left=left, typed=True)
    return read_grid(replace(grid, legend=legend, spans=spans.get(best, ())), file=file, today=today, columns=columns)


def _valueless(sheet: str, cells: Sequence[str]) -> dict[str, Any]:
    more = f" and {len(cells) - 1} more" if len(cells) > 1 else ""
    why = f"hold{'' if more else 's'} a formula without a stored value, or an error{more and ' each'}, read as nothing"
    line = int(cells[0].lstrip(ascii_uppercase))
    return {"element": "cell", "id": f"{sheet}!{cells[0]}{more}", "line": line, "why": why}


def _beside(sheets: Mapping[str, Rows]) -> tuple[Beside, list[dict[str, Any]]]:
    """Return what the sheets beside the steps say, the first one of a kind, and which of them were passed over."""
    found, left = Beside({}, {}), []
    for name, rows in sheets.items():
        told, why = read_beside(name, rows), "is not the table of the steps, and was passed over"
        if told and not told.data.keys() & found.data.keys():
            found = Beside(found.data | told.data, found.places | told.places)
            why = f"has columns that were passed over: {listed(map(quoted, told.left))}" if told.left else ""
        elif Likeness.of(rows, {}).names_steps:
            why = "is a table of steps as well, and was passed over: a file is one process"
        if why and any(map(any, rows)) and not is_help(rows) and not _is_legend(rows):
            left.append({"element": "sheet", "id": name, "line": 1, "why": why})
    return found, left


def _sense(rows: Rows, columns: Mapping[str, str], legend: Mapping[str, str]) -> tuple[bool, Likeness]:
    _, fields = heading_row(rows, columns, legend)
    likeness = Likeness.of(rows, columns, legend)
    return "name" in fields or likeness.names_steps, likeness


def _sheets(data: bytes, file: str) -> tuple[dict[str, list[list[str]]], set[str], dict[str, set[tuple[int, str]]]]:
    """Return the rows of each sheet by its name, which sheets are hidden, and what spans several rows of each."""
    from flowtrim.formats.tabular.extent import WorkbookError
    from flowtrim.formats.tabular.sheets import read_sheets

    try:
        sheets = read_sheets(data)
    except WorkbookError as refusal:
        raise InvalidFileError([Problem(file, 0, 0, str(refusal))]) from refusal
    spans = spans_in_open_document(data)
    read = {sheet.name: _rows(sheet, spans.get(sheet.name, ())) for sheet in sheets}
    below = {
        sheet.name: {
            (row + 1, read[sheet.name][row][left].strip())
            for (top, left), (bottom, _) in (*sheet.merged, *spans.get(sheet.name, ()))
            for row in range(top + 1, min(bottom + 1, len(read[sheet.name])))
            if left < len(read[sheet.name][row])
        }
        for sheet in sheets
    }
    return read, {sheet.name for sheet in sheets if sheet.hidden}, below


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


class Beside(NamedTuple):
    """What a sheet beside the steps says in the words of a process file, and where; ``left`` are columns not read."""

    data: dict[str, Any]
    places: dict[Key, Place]
    left: tuple[str, ...] = ()


def read_beside(name: str, rows: Rows) -> Beside | None:
    """Return what a sheet says by its headings: the process, its roles or its measures; None for any other sheet.

    >>> read_beside("Who", [["Role", "Tasks"], ["Clerk", "Pays"]]).data
    {'roles': {'Clerk': {'name': 'Clerk', 'note': 'Pays'}}}
    """
    headings = [text.strip() for text in rows[0]] if rows else []
    if headings[:2] == WHOLE_HEADINGS or (headings and headings[0] == "process"):
        return _whole(name, rows)
    if "id" in headings and set(headings) <= _ROLE_KEYS:
        return _roles(name, _records(rows, headings))
    if "name" in headings and set(headings) - {""} <= _KPI_KEYS:
        return _kpis(name, _records(rows, headings))
    if meant := _meant(headings, _KPI_WORDS):
        return _kpis(name, _records(rows, meant))._replace(left=_unmeant(headings, meant))
    if meant := _meant(headings, _ROLE_WORDS):
        roles = [(row, {"id": role.get("name", "")} | role) for row, role in _records(rows, meant)]
        return _roles(name, roles)._replace(left=_unmeant(headings, meant))
    return None


def _unmeant(headings: Sequence[str], meant: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text, key in zip(headings, meant, strict=True) if text and not key)


def _is_legend(rows: Rows) -> bool:
    """Whether a sheet says nothing but what letters mean, below a row of headings at most."""
    told = [row for row in rows if any(map(str.strip, row))]
    return len(told) > 1 and all(map(is_legend, told[1:]))


def is_help(rows: Rows) -> bool:
    """Whether a sheet explains the columns, as ours does."""
    return bool(rows) and [text.strip() for text in rows[0]][:3] == HELP_HEADINGS


_ROLE_KEYS = {"id", "", *(field.key for field in ROLE.fields)}
_KPI_KEYS = {field.key for field in KPI.fields}


def _meant(headings: Sequence[str], words: Mapping[str, str]) -> list[str] | None:
    """Return the key that each heading means, empty where it means none; None where no heading is the name."""
    known = {spelling(word): key for key, all_words in words.items() for word in all_words.split("|")}
    meant = [known.get(spelling(text), "") for text in headings]
    first = [key if key not in meant[:number] else "" for number, key in enumerate(meant)]
    return first if "name" in first else None


def _whole(name: str, rows: Rows) -> Beside:
    """Return the keys of a process, each in a row with its value."""
    keys = {field.key for field in PROCESS.fields} - {"roles", "steps", "kpis"}
    told = [(number, row[0].strip(), row[1]) for number, row in enumerate(rows, 1) if len(row) > 1 and row[1]]
    found = {key: (number, _value(text)) for number, key, text in told if key in keys}
    data = {key: value for key, (_, value) in found.items()}
    return Beside(data, {(key, ""): (name, number) for key, (number, _) in found.items()})


def _roles(name: str, records: Sequence[tuple[int, dict[str, Any]]]) -> Beside:
    found = {str(role["id"]): (row, role) for row, role in records if role.get("id")}
    data = {own: {key: value for key, value in role.items() if key != "id"} for own, (_, role) in found.items()}
    places = {("roles", own): (name, row) for own, (row, _) in found.items()}
    return Beside({"roles": data} if data else {}, places)


def _kpis(name: str, records: Sequence[tuple[int, dict[str, Any]]]) -> Beside:
    found = [(row, kpi) for row, kpi in records if "name" in kpi]
    places = {("kpis", str(number)): (name, row) for number, (row, _) in enumerate(found)}
    return Beside({"kpis": [kpi for _, kpi in found]} if found else {}, places)


def _records(rows: Rows, keys: Sequence[str]) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows that say something as records, each with its number."""
    found = (
        (number, {key: _value(text) for key, text in zip(keys, row, strict=False) if key and text})
        for number, row in enumerate(rows[1:], 2)
    )
    return [(number, record) for number, record in found if record]


def _value(text: str) -> Any:
    """Return a list, a mapping or a text where a cell holds one as our writer writes them."""
    if text[:1] in ("[", "{", '"'):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return found if isinstance(found, list | dict | str) else text
    return text
