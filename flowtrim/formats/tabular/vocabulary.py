"""What the texts of cells mean, read forgivingly; what makes no sense is told, and stops nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

from flowtrim.formats import scalars
from flowtrim.formats.characters import unreadable
from flowtrim.formats.tabular.cell_text import split_cell
from flowtrim.formats.tabular.durations_in_cells import likely_amount, likely_date
from flowtrim.model import Join
from flowtrim.model.step import KINDS, SERVES
from flowtrim.sentences import quoted

LISTS = frozenset({"inputs", "outputs", "consults", "informs"})
_KINDS = {
    "start": "event", "end": "event", "start/end": "event", "terminator": "event", "event": "event",
    "process": "do", "task": "do", "activity": "do", "subprocess": "do", "document": "do", "data": "do",
    "decision": "gateway", "gateway": "gateway",
}  # fmt: skip


class Told:
    """What of a table could not be carried over, each with its row; ``where`` says what a cell of it is called."""

    def __init__(self, where: Callable[[str, int], str]) -> None:
        self._where = where
        self.items: list[dict[str, Any]] = []

    def add(self, element: str, line: int, why: str) -> None:
        """Note one thing down."""
        self.items.append({"element": element, "id": self._where(element, line), "line": line, "why": why})


def value_of(key: str, text: str, *, line: int, today: date, told: Told) -> Any:
    """Return the value of a field in the words of a process file; None where it makes no sense, which is told."""
    text = unreadable().sub("\ufffd", text)
    if key in LISTS:
        return list(dict.fromkeys(filter(None, split_cell(text, commas=True))))
    value = _value(key, text, today)
    if value is None:
        told.add(key, line, f"{quoted(text)} is not understood here")
    return value


def _value(key: str, text: str, today: date) -> str | None:
    match key:
        case "takes" | "waits":
            return text if scalars.duration(text) is not None else scalars.likely_duration(text)
        case "reviewed":
            likely = text if scalars.day(text) else likely_date(text)
            known = scalars.day(likely) if likely else None
            return likely if known and known <= today else None
        case "cost":
            amount = likely_amount(text)
            return scalars.write_number(amount) if amount is not None and amount >= 0 else None
        case "kind":
            return text.casefold() if text.casefold() in KINDS else _KINDS.get(text.casefold())
        case "serves":
            return text.casefold() if text.casefold() in SERVES else None
        case "join":
            return text.casefold() if text.casefold() in get_args(Join) else None
    return text
