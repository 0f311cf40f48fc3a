"""The rows of a table as they stand in a file, and which of them are headings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from flowtrim.formats.tabular.columns import names_steps, other_tables, understand
from flowtrim.formats.tabular.matrices import Codes, Fields, Unfolded, heads_roles, unfold_roles
from flowtrim.formats.tabular.placed import Key, Place
from flowtrim.formats.tabular.predecessors import unfold_edges

Row = Sequence[str]
Meant = list[str | None]
_NO_LEGEND: Codes = {}
DEEPEST_HEADING = 64
"""Headings stand in one of so many rows, behind a cover at most."""
_USUAL = 20
"""Headings stand in one of so many rows, unless nothing in them looks like headings."""
_LEADING = frozenset({"owner", "accountable", "next", "after", "yes", "no"})
"""Fields that say who does a step, or where it leads."""


class Grid(Struct, frozen=True):
    """The rows of a table, and what else the file says about the process, in the words of a process file.

    ``lines`` are the lines of the rows, where they are not simply their numbers; ``sheet`` is the name of the sheet in
    a workbook, and ``places`` tells sheet and row of what else is said. ``left`` tells what was not read beside it, and
    ``typed`` that its cells hold numbers, which need no reading; ``listed`` that it was made of a list. ``legend`` has
    what letters mean, where the file says it beside the table, and ``spans`` lines with what a cell above says there.
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
    legend: Codes = _NO_LEGEND
    spans: Collection[tuple[int, str]] = frozenset()

    def line(self, number: int) -> int:
        """Return the line in the file of a row, counted from 0."""
        return self.lines[number] if self.lines is not None else number + 1

    def cell(self, column: int, line: int) -> str:
        """Return what people call a cell: Steps!C5, or the letter of its column where there are no sheets."""
        if self.listed:
            return ""
        letters = letters_of(column)
        return f"{self.sheet}!{letters}{line}" if self.sheet else f"column {letters}"


def letters_of(column: int) -> str:
    """Return the letters of a column, counted from 0.

    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    letters = ""
    while column >= 0:
        column, letter = column // 26 - 1, chr(ord("A") + column % 26)
        letters = letter + letters
    return letters


def heading_row(rows: Sequence[Row], said: Mapping[str, str], legend: Codes = _NO_LEGEND) -> tuple[int, Meant]:
    """Return the number of the row with the headings, counted from 0, and what they mean: the best among the first.

    Where no row says what steps are called, it is the one above a column of codes for each role; ``legend`` has theirs.
    """
    at, fields = _best(rows[:_USUAL], said)
    if len(set(fields) - {None}) > 1 and "name" in fields:
        return at, fields
    deeper, more = _best(rows[:DEEPEST_HEADING], said)
    if len(set(more) - {None}) > 1 and "name" in more:
        return deeper, more
    below = ((n, understand(row, said)) for n, row in enumerate(rows[:DEEPEST_HEADING]))
    return next(((n, meant) for n, meant in below if heads_roles(rows[: n + 50], n, meant, legend)), (at, fields))


def _best(rows: Sequence[Row], said: Mapping[str, str]) -> tuple[int, Meant]:
    """Return the row that makes most sense as headings.

    A row of a step may hold a word for a column, too; of headings at least half mean something, unless they come first.
    Letters alone, such as R, A and C, are those of a step with a column for each role.
    """
    found = [understand(row, said) for row in rows]
    first = next((n for n, row in enumerate(rows) if any(map(str.strip, row))), 0)

    def sense(n: int) -> tuple[bool, int, int]:
        known, filled = len(set(found[n]) - {None}), sum(bool(text.strip()) for text in rows[n])
        named = "name" in found[n] and (n == first or 2 * known >= filled)
        letters = not named and all(
            len(text.strip()) == 1 for text, field in zip(rows[n], found[n], strict=True) if field
        )
        return named, 0 if letters else known, -n

    best = max(range(len(found)), key=sense, default=0)
    return best, found[best] if found else []


def with_one_heading_row(rows: Sequence[Row], said: Mapping[str, str], legend: Codes = _NO_LEGEND) -> Sequence[Row]:
    """Return the rows with headings on two rows in one: below a heading that spans columns stands what each means.

    >>> with_one_heading_row([["Task", "Who", ""], ["", "Owner", "Accountable"], ["Ask", "Desk", "Boss"]], {})
    [['', '', ''], ['Task', 'Owner', 'Accountable'], ['Ask', 'Desk', 'Boss']]
    """
    at, fields = heading_row(rows, said, legend)
    if at + 2 >= len(rows) or len(rows[at]) != len(rows[at + 1]):
        return rows
    top, below = rows[at], rows[at + 1]
    meant = understand(below, said)
    told = [n for n, text in enumerate(below) if text.strip() and text.strip() != top[n].strip()]
    units = [n for n in told if below[n].strip()[:1] in ("(", "[", "（") and fields[n]]
    wide = [
        n for n in told if top[n].strip() in (*top[:n], *top[n + 1 :], "") or not "".join(top[n + 1 : n + 2]).strip()
    ]
    joined = [other or one for one, other in zip(top, below, strict=True)]
    joined = [f"{top[n]} {text}" if n in units else text for n, text in enumerate(joined)]
    on_one = [*rows[:at], [""] * len(top), joined, *rows[at + 2 :]]
    if told and len(units) + sum(meant[n] is not None for n in wide if n not in units) >= len(told):
        return on_one
    roles = len(told) > 1 and len(wide) == len(told) and "name" in understand(joined, said)
    return on_one if roles and unfold_roles(on_one, at + 1, understand(joined, said), legend) else rows


def unfold(rows: Sequence[Row], at: int, fields: Fields, legend: Codes) -> Unfolded | None:
    """Return a table whose rows are no steps as one of steps: one of flows, or one with a column for each role."""
    return unfold_edges(rows, at, fields) or unfold_roles(rows, at, fields, legend)


class Likeness(Struct, frozen=True, order=True):
    """How much a table looks like steps, the more telling thing first."""

    names_steps: bool = False
    leads: bool = False
    fields: int = 0
    rows: int = 0

    @classmethod
    def of(cls, rows: Sequence[Row], said: Mapping[str, str], legend: Codes = _NO_LEGEND) -> Likeness:
        """Compare a table by its headings, and by columns of roles in it.

        >>> Likeness.of([["Role", "Description"], ["Clerk", "Pays"]], {}) < Likeness.of([["Step"], ["Pay"]], {})
        True
        """
        at, fields = heading_row(rows, said, legend)
        if unfold_edges(rows[: at + 50], at, fields):
            return cls(names_steps=True)  # any other table of steps says more of them
        if unfolded := unfold_roles(rows[: at + 50], at, fields, legend):
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
