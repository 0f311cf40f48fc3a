"""The tables of a page: those that are the process, as one; and those that tell its roles or its measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from flowtrim.formats.pages.page_blocks import Table
from flowtrim.formats.tabular.columns import heading, spelling, understand
from flowtrim.formats.tabular.grids import Likeness, heading_row
from flowtrim.formats.tabular.placed import Key, Place
from flowtrim.formats.tabular.sheets_beside import read_beside
from flowtrim.sentences import quoted


class Found(Struct, frozen=True):
    """The rows of the process with their lines, what else tables tell, and which of them were passed over, by line."""

    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    likeness: Likeness
    data: Mapping[str, Any]
    places: Mapping[Key, Place]
    left: Mapping[int, str]


def tables_of(tables: Sequence[Table], said: Mapping[str, str]) -> Found:
    """Return the table that looks most like steps, together with all that have the same headings."""
    best = max(tables, key=lambda table: Likeness.of(table.rows, said), default=None)
    likeness = Likeness.of(best.rows, said) if best else Likeness()
    if not (likeness.names_steps or (best and said and "name" in heading_row(best.rows, said)[1])):
        best = None
    same = [table for table in tables if best and _headings(table) == _headings(best)]
    rows, lines = _joined(same)
    data, places, left = _beside([table for table in tables if table not in same])
    return Found(rows, lines, likeness if best else Likeness(), data, places, left)


def _headings(table: Table) -> list[str]:
    return list(map(spelling, table.rows[0]))


def _joined(tables: Sequence[Table]) -> tuple[list[list[str]], list[int]]:
    """Return the rows of several tables below one row of headings; the section of each is the part."""
    if not tables:
        return [], []
    several = len(tables) > 1 and "part" not in understand(tables[0].rows[0])
    rows = [[*tables[0].rows[0], *([heading("part")] if several else [])]]
    lines = [tables[0].lines[0]]
    for table in tables:
        part = [table.section[-1] if table.section else ""] if several else []
        wide = len(table.rows[0])
        rows += [[*row, *[""] * (wide - len(row)), *part] for row in table.rows[1:]]
        lines += table.lines[1:]
    return rows, lines


def _beside(tables: Sequence[Table]) -> tuple[dict[str, Any], dict[Key, Place], dict[int, str]]:
    data: dict[str, Any] = {}
    places: dict[Key, Place] = {}
    left: dict[int, str] = {}
    for table in tables:
        told = read_beside("", table.rows)
        if told and told.data and not told.data.keys() & data.keys():
            data |= told.data
            places |= {key: ("", table.lines[min(row, len(table.lines)) - 1]) for key, (_, row) in told.places.items()}
        else:
            where = f"below {quoted(table.section[-1])} " if table.section else ""
            left[table.lines[0]] = f"{where}is not that of the steps, and was passed over"
    return data, places, left
