"""The rows of a table that tell steps, each with its cells by field; all other rows are told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from flowtrim.formats.ids import ids_of
from flowtrim.formats.role_words import reads_as_phase, reads_as_role
from flowtrim.formats.tabular.cell_text import join_cell, literal, one_line, split_cell
from flowtrim.formats.tabular.columns import ADD_UP, spelling
from flowtrim.formats.tabular.grids import Grid, Row
from flowtrim.formats.tabular.nobody import SILENT, is_decoration, says_nothing, why_no_step
from flowtrim.formats.tabular.vocabulary import Told
from flowtrim.formats.unit_words import bare
from flowtrim.model import END
from flowtrim.sentences import quoted

_WAYS = frozenset({"next", "when", "share"})
NAMES = frozenset({"id", "name", "owner", "part", "system", "skill", "accountable"})
"""Fields that hold a name, which is one line."""
TEXTS = NAMES | {"why", "source", "terms", "calls", "note"}
"""Fields that hold one text, which may stand in quotes."""
_NUMBERED = re.compile(r"\s*\(?(?:(\d{1,3}(?:\.\d{1,3})+)[.):]?|(\d{1,3})[.):])\s*(\D.*)", re.DOTALL)
_MARKS = ("id", "order", "owner", "takes", "accountable")
"""Fields that a row of a step has where the rows around it have them."""


class Entry(Struct):
    """A row that tells a step: its number in the file, and the texts of its cells by field."""

    line: int
    cells: dict[str, str]
    id: str = ""


def entries_of(grid: Grid, at: int, fields: Sequence[str | None], told: Told) -> list[Entry]:
    """Return the steps below the row of headings; what heads others is the part of those below it.

    A part stands in the first of its rows, as in cells that were merged, or in a row of its own.
    """
    rows = [(row, _cells(row, fields)) for row in grid.rows[at + 1 :]]
    owned = {} if grid.listed else _owner_sections(rows, at + 1)
    sections = Sections(rows)
    titles = [spelling(text) for text in grid.rows[at]]
    entries: list[Entry] = []
    part, within = None, ""
    for number, (row, cells) in enumerate(rows, at + 1):
        line = grid.line(number)
        if number in owned:
            told.assume("row", line, f"{quoted(owned[number])} was read as the owner of the steps below it")
        elif grid.listed or ("id" in cells and "next" in cells):  # as in the tables that we write
            entries.append(Entry(line, cells))
        elif is_decoration(row) or [spelling(text) for text in row] == titles:
            continue
        elif entries and _is_same_step(entries[-1], cells, (line, cells.get("name", "")) in grid.spans):
            _add_to(entries[-1], cells, line, told)
        elif why := why_no_step(cells):
            told.add("row", line, f"{quoted(cells['name'])} {why}, so it is no step")
        elif (heading := sections.heading(row, cells)) is not None:
            part, within = heading, outline_number(cells)
            told.assume("row", line, f"{quoted(heading)} was read as the part of the steps below it")
        elif "name" in cells or (cells.keys() > {"id"}):
            if within and not outline_number(cells).startswith(f"{within}."):
                part, within = None, ""
            part = cells.get("part", part)
            entries.append(Entry(line, cells | ({"part": part} if part else {})))
        elif cells:
            told.add("row", line, "says nothing of what is done, so it is no step")
    return _settled(entries, told)


def _settled(entries: list[Entry], told: Told) -> list[Entry]:
    """Return the steps with one owner, a name without its number, and an id of its own each."""
    _part_owners(entries, told)
    _take_numbers_off(entries)
    _name_apart(entries, told)
    return entries


def _cells(row: Row, fields: Sequence[str | None]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for meant, text in zip(fields, row, strict=False):
        if meant and text.strip() and (value := _text(meant, text)) is not None:
            if meant in ADD_UP and meant in cells:
                told = (cells.pop(meant), value)
                value = join_cell(item.text for each in told for item in split_cell(each, commas=True))
            if meant == "owner" and meant not in cells and "\n" in text.strip() and literal(text.strip()) is None:
                lines = (_BULLET.sub("", _BULLET.sub("", line)) for line in text.strip().split("\n"))
                cells["owners"] = "\n".join(filter(None, map(str.strip, lines)))
            cells.setdefault(meant, value)
    return cells


def _text(field: str, text: str) -> str | None:
    """Return what a cell says, None where that is nothing or nobody."""
    kept = literal(text.strip()) if field in TEXTS else None
    if kept is not None:
        return kept
    if field in SILENT and says_nothing(text) and '"' not in text:
        return None
    return one_line(text) if field in NAMES else text.strip()


def _owner_sections(rows: Sequence[tuple[Row, dict[str, str]]], first_row: int) -> dict[int, str]:
    """Return the rows that say nothing but who does the steps below, which get it as they have none; by number."""
    alone = {n: next(iter(texts)) for n, (row, _) in enumerate(rows) if len(texts := _texts(row)) == 1}
    first = next((n for n, (row, _) in enumerate(rows) if _texts(row)), -1)
    read = {n: text.rstrip(":： ") for n, text in alone.items() if reads_as_role(text.rstrip(":： "))}
    owners = {n: text for n, text in alone.items() if rows[n][1].keys() == {"owner"}}
    found = owners | (read if first in read and len(alone) == len(read) and len(read) < len(rows) else {})
    ends = [*sorted(found), len(rows)]
    inside = {n: [cells for _, cells in rows[n + 1 : end] if "name" in cells] for n, end in pairwise(ends)}
    owned = {n: one_line(found[n]) for n, below in inside.items() if below and not any("owner" in one for one in below)}
    for n, owner in owned.items():
        for each in inside[n]:
            each.setdefault("owner", owner)
    return {n + first_row: owner for n, owner in owned.items()}


def _is_same_step(entry: Entry, cells: Mapping[str, str], merged: bool) -> bool:
    """Whether a row tells more of the step above: its name spans both, both have one id, or it has but an owner."""
    if cells.keys() <= {"owner", "owners"} | _WAYS:
        return bool(cells) and ("owner" not in cells or "owner" in entry.cells)
    same = "name" in cells and all(cells.get(key, entry.cells.get(key)) == entry.cells.get(key) for key in _OWN)
    return same and (merged or "id" in cells)


_OWN = ("name", "id", "order")


def _add_to(entry: Entry, cells: Mapping[str, str], line: int, told: Told) -> None:
    """Add to a step what a further row of it says: more ways on, and more people, who are consulted."""
    name = quoted(entry.cells.get("name", ""))
    if "owner" in cells and cells["owner"] != entry.cells.get("owner"):
        owner = entry.cells.setdefault("owner", cells["owner"])
        if owner != cells["owner"]:
            _consult(entry, [cells["owner"]])
            told.assume(
                "row", line, f"{quoted(owner)} was read as the owner of {name}, {quoted(cells['owner'])} as consulted"
            )
    if cells.keys() <= _WAYS or any(cells.get(key, "") != entry.cells.get(key, "") for key in _WAYS):
        _go_on(entry, cells)
    for key, text in cells.items():
        if key in ADD_UP:
            _consult(entry, [item.text for item in split_cell(text, commas=True)], key)
        elif key not in _WAYS and key != "owners" and entry.cells.setdefault(key, text) != text and key != "owner":
            told.add(key, line, f"says {quoted(text)} of {name} once more, which was passed over")


def _consult(entry: Entry, roles: Sequence[str], key: str = "consults") -> None:
    there = [item.text for item in split_cell(entry.cells.get(key, ""), commas=True)]
    entry.cells[key] = join_cell(dict.fromkeys([*there, *roles]))


def _part_owners(entries: Sequence[Entry], told: Told) -> None:
    """Take owners apart that stand on lines of their own, or are named alone as well: the first one does it."""
    alone = {entry.cells["owner"] for entry in entries if "owner" in entry.cells and "owners" not in entry.cells}
    for entry in entries:
        lines = entry.cells.pop("owners", "").split("\n")
        whole = entry.cells.get("owner", "")
        ours = "id" in entry.cells and "next" in entry.cells
        parts = [part for text in ([whole] if len(lines) < 2 else lines) for part in _BETWEEN.split(text) if part]
        if len(parts) < 2 or (whole in alone and len(lines) > 1):
            continue
        known = all(part in alone for part in parts)
        if (known and not (ours and len(lines) < 2)) or (len(lines) > 1 and _are_several(parts)):
            entry.cells["owner"] = parts[0]
            _consult(entry, parts[1:])
            told.assume(
                "owner", entry.line, f"{quoted(parts[0])} was read as the owner, and who stands beside as consulted"
            )
        elif len(lines) > 1:
            told.assume("owner", entry.line, f"{quoted(whole)} stands on several lines, and was read as one role")


_BETWEEN = re.compile(r"\s*[,;/&+、，；／]\s*|\s+(?:and|und|et|y)\s+", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–•*·]|\d{1,2}[.)])\s*|\s*[,;/&+、，；／]\s*$|\s+(?:and|und|et|y)\s*$", re.IGNORECASE)
_PERSONS = {
    "manager",
    "leiter",
    "leiterin",
    "director",
    "directeur",
    "officer",
    "clerk",
    "lead",
    "leader",
    "担当",
    "担当者",
}
_GROUPS = {
    "service", "desk", "team", "office", "unit", "department", "dept", "abteilung", "leitung", "equipo", "departamento",
    "staff", "payable", "receivable",
}  # fmt: skip
"""Words that on a line alone go on with the one above."""


def _are_several(lines: Sequence[str]) -> bool:
    """Whether lines are a role each, and not one name that is wrapped."""
    wrapped = any(not line[:1].isalnum() or line[:1].islower() for line in lines[1:]) or _LEADS_ON.search(lines[0])
    first, second = bare(lines[0]), bare(lines[1])
    goes_on = first in _HEADS or second in _GROUPS or (second in _PERSONS and not _AGENT.search(first))
    return not wrapped and not goes_on and any(map(reads_as_role, lines))


_LEADS_ON = re.compile(r"(?:\b(?:of|for|the|and|de|du|des|der|für|von|del|la)|[-‐&/])$", re.IGNORECASE)
_HEADS = {"head", "leiter", "leiterin", "leitung", "chef", "director", "directeur", "responsable", "jefe", "abteilung"}
_AGENT = re.compile(r"(?:[^s]er|[io]r|ist|ant|able|clerk|boss|in)$")
"""Ends of words for somebody: behind those, *Manager* is another one; behind *Sales* it goes on."""


def _take_numbers_off(entries: Sequence[Entry]) -> None:
    """Take ``1. Ask`` and ``2. Pay`` apart, where every name has its number and nothing else counts the rows."""
    found = [_NUMBERED.fullmatch(entry.cells.get("name", "")) for entry in entries]
    counted = any("id" in entry.cells or "order" in entry.cells for entry in entries)
    if counted or len({number[1] or number[2] for number in found if number}) < max(len(entries), 2):
        return
    for entry, numbered in zip(entries, found, strict=True):
        if numbered:
            entry.cells |= {"order": numbered[1] or numbered[2], "name": numbered[3]}


def _name_apart(entries: Sequence[Entry], told: Told) -> None:
    """Give each row an id of its own; the first one keeps an id that was given twice."""
    seen: set[str] = set()
    for entry in entries:
        if (given := entry.cells.get("id")) in seen or given == END:
            told.add("row", entry.line, f"has the id {quoted(given or '')}, which is taken; it was given another one")
            entry.cells.setdefault("name", entry.cells.pop("id"))
        seen.add(given or "")
    ids = ids_of((entry.cells.get("id"), entry.cells.get("name", "")) for entry in entries)
    for entry, own in zip(entries, ids, strict=True):
        entry.id = own


def _go_on(entry: Entry, cells: Mapping[str, str]) -> None:
    """Add a row without a step of its own to the step above, as one more way on."""
    for key in _WAYS:
        entry.cells[key] = f"{entry.cells.get(key, '')}\n{cells.get(key, '')}"


class Sections:
    """Tells the rows that head others: one text alone, where every step around it has a number or says more."""

    def __init__(self, rows: Sequence[tuple[Sequence[str], Mapping[str, str]]]) -> None:
        told = [cells for row, cells in rows if len(_texts(row)) > 1]
        self._marked = bool(told) and all(any(key in cells for key in ("id", "order")) for cells in told)
        self._owned = bool(told) and any(key in cells for cells in told for key in _MARKS)
        names = [cells.get("name", "") for cells in told]
        self._shouted = any(name == name.upper() != name.lower() for name in names)
        self._counted = any(map(_COUNTED.match, names))
        numbers = [outline_number(cells).split(".") for _, cells in rows]
        self._parents = {".".join(parts[:depth]) for parts in numbers for depth in range(1, len(parts))}

    def heading(self, row: Sequence[str], cells: Mapping[str, str]) -> str | None:
        """Return the text of a row that heads the rows below; None where it is none."""
        if "name" in cells and cells.keys() <= _SUMMED and outline_number(cells) in self._parents:
            return _OUTLINE.sub("", cells["name"])
        texts = _texts(row)
        if len(texts) != 1 or not self._owned:
            return None
        [text] = (bare_text.strip(_SIGNS) for bare_text in texts)
        alone = "id" not in cells and "order" not in cells
        merged = "next" not in cells and sum(bool(cell.strip()) for cell in row) > 1
        shouted = not self._shouted and text == text.upper() != text.lower() and len(text) > 2
        counted = not self._counted and alone and _COUNTED.match(text) is not None
        named = reads_as_phase(text) or shouted or counted or text.endswith((":", "："))
        return text.rstrip(":： ") if merged or named or (alone and self._marked) else None


_SIGNS = " =-–—*#•·>_"
"""What decorates a heading."""
_COUNTED = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.．]|第[^\s]{1,3}[章节節]|[IVX]{1,4}[.)]\s|[A-Z][.)]\s)\s*\S")
"""How parts are counted, where steps have figures or nothing."""
_SUMMED = frozenset({"id", "order", "name", "takes", "waits", "cost", "note"})
"""What a row has that only heads those of its number: 1 before 1.1; its times are theirs, added up."""
_OUTLINE = re.compile(r"^\(?(\d{1,3}(?:\.\d{1,3})*)[.):]?\s+(?=\D)")


def outline_number(cells: Mapping[str, str]) -> str:
    """Return the number of a row in an outline, as its column or its name begins, without a nought at its end.

    >>> outline_number({"order": "1.0", "name": "Intake"}), outline_number({"name": "1.1 Ask"}), outline_number({})
    ('1', '1.1', '')
    """
    own = cells.get("order") or cells.get("id") or cells.get("name", "") + " -"
    found = _OUTLINE.match(f"{own} -")
    return found[1].removesuffix(".0") if found else ""


def _texts(row: Sequence[str]) -> set[str]:
    return {cell.strip() for cell in row if cell.strip()}
