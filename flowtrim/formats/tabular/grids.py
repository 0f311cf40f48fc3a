"""The rows of a table as they stand in a file, and what they are called there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from flowtrim.formats.tabular.columns import names_steps, other_tables, understand
from flowtrim.formats.tabular.edge_list import unfold_edges
from flowtrim.formats.tabular.matrices import Fields, Unfolded, unfold_roles
from flowtrim.formats.tabular.placed import Key, Place

Row = Sequence[str]
DEEPEST_HEADING = 20
"""Headings stand in one of so many rows."""
_LEADING = frozenset({"owner", "accountable", "next", "after", "yes", "no"})
"""Fields that say who does a step, or where it leads."""


class Grid(Struct, frozen=True):
    """The rows of a table, and what else the file says about the process, in the words of a process file.

    ``lines`` are the lines of the rows, where they are not simply their numbers; ``sheet`` is the name of the sheet in
    a workbook, and ``places`` tells sheet and row of what else is said. ``left`` tells what was not read beside it, and
    ``typed`` that its cells hold numbers, which need no reading; ``listed`` that it was made of a list.
    """

    rows: Sequence[Row]
    data: Mapping[str, Any] = field(default_factory=dict)
    form: str = "csv"
    lines: Sequence[int] | None = None
    sheet: str = ""
    places: Mapping[Key, Place] = field(default_factory=dict)
    left: Sequence[Mapping[str, Any]] = ()
    typed: bool = False
    listed: bool = False

    def line(self, number: int) -> int:
        """Return the line in the file of a row, counted from 0."""
        return self.lines[number] if self.lines is not None else number + 1

    def cell(self, column: int, line: int) -> str:
        """Return what people call a cell: Steps!C5, or the letter of its column where there are no sheets."""
        if self.listed:
            return ""
        letters = ""
        while column >= 0:
            column, letter = column // 26 - 1, chr(ord("A") + column % 26)
            letters = letter + letters
        return f"{self.sheet}!{letters}{line}" if self.sheet else f"column {letters}"


def heading_row(rows: Sequence[Row], said: Mapping[str, str]) -> tuple[int, list[str | None]]:
    """Return the number of the row with the headings, counted from 0, and what they mean: the best among the first.

    A row of a step may hold a word for a column, too; of headings at least half mean something, unless they come first.
    Letters alone, such as R, A and C, are those of a step with a column for each role.
    """
    found = [understand(row, said) for row in rows[:DEEPEST_HEADING]]
    first = next((n for n, row in enumerate(rows[:DEEPEST_HEADING]) if any(map(str.strip, row))), 0)

    def sense(n: int) -> tuple[bool, int, bool, int]:
        known, filled = len(set(found[n]) - {None}), sum(bool(text.strip()) for text in rows[n])
        named = "name" in found[n]
        letters = not named and all(
            len(text.strip()) == 1 for text, field in zip(rows[n], found[n], strict=True) if field
        )
        return named and (n == first or 2 * known >= filled), 0 if letters else known, named, -n

    best = max(range(len(found)), key=sense, default=0)
    return best, found[best] if found else []


def unfold(rows: Sequence[Row], at: int, fields: Fields) -> Unfolded | None:
    """Return a table whose rows are no steps as one of steps: one of flows, or one with a column for each role."""
    return unfold_edges(rows, at, fields) or unfold_roles(rows, at, fields)


class Likeness(Struct, frozen=True, order=True):
    """How much a table looks like steps, the more telling thing first."""

    names_steps: bool = False
    leads: bool = False
    fields: int = 0
    rows: int = 0

    @classmethod
    def of(cls, rows: Sequence[Row], said: Mapping[str, str]) -> Likeness:
        """Compare a table by its headings, and by columns of roles in it.

        >>> Likeness.of([["Role", "Description"], ["Clerk", "Pays"]], {}) < Likeness.of([["Step"], ["Pay"]], {})
        True
        """
        at, fields = heading_row(rows, said)
        if unfold_edges(rows[: at + 50], at, fields):
            return cls(names_steps=True)  # any other table of steps says more of them
        if unfolded := unfold_roles(rows[: at + 50], at, fields):
            rows, fields = unfolded.rows, understand(unfolded.rows[at], said)
        known, telling = set(fields) - {None}, False
        if "name" in known and not _beside(rows[at], fields, rows[at + 1 :]):
            telling = bool(said or unfolded or known & (_LEADING | {"order"})) or _names_steps(rows[at], fields)
        return cls(telling, telling and bool(known & _LEADING), len(known), min(len(rows), 50))


def _names_steps(headings: Row, fields: Sequence[str | None]) -> bool:
    return any(names_steps(text) for text, field in zip(headings, fields, strict=False) if field == "name")


def likely_else(headings: Row, fields: Sequence[str | None]) -> str | None:
    """Return what a table looks like that is none of steps, by its headings; None for any other."""
    kinds = sorted(other_tables(headings))
    steps = _names_steps(headings, fields) and bool(set(fields) & _LEADING)
    return kinds[0] if kinds and not steps else None


def _beside(headings: Row, fields: Sequence[str | None], rows: Sequence[Row]) -> bool:
    """Whether a table stands beside a process: a history of revisions, measures, a legend, roles with their tasks."""
    if likely_else(headings, fields):
        return True
    names, owners = fields.index("name"), fields.index("owner") if "owner" in fields else None
    if owners is None or owners > names or set(fields) & {"id", "order", "next", "after", "yes"}:
        return False
    who = [row[owners].strip() for row in rows if len(row) > owners and row[owners].strip()]
    return not _names_steps(headings, fields) and len(who) == len(set(who))
