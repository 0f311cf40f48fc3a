"""Workbooks written: what people fill in has drop-downs and says what it asks for; no cell is a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, get_args

from flowtrim.formats.json_text import as_text, plain
from flowtrim.formats.tabular.columns import heading
from flowtrim.formats.tabular.table_writer import TEMPLATE
from flowtrim.formats.tabular.workbook_reader import HELP, HELP_HEADINGS, KPIS, ROLES, STEPS, WHOLE, WHOLE_HEADINGS
from flowtrim.formats.yaml_writer import process_entries
from flowtrim.model import Process
from flowtrim.model.role import ROLE_KINDS
from flowtrim.model.step import KINDS, SERVES, Join, Split

_ASKED = dict.fromkeys(("process", "why", "customer", "owner", "outputs"))
"""Keys that stand there also where nobody answered them yet."""
LONGEST = 32_767
"""Signs in a cell: more than that is refused by spreadsheets."""
_CHOICES: dict[str, Sequence[str]] = {
    heading("kind"): KINDS,
    heading("serves"): SERVES,
    heading("split"): get_args(Split),
    heading("join"): get_args(Join),
    "kind": ROLE_KINDS,
}
_WIDE = {
    heading("name"): 34, heading("owner"): 22, heading("why"): 50, heading("next"): 22, heading("when"): 24,
    heading("note"): 40, "name": 30, "why": 50, "what": 40, "action": 50, "Value": 90,
    "What it says": 90, "Example": 40,
}  # fmt: skip
_ROOM = 500
"""Rows below what is written that are ready to be filled in."""
HINTS: dict[str, str] = {
    "id": "A short name for the step, if others are to point to it. It may stay empty.",
    "name": "What is done: a verb and a thing.",
    "owner": "Who does it: a role, a team or a system, never a person by name.",
    "why": "Why the step exists. Empty: nobody was asked yet. none: somebody was asked, and had no answer.",
    "next": "Where it goes on: ids, numbers or names of steps, or end; apart by semicolons. Empty: the row below.",
    "when": "The condition of each way on, in the same order, apart by semicolons.",
    "share": "How often each way on is taken, in the same order, apart by semicolons.",
    "kind": "What kind of work it is; do, if nothing is said. gateway and event only route.",
    "takes": "How long the work takes, with its unit: 3m, 2h, 1d (a working day).",
    "waits": "How long the case waits before it.",
    "inputs": "What the step needs, apart by semicolons.",
    "outputs": "What the step delivers, apart by semicolons.",
    "serves": "Whom or what the reason serves; law and contract want a source.",
    "source": "Article, clause, minute or ticket that the reason comes from.",
}
EXAMPLES: dict[str, str] = {
    "id": "approve",
    "name": "Approve the claim",
    "owner": "Team leader",
    "why": "The board set the limit in minute 2025-14.",
    "next": "Pay the claim; end",
    "when": "approved; refused",
    "share": "95%; 5%",
    "kind": "approve",
    "takes": "3m",
    "waits": "1d",
    "inputs": "claim",
    "outputs": "approved claim",
    "serves": "risk",
    "source": "Minute 2025-14",
}


def write_workbook(process: Process, rows: Sequence[Sequence[str]]) -> bytes:
    """Write the rows of a process as a workbook; the same process is always the same bytes.

    Raises:
        OutputError: a plan of it changes something that a file has no words for.
    """
    return _Book(process).bytes(rows)


def write_template() -> bytes:
    """Write a workbook to fill in: headings with drop-downs, and a sheet that says what each column asks for."""
    book = _Book(Process(""))
    columns = [[heading(field), HINTS[field], EXAMPLES.get(field, "")] for field in TEMPLATE]
    return book.bytes([[heading(field) for field in TEMPLATE]], help_=columns)


def cut_in_a_workbook(process: Process, rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return a sentence about the texts that are longer than a cell may be."""
    values = plain(process_entries(process)).items()
    told = [*(text for row in rows for text in row), *(cell(value) for key, value in values if key != "steps")]
    long = sum(len(text) > LONGEST for text in told)
    texts = "1 text is" if long == 1 else f"{long} texts are"
    return (f"{texts} longer than the {LONGEST:,} signs of a cell, and cut.",) if long else ()


class _Book:
    def __init__(self, process: Process) -> None:
        import xlsxwriter

        self._stream = io.BytesIO()
        off = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
        self._book = xlsxwriter.Workbook(self._stream, off)
        self._book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - any day, as long as it is the same
        self._head = self._book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "valign": "top"})
        self._body = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._whole: dict[str, Any] = plain(process_entries(process))

    def bytes(self, steps: Sequence[Sequence[str]], help_: Sequence[Sequence[str]] = ()) -> bytes:
        """Write all sheets, and return the file."""
        whole = {key: value for key, value in self._whole.items() if key not in ("steps", "roles", "kpis")}
        filled = {key: value for key, value in whole.items() if key != "process" or value}
        roles, kpis = self._whole.get("roles", {}), self._whole.get("kpis", [])
        self._sheet(STEPS, steps, frozen=2)
        self._sheet(WHOLE, [WHOLE_HEADINGS, *([key, cell(value)] for key, value in (_ASKED | filled).items())])
        self._sheet(ROLES, _table([{"id": key} | told for key, told in roles.items()], ("id", "name", "kind", "why")))
        self._sheet(KPIS, _table(kpis, ("name", "what", "why", "action", "owner")))
        if help_:
            self._sheet(HELP, [HELP_HEADINGS, *help_])
        self._book.close()
        return self._stream.getvalue()

    def _sheet(self, name: str, rows: Sequence[Sequence[str]], *, frozen: int = 0) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(number, column, text[:LONGEST], self._body if number else self._head)
        for column, title in enumerate(rows[0]):
            sheet.set_column(column, column, _WIDE.get(title, 16))
            if asked := _asked(title) if name != HELP else None:
                sheet.data_validation(1, column, len(rows) + _ROOM, column, asked)


def _asked(title: str) -> dict[str, Any] | None:
    """Return what a spreadsheet says, and lets one choose from, where a cell of a column is filled in."""
    field = next((field for field in HINTS if heading(field) == title), None)
    message = {} if field is None else {"input_title": title, "input_message": HINTS[field]}
    if title in _CHOICES:
        return {"validate": "list", "source": list(_CHOICES[title]), "error_type": "warning"} | message
    return {"validate": "any"} | message if message else None


def _table(records: Sequence[Mapping[str, Any]], always: Sequence[str]) -> list[list[str]]:
    keys = list(dict.fromkeys([*always, *(key for record in records for key in record)]))
    return [keys, *([cell(record.get(key)) for key in keys] for record in records)]


def cell(value: Any) -> str:
    """Return the text of a cell: lists and mappings as JSON, and texts that would else be taken for one, or be lost."""
    if value is None:
        return ""
    plain_text = isinstance(value, str) and value[:1] not in ("", "[", "{", '"')
    return str(value) if plain_text else as_text(value)
