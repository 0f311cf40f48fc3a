"""The rows of a table that tell steps, each with its cells by field; all other rows are told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from flowtrim.formats.ids import ids_of
from flowtrim.formats.role_words import reads_as_phase
from flowtrim.formats.tabular.cell_text import join_cell, literal, one_line, split_cell
from flowtrim.formats.tabular.columns import ADD_UP, spelling
from flowtrim.formats.tabular.grids import Grid, Row
from flowtrim.formats.tabular.nobody import SILENT, says_nothing
from flowtrim.formats.tabular.participation import is_legend
from flowtrim.formats.tabular.vocabulary import Told
from flowtrim.formats.tabular.whole_words import key_of_whole, whole_of
from flowtrim.formats.unit_words import bare
from flowtrim.model import END
from flowtrim.sentences import quoted

_WAYS = frozenset({"next", "when", "share"})
NAMES = frozenset({"id", "name", "owner", "part", "system", "skill", "accountable"})
"""Fields that hold a name, which is one line."""
TEXTS = NAMES | {"why", "source", "terms", "calls", "note"}
"""Fields that hold one text, which may stand in quotes."""
_NUMBERED = re.compile(r"\s*\(?(?:(\d{1,3}(?:\.\d{1,3})+)[.):]?|(\d{1,3})[.):])\s*(\D.*)", re.DOTALL)
_TOTAL = re.compile(
    r"(?:(?:grand |sub ?)?totals?|overall|sum|average|summe|gesamt|gesamtsumme|gesamtdauer|gesamtzeit|zwischensumme|"
    r"durchschnitt|insgesamt|somme|sous total|total general|moyenne|suma|totales|subtotal|promedio|"
    r"合计|总计|小计|共计|平均|合計|小計|総計|总和)"
    r"(?: (?:time|duration|effort|hours|minutes|days|cost|zeit|dauer|temps|duree|tiempo|duracion))?"
    r"\s*(?:\([^)]*\))?\s*[:：=]?"
)
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
    sections = Sections(rows)
    titles = [spelling(text) for text in grid.rows[at]]
    entries: list[Entry] = []
    part, within = None, ""
    for number, (row, cells) in enumerate(rows, at + 1):
        line = grid.line(number)
        if grid.listed or ("id" in cells and "next" in cells):  # as in the tables that we write
            entries.append(Entry(line, cells))
        elif is_decoration(row) or [spelling(text) for text in row] == titles:
            continue
        elif cells.keys() <= _WAYS and cells and entries:
            _go_on(entries[-1], cells)
        elif is_total(cells):
            told.add("row", line, f"{quoted(cells['name'])} adds up the rows above, so it is no step")
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
    _take_numbers_off(entries)
    _name_apart(entries, told)
    return entries


def told_above(grid: Grid, at: int, told: Told, today: date) -> dict[str, str]:
    """Return what stands above the headings of the process: its name, and what keys such as *Owner:* say.

    Its name stands after *Process:*, else in the first row alone. What else stands there is told.
    """
    # a title that spans columns stands in each of them
    unlike = ((number, list(dict.fromkeys(filter(None, map(str.strip, grid.rows[number]))))) for number in range(at))
    above = {number: texts for number, texts in unlike if texts and not is_legend(texts)}
    called = (_TITLE.fullmatch(": ".join(texts[:2])) for texts in above.values())
    named = next((found[1] for found in called if found and not key_of_whole(found[1])), None)
    first = next(iter(above.values()), [])
    title = named or (first[0] if len(first) == 1 and not _HEADS_ROWS.search(first[0]) else None)
    data = {} if title is None else {"process": title}
    for number, texts in above.items():
        line = grid.line(number)
        whole = whole_of(((key, value, line) for key, value in _pairs(texts) if value != title), today)
        data = whole.data | data
        for why in whole.left.values():
            told.add("row", line, why)
        if not (whole.data or whole.left) and (title is None or title not in texts[0] + texts[-1]):
            told.add("row", line, f"{quoted(texts[0])} stands above the headings, and was passed over")
    return data


def _pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return the keys and values of a row: in one cell behind a sign, or in two next to each other."""
    keyed = {text: found for text in texts if (found := _KEYED.fullmatch(text))}
    if len(keyed) == len(texts) or any(key_of_whole(found[1]) for found in keyed.values()):
        pairs = [(keyed[text][1], keyed[text][2]) if text in keyed else (text, "") for text in texts]
    else:
        pairs = [(key.rstrip(" :："), value) for key, value in zip(texts[::2], texts[1::2], strict=False)]
        pairs = [] if len(texts) % 2 or any(map(key_of_whole, texts[1::2])) else pairs
    return pairs if any(key_of_whole(key) for key, _ in pairs) else []


_KEYED = re.compile(r"([^:：]{1,40}?)\s*[:：]\s*(\S.*)", re.DOTALL)
_HEADS_ROWS = re.compile(r"[:：]|^\(?(?:[A-Z]|[0-9]{1,2}|[IVX]+)[.)]\s")
"""What the first of the rows that head others has, and no title: a sign that it leads on, or its letter or number."""
_TITLE = re.compile(
    r"(?:process(?:[ _]name)?|title|prozess(?:name)?|titel|processus|titre|proceso|título|流程(?:名称)?|プロセス名?)"
    r"\s*[:：]+\s*(\S.*)",
    re.IGNORECASE,
)


def _cells(row: Row, fields: Sequence[str | None]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for meant, text in zip(fields, row, strict=False):
        if meant and text.strip() and (value := _text(meant, text)) is not None:
            if meant in ADD_UP and meant in cells:
                told = (cells.pop(meant), value)
                value = join_cell(item.text for each in told for item in split_cell(each, commas=True))
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


def is_total(cells: Mapping[str, str]) -> bool:
    """Whether a row adds up the rows above: it is called so, and has no number and nobody who does it.

    >>> is_total({"name": "Summe", "takes": "20"}), is_total({"name": "Total the bill", "owner": "Clerk"})
    (True, False)
    """
    named = cells.get("name", "")
    return "owner" not in cells and "next" not in cells and bool(_TOTAL.fullmatch(bare(named)))


def is_decoration(row: Sequence[str]) -> bool:
    """Whether a row holds nothing but signs."""
    return not any(sign.isalnum() for text in row for sign in text)


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
