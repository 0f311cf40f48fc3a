"""How far the sheets of a workbook reach: a reader lays out every cell up to the last one, also where nothing is.

One forgotten word in the last cell of a sheet is 17 thousand million cells, for which no machine has the memory.
The names of the elements are looked at, and neither their prefix nor the name of the part that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MOST_CELLS = 1_000_000
"""Cells of a sheet, and those under its merged ranges."""
_MOST_MERGES = 100_000
_MOST_REPEATS = 10_000
"""Cells of a sheet that are written once, and stand in other places as well."""
_PLACE = re.compile(r"([A-Za-z]{1,9})([0-9]{1,20})")
_COUNT = re.compile(r"[0-9]{1,20}")
_FORMAL = frozenset({
    "style-name", "number-columns-repeated", "content-validation-name", "number-columns-spanned",
    "number-rows-spanned", "protect", "protected",
})  # fmt: skip
"""What a cell of an open document may say of itself without holding anything: whole columns are often painted."""
Area = tuple[int, int]
"""A row and a column, both from 1."""


class WorkbookError(ValueError):
    """A workbook that is not read, and why, in whole sentences."""


class Extent:
    """The rows and columns of one part of a workbook, as its elements go by."""

    def __init__(self) -> None:
        self._row = self._column = self._last_row = self._last_column = 0
        self._empty: Area | None = None
        self._tables = self._repeats = 0
        self._times = self._rows = 1
        self._merges: list[tuple[Area, Area]] = []
        self._starts = {
            "row": self._start_row, "c": self._start_cell, "mergeCell": self._merge, "table": self._start_table,
            "table-row": self._start_table_row, "table-cell": self._start_table_cell,
            "covered-table-cell": self._start_table_cell,
        }  # fmt: skip

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """Take the start of an element in; what begins inside a cell fills it."""
        act = self._starts.get(tag.rpartition(":")[2])
        if act:
            act(given)
        elif self._empty:
            self._fill(self._empty)

    def end(self, tag: str) -> None:
        """Take the end of an element in."""
        name = tag.rpartition(":")[2]
        if name in ("c", "table-cell", "covered-table-cell"):
            self._empty = None
        elif name == "table":
            self._tables -= 1
            if not self._tables:
                self.close()

    def close(self) -> None:
        """Begin the next sheet of the part.

        Merged ranges are cut to what is laid out: they may span whole columns.

        Raises:
            WorkbookError: this sheet, or what is merged in it, is too large.
        """
        if self._last_row * self._last_column > MOST_CELLS:
            said = f"A sheet reaches as far as row {self._last_row:,} and column {self._last_column:,}"
            raise WorkbookError(f"{said}, more than {MOST_CELLS:,} cells: delete what stands out there.")
        if sum(map(self._laid_out, self._merges)) > MOST_CELLS:
            raise WorkbookError(f"The merged ranges of a sheet span more than {MOST_CELLS:,} cells.")
        self._row = self._last_row = self._last_column = self._repeats = 0
        self._merges.clear()

    def _laid_out(self, merge: tuple[Area, Area]) -> int:
        (top, left), (bottom, right) = merge
        return (min(bottom, self._last_row) - top + 1) * max(0, min(right, self._last_column) - left + 1)

    def _fill(self, cell: Area) -> None:
        self._last_row = max(self._last_row, cell[0])
        self._last_column = max(self._last_column, cell[1])
        self._empty = None
        self._repeats += self._times - 1
        if self._repeats > _MOST_REPEATS:
            raise WorkbookError(f"A sheet repeats its cells more than {_MOST_REPEATS:,} times.")

    def _start_row(self, given: Mapping[str, str]) -> None:
        self._row = _count(given["r"]) if "r" in given else self._row + 1
        self._column = 0

    def _start_cell(self, given: Mapping[str, str]) -> None:
        self._empty = _place(given["r"]) if "r" in given else (self._row, self._column + 1)
        self._column = self._empty[1]

    def _merge(self, given: Mapping[str, str]) -> None:
        first, _, last = given.get("ref", "").partition(":")
        self._merges.append((_place(first), _place(last or first)))
        if len(self._merges) > _MOST_MERGES:
            raise WorkbookError(f"A sheet has more than {_MOST_MERGES:,} merged ranges.")

    def _start_table(self, _given: Mapping[str, str]) -> None:
        self._tables += 1

    def _start_table_row(self, given: Mapping[str, str]) -> None:
        self._rows = _repeated(given, "rows")
        self._row += self._rows
        self._column = 0

    def _start_table_cell(self, given: Mapping[str, str]) -> None:
        columns = _repeated(given, "columns")
        self._times = self._rows * columns
        self._column += columns
        self._empty = (self._row, self._column)
        if any(name.rpartition(":")[2] not in _FORMAL for name in given):
            self._fill(self._empty)


def _repeated(given: Mapping[str, str], what: str) -> int:
    wanted = f"number-{what}-repeated"
    return max((_count(value) for name, value in given.items() if name.endswith(wanted)), default=1)


def _count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise WorkbookError(f"This is not a workbook that can be read: {text[:20]!r} is no number of rows or columns.")
    return int(text)


def _place(text: str) -> Area:
    found = _PLACE.fullmatch(text.replace("$", ""))
    if not found:
        raise WorkbookError(f"This is not a workbook that can be read: {text[:20]!r} is no cell.")
    return int(found[2]), _number(found[1])


def _number(letters: str) -> int:
    """Return the number of a column.

    >>> _number("A"), _number("AB"), _number("XFD")
    (1, 28, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
