"""The sheets of a workbook, XLSX, XLS or ODS: measured first, then read where the reading can be stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct

from flowtrim.formats.tabular.extent import MOST_CELLS, WorkbookError
from flowtrim.formats.tabular.workbook_child import REFUSED, SECONDS
from flowtrim.formats.tabular.workbook_parts import measured

Cell = str | bool | int | float | date | timedelta
Row = Sequence[Cell]
Merge = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of a merged range, each a row and a column from 0."""
_CHILD = Path(__file__).with_name("workbook_child.py")
_UNREAD = "This is not a workbook that can be read"
_PATIENCE = 6 * SECONDS
"""Seconds on the clock: a busy machine gives a child less than one second of each."""


class Sheet(Struct, frozen=True):
    """A sheet from its first cell on, the empty ones among them, and its merged ranges."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Merge, ...]
    hidden: bool = False


def read_sheets(data: bytes, *, moments: bool = False) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook in their order; the times of days are told only where ``moments`` are asked for.

    Raises:
        WorkbookError: it is broken, or asks for more than is read.
    """
    if data.startswith(b"PK"):
        data = measured(data)
    return tuple(_sheet(told, moments=moments) for told in json.loads(_read(data)))


def _read(data: bytes) -> bytes:
    command = [sys.executable, "-P", str(_CHILD), str(MOST_CELLS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired as refusal:
        raise WorkbookError(f"{_UNREAD}: it is not read after {_PATIENCE} seconds.") from refusal
    except OSError as refusal:
        raise WorkbookError(f"{_UNREAD} here: {refusal.strerror}.") from refusal
    if done.returncode == 0:
        return done.stdout
    why = done.stderr.decode("utf-8", "replace").strip()[:200] if done.returncode == REFUSED else ""
    raise WorkbookError(f"{_UNREAD}: {why or 'it takes too much time or memory, or is broken'}.")


def _sheet(told: dict[str, Any], *, moments: bool) -> Sheet:
    merged = tuple((tuple(first), tuple(last)) for first, last in told["merged"])
    rows = tuple([_cell(cell, moments=moments) for cell in row] for row in told["rows"])
    return Sheet(told["name"], rows, merged, told["hidden"])


def _cell(told: Any, *, moments: bool) -> Cell:
    if isinstance(told, dict):
        if "moment" in told:
            moment = datetime.fromisoformat(told["moment"])
            return moment if moments else moment.date()
        return date.fromisoformat(told["date"]) if "date" in told else timedelta(minutes=told["minutes"])
    cell: Cell = told
    return cell
