"""Single cells: lists in one cell, and texts that a spreadsheet must not take for formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def join_cell(items: Iterable[str | None]) -> str:
    """Write a list into one cell; nothing at all where no item says anything.

    >>> join_cell(["a", None, "b; c"]), join_cell([None, None])
    ('a; ; "b; c"', '')
    """
    told = list(items)
    return "; ".join(map(_item, told)) if any(item is not None for item in told) else ""


def _item(item: str | None) -> str:
    if item is None:
        return ""
    if re.search(r'[;,"\n\r]|^\s|\s$|^$', item):
        return '"' + item.replace('"', '""') + '"'
    return item


def split_cell(cell: str, *, commas: bool = False) -> list[str]:
    """Read a list from one cell: items stand apart by semicolons or lines, by commas too where asked for.

    >>> split_cell('a; ; "b; c"'), split_cell("a, b", commas=True)
    (['a', '', 'b; c'], ['a', 'b'])
    """
    if not cell.strip():
        return []
    try:
        rows = list(csv.reader(io.StringIO(cell, newline=""), delimiter=";", skipinitialspace=True))
    except csv.Error:
        return [cell.strip()]
    items = [item.strip() for row in rows for item in row]
    if commas and len(items) == 1 and "," in items[0] and not cell.lstrip().startswith('"'):
        return [item.strip() for item in items[0].split(",")]
    return items


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("Pay"), harmless("'=1")
    ("'=1+1", 'Pay', "''=1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def as_meant(text: str) -> str:
    """Take away the sign that made a text harmless.

    >>> as_meant("'=1+1"), as_meant("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
