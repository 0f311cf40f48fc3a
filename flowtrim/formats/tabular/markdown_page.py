"""Markdown: a Mermaid diagram in it, else the table that makes most sense, else its lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.diagrams.mermaid import read_mermaid
from flowtrim.formats.source_text import Document
from flowtrim.formats.tabular.columns import heading, understand
from flowtrim.formats.tabular.grids import Grid, heading_row
from flowtrim.formats.tabular.headings import HEADINGS
from flowtrim.formats.tabular.table_reader import read_grid

_ITEM = re.compile(r"(\s*)(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.*\S)")
_OWNER_FIRST = re.compile(r"\*\*([^*]+?):?\*\*\s*[:\-–—]?\s*(.+)", re.DOTALL)
_OWNER_LAST = re.compile(r"(.+?)\s*(?:\(([^()]+)\)|\s[–—@]\s*(.+)|\s--?\s(.+))", re.DOTALL)
_KEY = re.compile(r"\**([^:*]{1,40}?)\**\s*[:：]\**\s*(.+)", re.DOTALL)
Rows = tuple[list[list[str]], list[int]]


def read_markdown(text: str, *, file: str, today: date, columns: Mapping[str, str]) -> Document:
    """Read a process from a page of Markdown.

    Raises:
        InvalidFileError: there is no diagram, table or list with steps in it.
        UnknownNameError: ``columns`` names a column or a field that there is none of.
    """
    if fence := re.search(r"^```+\s*mermaid[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        return read_mermaid(fence[1], file=file, first_line=text.count("\n", 0, fence.start(1)) + 1)
    lines = text.splitlines()
    tables = _tables(lines)
    rows, places = max(tables, key=lambda table: _sense(table, columns), default=([], []))
    if not rows or not _sense((rows, places), columns)[0]:
        listed = _lists(lines)
        rows, places = listed if len(listed[0]) > 1 else (rows, places)
    if not rows:
        raise InvalidFileError([Problem(file, 1, 1, "There is no list and no table of steps on this page.")])
    title = next((found[1] for line in lines if (found := re.match(r"#\s+(.*\S)", line))), None)
    data = {"process": _plain(title)} if title else {}
    return read_grid(Grid(rows, data, "markdown", places), file=file, today=today, columns=columns)


def _sense(table: Rows, columns: Mapping[str, str]) -> tuple[bool, int]:
    _, fields = heading_row(table[0], columns)
    return "name" in fields, len(set(fields) - {None})


def _tables(lines: Sequence[str]) -> list[Rows]:
    """Return every table: lines with bars that stand together, the ruler under the headings left out."""
    tables: list[Rows] = []
    inside = False
    for number, line in enumerate(lines, 1):
        bars = "|" in line and not line.startswith("    ")
        if bars and not inside:
            tables.append(([], []))
        inside = bars
        if bars and not re.fullmatch(r"[\s|:\-]+", line):
            tables[-1][0].append([_plain(cell) for cell in _cells(line)])
            tables[-1][1].append(number)
    return [table for table in tables if len(table[0]) > 1]


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    cells = re.split(r"(?<!\\)\|", inner)
    return [cell.replace("\\|", "|").strip() for cell in (cells[:-1] if not cells[-1].strip() else cells)]


def _lists(lines: Sequence[str]) -> Rows:
    """Return the items of lists as rows; items inside of them tell more about them, as in "Why: the law asks"."""
    fields = list(HEADINGS)
    rows, places = [[heading(field) for field in fields]], [0]
    depth = None
    for number, line in enumerate(lines, 1):
        found = _ITEM.match(line)
        if found is None:
            continue
        indent = len(found[1].expandtabs(4))
        depth = indent if depth is None else min(depth, indent)
        if indent <= depth:
            rows.append(_row(found[2], fields))
            places.append(number)
        else:
            _tell_more(rows[-1], found[2], fields)
    return rows, places


def _row(text: str, fields: Sequence[str]) -> list[str]:
    name, owner = text, ""
    if first := _OWNER_FIRST.fullmatch(text):
        owner, name = first[1], first[2]
    elif last := _OWNER_LAST.fullmatch(text):
        name, owner = last[1], next(filter(None, last.groups()[1:]))
    told = {"name": _plain(name), "owner": _plain(owner)}
    return [told.get(field, "") for field in fields]


def _tell_more(row: list[str], text: str, fields: Sequence[str]) -> None:
    key = _KEY.fullmatch(text)
    field = understand([_plain(key[1])])[0] if key else None
    at = fields.index(field or "note")
    row[at] = "\n".join(filter(None, [row[at], _plain(key[2] if key and field else text)]))


def _plain(text: str) -> str:
    """Return a text without the marks of Markdown."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", text)
    text = re.sub(r"<br\s*/?>", "\n", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+\-.!|])", r"\1", text).strip()
