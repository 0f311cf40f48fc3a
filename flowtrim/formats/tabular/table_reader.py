"""From the rows of a table to a process; a table that tells what was done in each case is none."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats import scalars
from flowtrim.formats.durations import heading_unit
from flowtrim.formats.ids import ids_of
from flowtrim.formats.local_numbers import decimal_sign
from flowtrim.formats.source_text import Document
from flowtrim.formats.tabular.columns import TIMES, answer_word, check_map, holds_words, settled, spelling, understand
from flowtrim.formats.tabular.durations_in_cells import likely_date
from flowtrim.formats.tabular.entries import Entry, entries_of
from flowtrim.formats.tabular.grids import (
    DEEPEST_HEADING,
    Grid,
    Row,
    heading_row,
    likely_else,
    unfold,
    with_one_heading_row,
)
from flowtrim.formats.tabular.matrices import Fields, Unfolded, unknown_codes
from flowtrim.formats.tabular.next_column import follow
from flowtrim.formats.tabular.placed import read_placed
from flowtrim.formats.tabular.predecessors import beginnings, with_outline_numbers
from flowtrim.formats.tabular.vocabulary import Cells, Habits, Told
from flowtrim.formats.tabular.whole_words import told_above
from flowtrim.formats.unit_words import bare
from flowtrim.sentences import listed, quoted

_ELSEWHERE = frozenset(
    {"id", "name", "order", "next", "after", "yes", "no", "when", "share", "split", "ends", "made", "refused", "more"}
)
"""Fields that are read with others, and not on their own."""
CASES = frozenset(
    {"caseid", "caseconceptname", "traceid", "case", "fallid", "fall", "vorgangsnummer", "案件id", "ケースid"}
)
"""What the column is called that says to which case a row belongs."""
_KEY = re.compile(
    r"(?:.* )?(?:id|no|nr|num|number|numero|nummer|key|ref|reference|ticket|case|order|request|claim|invoice|incident|"
    r"fall|vorgang|auftrag|bestellung|antrag|dossier|commande|demande|cas|pedido|caso|solicitud|expediente)\.?"
    r"|.*(?:编号|单号|号|工单|订单|案件|番号|チケット|伝票|受付)"
)
_SHARE = 0.5
"""So much of the rows tell a step that is done in several cases, in a log; a process seldom tells a step twice."""

Rows = Sequence[Sequence[str]]


class _Table(Struct, frozen=True):
    """A table of steps: its rows, the row of its headings, what each column means, and what is told about it.

    ``above`` is what stands above it of the process as a whole.
    """

    grid: Grid
    at: int
    fields: Fields
    told: Told
    above: Mapping[str, str] = {}

    @property
    def headings(self) -> Row:
        """The headings of the columns."""
        return self.grid.rows[self.at]


def read_grid(grid: Grid, *, file: str, today: date, columns: Mapping[str, str]) -> Document:
    """Read a table with a step in each row.

    Raises:
        InvalidFileError: no column of it holds steps.
        UnknownNameError: ``columns`` names a column or a field that there is none of.
    """
    said = check_map(columns, (text for row in grid.rows[:DEEPEST_HEADING] for text in row))
    grid = replace(grid, rows=with_one_heading_row(grid.rows, said, grid.legend))
    at, fields = heading_row(grid.rows, said, grid.legend)
    unfolded = unfold(grid.rows, at, fields, grid.legend)
    table = _table(grid, at, unfolded, said, file)
    table = replace(table, above=told_above(table.grid, at, table.told, today))
    entries = entries_of(table.grid, at, table.fields, table.told)
    read = _process(table, entries, file=file, today=today)
    meant = _account(grid.rows[at], table.fields, unfolded)
    source = {"format": grid.form, "rows": len(entries), "columns": meant}
    source |= {"not_carried": [*grid.left, *table.told.items]}
    source |= {"assumed": table.told.assumed} if table.told.assumed else {}
    places = {"step": {entry.id: (entry.line, 1) for entry in entries}}
    return Document(read.process, file, "", places, source, read.spellings)


def _table(grid: Grid, at: int, unfolded: Unfolded | None, said: Mapping[str, str], file: str) -> _Table:
    """Return the table with one column for each field.

    Raises:
        InvalidFileError: no column of it holds steps.
    """
    plain = grid
    if unfolded:
        plain = replace(grid, rows=unfolded.rows, lines=[grid.line(number) for number in unfolded.origins])
    headings = plain.rows[at] if plain.rows else ()
    numbered, fields = with_outline_numbers(plain.rows, at, understand(headings, said))
    plain = replace(plain, rows=numbered)
    rows = plain.rows[at + 1 :]
    other = None if "name" in said.values() else event_log(headings, fields, rows) or _other(headings, fields)
    if not (other or said or unfolded):
        other = unknown_codes(grid.rows, at, fields, grid.legend)
    if other or "name" not in fields:
        raise InvalidFileError([Problem(file, 1, 1, other or _no_steps(grid, at))])
    fields = settled(fields, _chosen(headings, said), rows)
    told = Told(lambda key, line: grid.cell(fields.index(key), line) if key in fields and not unfolded else grid.sheet)
    for number, sentence in unfolded.assumed.items() if unfolded else ():
        told.assume("row", plain.line(number), sentence)
    for number, sentence in unfolded.left.items() if unfolded else ():
        told.add("row", plain.line(number), sentence)
    return _Table(plain, at, fields, told)


def _other(headings: Row, fields: Fields) -> str | None:
    """Return what to say of a table of people, of terms, of versions and the like, whose names are no steps."""
    likely = likely_else(headings, fields) if "name" in fields else None
    if likely is None:
        return None
    name = headings[fields.index("name")].strip()
    return f'This looks like {likely}, and not like steps. If it tells steps, say so, as in: --map "{name}=name"'


def _chosen(headings: Row, said: Mapping[str, str]) -> set[int]:
    mapped = set(map(spelling, said))
    return {number for number, text in enumerate(headings) if spelling(text) in mapped}


def _account(headings: Row, fields: Sequence[str | None], unfolded: Unfolded | None) -> dict[str, str | None]:
    """Return what each heading of the file was understood as; a column of a role is one."""
    if unfolded is None:
        return {text: meant for text, meant in zip(headings, fields, strict=False) if text.strip()}
    kept = iter(fields)
    told = {text: unfolded.meant.get(text.strip()) or next(kept) for text in headings}
    return {text: meant for text, meant in told.items() if text.strip()}


def _process(table: _Table, entries: Sequence[Entry], *, file: str, today: date) -> Document:
    """Return the process that the rows tell, with every problem at its row."""
    grid, columns = table.grid, list(zip(table.headings, table.fields, strict=False))
    visio = "type" in "".join(table.headings).casefold() and "next" in table.fields
    answers = {key: answer_word(text) for text, key in columns if key in ("yes", "no")}
    following = follow(entries, answers, empty_ends=visio, told=table.told)
    cells = Cells(today, table.told, _habits(columns, entries, typed=grid.typed))
    steps = [_step(entry, following[entry.id], cells) for entry in entries]
    steps_at = {("steps", str(number)): (grid.sheet, entry.line) for number, entry in enumerate(entries)}
    if "after" in table.fields and len(first := beginnings(entries, following)) > 1:
        steps.insert(0, _beginning(first, {entry.id for entry in entries}))
        steps_at = {("steps", str(number + 1)): place for number, place in enumerate(steps_at.values())}
        table.told.assume(
            "row", entries[0].line, f"{len(first)} steps come after none, and were read as beginning together"
        )
    data = {"process": PurePath(file).stem or "Process", **table.above, **grid.data} | (
        {"steps": steps} if steps else {}
    )
    return read_placed(data, {**grid.places, **steps_at}, file=file, today=today)


def _beginning(first: Sequence[str], taken: set[str]) -> dict[str, Any]:
    """Return the event that several steps follow at once, which no table has a row for."""
    [own] = ids_of([(None, "Start")]) if "start" not in taken else [f"start-{len(taken)}"]
    return {"id": own, "name": "Start", "kind": "event", "next": {"all": list(first)}}


def _no_steps(grid: Grid, at: int) -> str:
    headings = next(filter(any, grid.rows[at:]), ())
    there = [text.strip() for text in headings if text.strip()]
    if not there:
        return "The table is empty. It takes a row of headings, such as Step, Owner, Why, and a row for each step."
    table = f"the sheet {quoted(grid.sheet)}" if grid.sheet else "this table"
    wordy = (text.strip() for n, text in enumerate(headings) if text.strip() and holds_words(grid.rows[at + 1 :], n))
    likely = next(wordy, there[0])
    return (
        f"No column of {table} is understood as the steps. Its columns are {listed(map(quoted, there[:12]), 'or')}. "
        f'Say which one it is, as in: --map "{likely[:40]}=name"'
    )


def _habits(columns: Sequence[tuple[str, str | None]], entries: Sequence[Entry], *, typed: bool) -> Habits:
    """Return how a table writes amounts; where cells hold numbers (``typed``), only its texts tell."""
    units = {key: heading_unit(text)[1] for text, key in columns if key in TIMES}
    texts = [entry.cells.get(key, "") for entry in entries for key in (*TIMES, "cost")]
    told = [text for text in texts if not (typed and scalars.number(text) is not None)]
    return Habits({key: unit for key, unit in units.items() if unit}, decimal_sign(told))


def _step(entry: Entry, following: Mapping[str, Any], cells: Cells) -> dict[str, Any]:
    step: dict[str, Any] = {"id": entry.id, "name": entry.cells.get("name", entry.id)}
    for key, text in entry.cells.items():
        if key not in _ELSEWHERE:
            value = cells.value(key, text, entry.line)
            step |= {} if value is None else {key: value}
    decisions = {key: entry.cells[key] for key in ("made", "refused") if entry.cells.get(key, "").isdecimal()}
    if "made" in decisions and int(decisions.get("refused", 0)) <= int(decisions["made"]):
        step["decisions"] = decisions
    return {**step, **following, **_more(entry.cells.get("more", ""))}


def _more(text: str) -> dict[str, Any]:
    """Return what a step says beyond the columns, in the words of a process file; other texts are a note."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {"note": text}
    return found if isinstance(found, dict) else {"note": text}


def event_log(headings: Sequence[str], fields: Sequence[str | None], rows: Rows) -> str | None:
    """Say why a table is an event log: rows have cases, and the same is done in several. None where it is none.

    Where no column is understood as the steps, a column of cases is enough.

    >>> event_log(["case_id", "Activity"], [None, "name"], [["1", "Ask"], ["1", "Pay"], ["2", "Ask"]])[:32]
    'This looks like an event log: in'
    >>> event_log(["Case", "Activity"], [None, "name"], [["Refund", "Ask"], ["Repair", "Look"]]) is None
    True
    """
    case = _case(headings, fields, rows)
    if case is None:
        return None
    return (
        f"This looks like an event log: in the column {quoted(headings[case].strip())} each row has its case. "
        "A log belongs beside a process, which has a row for each step, told once. If it is no log, say which column "
        f'holds the steps, as in: --map "{_steps(headings, fields, case)}=name"'
    )


def _case(headings: Sequence[str], fields: Sequence[str | None], rows: Rows) -> int | None:
    """Return the column of the cases: by its name, else by a key in it, or any column beside one of times."""
    known = next((n for n, text in enumerate(headings) if not fields[n] and spelling(text) in CASES), None)
    if "name" not in fields:
        return known
    name = fields.index("name")
    if known is not None:
        return known if _repeated(known, name, rows) else None
    timed = any(_holds_times(rows, n) for n, field in enumerate(fields) if field in (None, "ends"))
    for n, text in enumerate(headings):
        likely = bool(_KEY.fullmatch(bare(text).replace("_", " "))) or timed
        if not (likely and text.strip() and fields[n] in (None, "id", "order", "inputs")):
            continue
        if _repeated(n, name, rows) >= _SHARE and _several_rows_each(n, rows):
            return n
    return None


def _repeated(case: int, name: int, rows: Rows) -> float:
    """Return the share of the rows whose step is done in several cases."""
    cases: dict[str, set[str]] = defaultdict(set)
    told = [(row[name].strip(), row[case].strip()) for row in rows if len(row) > max(case, name) and row[name].strip()]
    for step, each in told:
        if each:
            cases[step].add(each)
    return sum(len(cases[step]) > 1 for step, _ in told) / len(told) if told else 0.0


def _several_rows_each(case: int, rows: Rows) -> bool:
    told = [row[case].strip() for row in rows if len(row) > case and row[case].strip()]
    return 1 < len(set(told)) <= 0.7 * len(told)


def _holds_times(rows: Rows, column: int) -> bool:
    told = [row[column].strip() for row in rows[:50] if len(row) > column and row[column].strip()]
    return bool(told) and all(_time(text) for text in told)


def _time(text: str) -> bool:
    day = re.split(r"[T ]", text, maxsplit=1)[0].replace("/", "-")
    return likely_date(day) is not None or re.fullmatch(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", day) is not None


def _steps(headings: Sequence[str], fields: Sequence[str | None], case: int) -> str:
    """Return the heading of the steps, or else of the first column that could be it."""
    if "name" in fields:
        return headings[fields.index("name")].strip()
    return next((text.strip() for n, text in enumerate(headings) if n != case and text.strip()), "Step")
