"""What a table says, as the text of a process file with one thing a line, so that each problem has its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.json_text import as_text
from flowtrim.formats.process_reader import read_text
from flowtrim.formats.source_text import Document

Key = tuple[str, str]
"""A key of a process file, and under roles, KPIs and steps what stands there: an id, or a number from 0."""
Place = tuple[str, int]
"""The name of a sheet, empty where a file has none, and a row."""


def read_placed(data: Mapping[str, Any], places: Mapping[Key, Place], *, file: str, today: date) -> Document:
    """Read a process from the words of a process file; problems are told where ``places`` says they stand.

    Raises:
        InvalidFileError: something makes no sense.
    """
    keys, lines = zip(*_lines(data), strict=True)
    try:
        return read_text("{\n" + ",\n".join(lines) + "\n}", file=file, today=today)
    except InvalidFileError as refusal:
        found = ((places.get(keys[min(max(each.line - 2, 0), len(keys) - 1)]), each) for each in refusal.problems)
        raise InvalidFileError([_moved(problem, place) for place, problem in found]) from refusal


def _lines(data: Mapping[str, Any]) -> Iterable[tuple[Key, str]]:
    for key, value in data.items():
        inner = list(value.items() if isinstance(value, dict) else enumerate(value)) if key in _SPREAD else []
        if not inner:
            yield (key, ""), f"{as_text(key)}: {as_text(value)}"
            continue
        named = isinstance(value, dict)
        opened, closed = (f"{as_text(key)}: {'{' if named else '['}", "}" if named else "]")
        for number, (name, each) in enumerate(inner):
            before = opened if number == 0 else ""
            after = closed if number == len(inner) - 1 else ""
            yield (key, str(name)), f"{before}{as_text(name) + ': ' if named else ''}{as_text(each)}{after}"


_SPREAD = frozenset({"roles", "kpis", "steps"})


def _moved(problem: Problem, place: Place | None) -> Problem:
    if place is None:
        return Problem(problem.file, 1, 1, problem.message)
    sheet, row = place
    return Problem(problem.file, row, 1, f"On the sheet {sheet}: {problem.message}" if sheet else problem.message)
