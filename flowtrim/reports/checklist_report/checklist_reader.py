"""A filled-in checklist read back, from XLSX, CSV or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

from flowtrim.formats.tabular.delimited import cells_of
from flowtrim.formats.tabular.wide import wide_encoding
from flowtrim.reports.checklist_report.checklist_words import HEADING, PROCESS, SIGN_OFF, English, english_of
from flowtrim.review.checklist_rows import (
    ACTION,
    ACTION_DUE,
    ACTION_OWNER,
    ACTIONS,
    DECISION,
    DONE,
    NEWEST,
    SERVED,
)
from flowtrim.review.returned import KEYS, ChecklistError, Returned

if TYPE_CHECKING:
    from flowtrim.formats.tabular.sheets import Row

Sections = dict[str, list[list[str]]]
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]#|~$+=.)-])")
_CELL_END = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_CHOSEN = frozenset({DECISION, DONE, NEWEST, SERVED})
_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*$")


def read_checklist(data: bytes, *, file: str) -> Returned:
    """Read a filled-in checklist; what kind of file it is, its first bytes say.

    Raises:
        ChecklistError: it is no checklist, or cannot be read.
    """
    if data.startswith(b"PK"):
        sections = _workbook(data, file)
    else:
        text = _decoded(data, file)
        sections = _markdown(text) if text.lstrip().startswith("#") else _csv(text)
    sections = _in_english(sections)
    if HEADING not in sections or SIGN_OFF not in sections:
        said = f"{file}: this is no checklist of flowtrim, or its parts “{HEADING}” or “{SIGN_OFF}” were taken out."
        raise ChecklistError(f"{said} Nothing was changed.")
    tables = {key: (rows[0], rows[1:]) for key, title in KEYS.items() if (rows := sections.get(title))}
    actions = tuple(_actions(sections.get(ACTIONS, [])))
    return Returned(_pairs(sections[HEADING]), tables, _pairs(sections[SIGN_OFF]), actions)


def _in_english(sections: Sections) -> Sections:
    """Return the sections with titles, fields and choices in English; what people wrote stays as it is."""
    english = english_of(next(iter(sections), ""))
    if english is None:
        return sections
    titled = {english.title(title): rows for title, rows in sections.items()}
    return {
        title: list(_fields(rows, english) if title in (HEADING, SIGN_OFF) else _table(rows, english))
        for title, rows in titled.items()
    }


def _fields(rows: Sequence[list[str]], english: English) -> Iterator[list[str]]:
    return ([english.word(row[0]), *row[1:]] for row in rows if row)


def _table(rows: Sequence[list[str]], english: English) -> Iterator[list[str]]:
    titles = [english.word(cell) for cell in rows[0]] if rows else []
    chosen = {number for number, title in enumerate(titles) if title in _CHOSEN}
    yield titles
    for row in rows[1:]:
        yield [english.word(cell) if number in chosen else cell for number, cell in enumerate(row)]


def _actions(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield what is to be done, with who does it and until when where that was written down."""
    for row in rows[1:]:
        cells = dict(zip(rows[0], row, strict=False))
        if cells.get(ACTION):
            terms = (cells.get(ACTION_OWNER), f"until {cells[ACTION_DUE]}" if cells.get(ACTION_DUE) else "")
            more = ", ".join(filter(None, terms))
            yield f"{cells[ACTION]} ({more})" if more else cells[ACTION]


def _pairs(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    return {row[0]: row[1] if len(row) > 1 else "" for row in rows if row}


def _decoded(data: bytes, file: str) -> str:
    """Return the text: Unicode, or Windows-1252 as Western spreadsheets save CSV; the marks tell what that lost."""
    wide = wide_encoding(data)
    for encoding in (wide,) if wide else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    said = f"{file}: this is no text. Save it as “CSV UTF-8”, or fill in the workbook instead."
    raise ChecklistError(f"{said} Nothing was changed.")


def _workbook(data: bytes, file: str) -> Sections:
    from flowtrim.formats.tabular.extent import WorkbookError
    from flowtrim.formats.tabular.sheets import read_sheets

    try:
        sheets = read_sheets(data)
    except WorkbookError as refusal:
        raise ChecklistError(f"{file}: {refusal} Nothing was changed.") from refusal
    return {sheet.name: _filled(sheet.rows) for sheet in sheets}


def _filled(rows: Sequence[Row]) -> list[list[str]]:
    """Return the rows that say something, from the first column on that does."""
    told = [[_cell(cell) for cell in row] for row in rows if any(row)]
    margin = min((next(number for number, cell in enumerate(row) if cell) for row in told if any(row)), default=0)
    return [row[margin:] for row in told]


def _cell(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _csv(text: str) -> Sections:
    """Read a CSV file; a spreadsheet may have filled rows up with commas, or written semicolons."""
    head, first, *_ = (*text.split("\n", 2), "", "")
    head = head.strip("\r,;\t")
    english = english_of(head) or English({}, {})
    separator = next((sign for sign in ",;\t" if english.word(first.partition(sign)[0]) == PROCESS), ",")
    sections: Sections = {}
    here: list[list[str]] = []
    before: list[str] = []
    for row in cells_of(text, separator):
        cells = [_plain(cell.strip()) for cell in row]
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and not any(before) and cells[0]:
            here = sections.setdefault(cells[0], [])
        elif filled:
            here.append(cells)
        before = filled
    return {title: _trimmed(rows) for title, rows in sections.items()}


def _plain(cell: str) -> str:
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@'" else cell


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Cut what a spreadsheet filled the rows up with: the head of a table has no empty title."""
    width = next((len(row) - next((n for n, c in enumerate(reversed(row)) if c), 0) for row in rows[:1]), 0)
    return [row[: max(2, width)] for row in rows]


def _markdown(text: str) -> Sections:
    sections: Sections = {}
    here: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("#"):
            here = sections.setdefault(line.lstrip("#").strip(), [])
        elif line.lstrip().startswith("|") and not _RULE.match(line):
            here.append(list(_cells(line)))
    return sections


def _cells(line: str) -> Iterator[str]:
    inner = line.strip()[1:]
    start = 0
    for found in _CELL_END.finditer(inner):
        yield _unescaped(inner[start : found.start()] + found[1])
        start = found.end()


def _unescaped(cell: str) -> str:
    return unescape(_ESCAPED.sub(r"\1", cell.strip())).replace("@\u200b", "@")
