"""From the rows of a table to a process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from msgspec import Struct, field

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats import scalars
from flowtrim.formats.durations import heading_unit
from flowtrim.formats.ids import ids_of
from flowtrim.formats.local_numbers import decimal_sign
from flowtrim.formats.source_text import Document
from flowtrim.formats.tabular.columns import TIMES, check_map, settled, spelling, understand
from flowtrim.formats.tabular.event_log import event_log
from flowtrim.formats.tabular.next_column import follow
from flowtrim.formats.tabular.placed import Key, Place, read_placed
from flowtrim.formats.tabular.vocabulary import LISTS, Cells, Habits, Told
from flowtrim.sentences import listed, quoted

Row = Sequence[str]
_DEEPEST_HEADING = 20


class Entry(Struct):
    """A row that tells a step: its number in the file, and the texts of its cells by field."""

    line: int
    cells: dict[str, str]
    id: str = ""


class Grid(Struct, frozen=True):
    """The rows of a table, and what else the file says about the process, in the words of a process file.

    ``lines`` are the lines of the rows, where they are not simply their numbers; ``sheet`` is the name of the sheet in
    a workbook, and ``places`` tells sheet and row of what else is said.
    """

    rows: Sequence[Row]
    data: Mapping[str, Any] = field(default_factory=dict)
    form: str = "csv"
    lines: Sequence[int] | None = None
    sheet: str = ""
    places: Mapping[Key, Place] = field(default_factory=dict)

    def line(self, number: int) -> int:
        """Return the line in the file of a row, counted from 0."""
        return self.lines[number] if self.lines is not None else number + 1

    def cell(self, column: int, line: int) -> str:
        """Return what people call a cell: Steps!C5, or the letter of its column where there are no sheets."""
        letters = ""
        while column >= 0:
            column, letter = column // 26 - 1, chr(ord("A") + column % 26)
            letters = letter + letters
        return f"{self.sheet}!{letters}{line}" if self.sheet else f"column {letters}"


def heading_row(rows: Sequence[Row], said: Mapping[str, str]) -> tuple[int, list[str | None]]:
    """Return the number of the row with the headings, counted from 0, and what they mean: the best among the first."""
    found = [understand(row, said) for row in rows[:_DEEPEST_HEADING]]
    best = max(range(len(found)), key=lambda n: ("name" in found[n], len(set(found[n]) - {None}), -n), default=0)
    return best, found[best] if found else []


def read_grid(grid: Grid, *, file: str, today: date, columns: Mapping[str, str]) -> Document:
    """Read a table with a step in each row.

    Raises:
        InvalidFileError: no column of it holds steps.
        UnknownNameError: ``columns`` names a column or a field that there is none of.
    """
    said = check_map(columns, (text for row in grid.rows[:_DEEPEST_HEADING] for text in row))
    at, fields = heading_row(grid.rows, said)
    logged = "name" not in said.values() and fields and event_log(grid.rows[at], fields, grid.rows[at + 1 :])
    if logged or "name" not in fields:
        raise InvalidFileError([Problem(file, 1, 1, logged or _no_steps(grid))])
    mapped = set(map(spelling, said))
    chosen = {number for number, text in enumerate(grid.rows[at]) if spelling(text) in mapped}
    fields = settled(fields, chosen, grid.rows[at + 1 :])
    told = Told(lambda key, line: grid.cell(fields.index(key), line) if key in fields else grid.sheet)
    entries = _entries(grid, at, fields, told)
    visio = "type" in "".join(grid.rows[at]).casefold() and "next" in fields
    ways = follow(entries, empty_ends=visio, told=told)
    habits = _habits(grid.rows[at], fields, entries, typed=grid.form in ("xlsx", "ods"))
    cells = Cells(today, told, habits)
    steps = [_step(entry, ways[entry.id], cells) for entry in entries]
    data = {"process": PurePath(file).stem or "Process", **grid.data} | ({"steps": steps} if steps else {})
    steps_at = {("steps", str(number)): (grid.sheet, entry.line) for number, entry in enumerate(entries)}
    read = read_placed(data, {**grid.places, **steps_at}, file=file, today=today)
    headings = {text: meant for text, meant in zip(grid.rows[at], fields, strict=False) if text.strip()}
    source = {"format": grid.form, "rows": len(entries), "columns": headings, "not_carried": told.items}
    source |= {"assumed": told.assumed} if told.assumed else {}
    places = {"step": {entry.id: (entry.line, 1) for entry in entries}}
    return Document(read.process, file, "", places, source)


def _no_steps(grid: Grid) -> str:
    there = [text.strip() for text in next(filter(any, grid.rows), ()) if text.strip()]
    if not there:
        return "The table is empty. It takes a row of headings, such as Step, Owner, Why, and a row for each step."
    table = f"the sheet {quoted(grid.sheet)}" if grid.sheet else "this table"
    return (
        f"No column of {table} is understood as the steps. Its columns are {listed(map(quoted, there[:12]), 'or')}. "
        f'Say which one it is, as in: --map "{there[0][:40]}=name"'
    )


def _entries(grid: Grid, at: int, fields: Sequence[str | None], told: Told) -> list[Entry]:
    entries: list[Entry] = []
    for number, row in enumerate(grid.rows[at + 1 :], at + 1):
        line = grid.line(number)
        cells: dict[str, str] = {}
        for meant, text in zip(fields, row, strict=False):
            if meant and text.strip():
                cells.setdefault(meant, text.strip())
        if cells.keys() <= {"next", "when", "share"} and cells and entries:
            _go_on(entries[-1], cells)
        elif "name" in cells or "id" in cells:
            entries.append(Entry(line, cells))
        elif cells:
            told.add("row", line, "says nothing of what is done, so it is no step")
    _name_apart(entries, told)
    return entries


def _name_apart(entries: Sequence[Entry], told: Told) -> None:
    """Give each row an id of its own; the first one keeps an id that was given twice."""
    seen: set[str] = set()
    for entry in entries:
        if (given := entry.cells.get("id")) in seen or given == "end":
            told.add("row", entry.line, f"has the id {quoted(given)}, which is taken; it was given another one")
            entry.cells.setdefault("name", entry.cells.pop("id"))
        seen.add(given or "")
    ids = ids_of((entry.cells.get("id"), entry.cells.get("name", "")) for entry in entries)
    for entry, own in zip(entries, ids, strict=True):
        entry.id = own


def _go_on(entry: Entry, cells: Mapping[str, str]) -> None:
    """Add a row without a step of its own to the step above, as one more way on."""
    for key in ("next", "when", "share"):
        entry.cells[key] = f"{entry.cells.get(key, '')}\n{cells.get(key, '')}"


def _habits(headings: Row, fields: Sequence[str | None], entries: Sequence[Entry], *, typed: bool) -> Habits:
    """Return how a table writes amounts; where cells hold numbers (``typed``), only its texts tell."""
    units = {key: heading_unit(text)[1] for text, key in zip(headings, fields, strict=False) if key in TIMES}
    texts = [entry.cells.get(key, "") for entry in entries for key in (*TIMES, "cost")]
    told = [text for text in texts if not (typed and scalars.number(text) is not None)]
    return Habits({key: unit for key, unit in units.items() if unit}, decimal_sign(told))


def _step(entry: Entry, ways: Mapping[str, Any], cells: Cells) -> dict[str, Any]:
    step: dict[str, Any] = {"id": entry.id, "name": entry.cells.get("name", entry.id)}
    for key, text in entry.cells.items():
        if key in LISTS or key not in (
            "id",
            "name",
            "order",
            "next",
            "when",
            "share",
            "split",
            "ends",
            "made",
            "refused",
            "more",
        ):
            value = cells.value(key, text, entry.line)
            step |= {} if value is None else {key: value}
    decisions = {key: entry.cells[key] for key in ("made", "refused") if entry.cells.get(key, "").isdecimal()}
    if "made" in decisions and int(decisions.get("refused", 0)) <= int(decisions["made"]):
        step["decisions"] = decisions
    return {**step, **ways, **_more(entry.cells.get("more", ""))}


def _more(text: str) -> dict[str, Any]:
    """Return what a step says beyond the columns, in the words of a process file; other texts are a note."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {"note": text}
    return found if isinstance(found, dict) else {"note": text}
