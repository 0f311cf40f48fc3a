"""What the texts of cells mean, read forgivingly; what makes no sense is told, and stops nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, get_args

from msgspec import Struct, field

from flowtrim.formats import scalars
from flowtrim.formats.characters import unreadable
from flowtrim.formats.durations import understood, within
from flowtrim.formats.local_numbers import Sign
from flowtrim.formats.tabular.cell_text import split_cell
from flowtrim.formats.tabular.columns import TIMES
from flowtrim.formats.tabular.durations_in_cells import likely_amount, likely_date
from flowtrim.formats.tabular.nobody import says_nothing
from flowtrim.model import Join
from flowtrim.model.step import KINDS, SERVES
from flowtrim.sentences import quoted

LISTS = frozenset({"inputs", "outputs", "consults", "informs"})
_KINDS = {
    "start": "event", "end": "event", "start/end": "event", "terminator": "event", "event": "event",
    "process": "do", "task": "do", "activity": "do", "subprocess": "do", "document": "do", "data": "do",
    "decision": "gateway", "gateway": "gateway",
}  # fmt: skip


_UNITS_OF = re.compile(r"\[\d{1,3}\s?%\]$")
"""How much of a resource a project tool gives to a task."""


class Told:
    """What of a table could not be carried over, each with its row; ``where`` says what a cell of it is called."""

    def __init__(self, where: Callable[[str, int], str]) -> None:
        self._where = where
        self.items: list[dict[str, Any]] = []
        self.assumed: list[dict[str, Any]] = []

    def add(self, element: str, line: int, why: str) -> None:
        """Note one thing down that was not carried over."""
        self.items.append(self._item(element, line, why))

    def assume(self, element: str, line: int, why: str) -> None:
        """Note one thing down that was read with an assumption."""
        self.assumed.append(self._item(element, line, why))

    def _item(self, element: str, line: int, why: str) -> dict[str, Any]:
        return {"element": element, "id": self._where(element, line), "line": line, "why": why}


class Habits(Struct, frozen=True):
    """How a table writes amounts: the unit of each field whose heading gives one, and the sign before decimals."""

    units: Mapping[str, float] = field(default_factory=dict)
    decimal: Sign | None = None


class Cells(Struct, frozen=True):
    """Reads the cells of one table: on what day, by what habits, and where to tell what was not understood."""

    today: date
    told: Told
    habits: Habits

    def value(self, key: str, text: str, line: int) -> Any:
        """Return the value of a field in the words of a process file; None where it makes no sense, which is told."""
        text = unreadable().sub("\ufffd", text)
        if key in LISTS:
            items = split_cell(text, commas=True)
            return [item.text for item in items if item.quoted or not says_nothing(item.text)]
        if key in TIMES:
            return self._duration(key, text, line)
        value = _value(key, text, self.today, self.habits.decimal)
        if value is None:
            self.told.add(key, line, f"{quoted(text)} is not understood here")
        return value

    def _duration(self, key: str, text: str, line: int) -> str | None:
        decimal = self.habits.decimal
        read = within if key == "within" else partial(understood, passes=key == "waits")
        found = read(text, unit=self.habits.units.get(key), decimal=decimal)
        if found is None:
            bare = read(text, unit=1, decimal=decimal)
            unit = ": it has no unit, such as h, nor has its heading, such as (hours)" if bare else ""
            self.told.add(key, line, f"{quoted(text)} is not understood here{unit}")
            return None
        if found.assumed:
            self.told.assume(key, line, f"{quoted(text)} was read with {found.assumed}")
        return scalars.write_duration(found.minutes)


def _value(key: str, text: str, today: date, decimal: Sign | None) -> str | None:
    match key:
        case "reviewed":
            likely = text if scalars.day(text) else likely_date(text)
            known = scalars.day(likely) if likely else None
            return likely if known and known <= today else None
        case "cost":
            amount = likely_amount(text, decimal)
            return scalars.write_number(amount) if amount is not None and amount >= 0 else None
        case "owner":
            return _UNITS_OF.sub("", text).strip() or None
        case "kind":
            return text.casefold() if text.casefold() in KINDS else _KINDS.get(text.casefold())
        case "serves":
            return text.casefold() if text.casefold() in SERVES else None
        case "join":
            return text.casefold() if text.casefold() in get_args(Join) else None
    return text
