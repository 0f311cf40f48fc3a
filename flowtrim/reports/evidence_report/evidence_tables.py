"""The parts of a report on evidence: sentences and tables, said in a language and set in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from flowtrim.reports.media.text_lines import Line, padded, shortened, washed, width
from flowtrim.reports.media.workbook import Measured
from flowtrim.sentences import messages

_LEAST = 20
"""Columns that a text keeps at least before columns of figures are left away."""


class Cell(NamedTuple):
    """What stands in a table: as text, and where it is a figure, as a number with a look for a workbook."""

    text: str
    figure: Measured | None = None


class Table(Struct, frozen=True):
    """A table whose first columns, ``texts`` of them, are texts, and the others figures, set to the right."""

    heads: tuple[str, ...]
    texts: int
    rows: tuple[tuple[Cell, ...], ...]


class Section(Struct, frozen=True):
    """A part of the report: a title, sentences, and what stands in columns."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


def table(heads: Sequence[str], texts: int, rows: Sequence[Sequence[Cell | str]]) -> Table:
    """Return a table; texts need no cells of their own."""
    cells = (tuple(Cell(each) if isinstance(each, str) else each for each in row) for row in rows)
    return Table(tuple(heads), texts, tuple(cells))


def in_language(section: Section, language: str | None) -> Section:
    """Return a part of the report as it is said in a language."""
    _ = messages(language)
    told = section.table
    if told is not None:
        rows = tuple(tuple(Cell(str(_(cell.text)), cell.figure) for cell in row) for row in told.rows)
        told = Table(tuple(map(_, told.heads)), told.texts, rows)
    return Section(_(section.title), tuple(map(_, section.lines)), told)


def without_empty(table: Table) -> Table:
    """Return a table without the columns in which nothing stands."""
    kept = [n for n in range(len(table.heads)) if any(row[n].text for row in table.rows)]
    rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
    return Table(tuple(table.heads[n] for n in kept), sum(n < table.texts for n in kept), rows)


def table_lines(table: Table, room: int) -> Iterator[Line]:
    """Yield a table; its texts share the room that figures leave, and where that is too little, the last goes."""
    rows = [tuple(washed(cell.text) for cell in row) for row in table.rows]
    sizes = [max(width(head), *(width(row[n]) for row in rows)) for n, head in enumerate(table.heads)]
    while (found := _fitted(sizes, table.texts, room)) is None and len(sizes) > 1:
        sizes.pop()
    fitted = found or [room]
    yield ((_row_line(table.heads, fitted, table.texts), "dim"),)
    for row in rows:
        yield ((_row_line(row, fitted, table.texts), "plain"),)


def _fitted(sizes: Sequence[int], texts: int, room: int) -> list[int] | None:
    """Return widths that fit into the room, the texts being shortened; None where even that is too wide."""
    left = room - 2 * (len(sizes) - 1) - sum(sizes[texts:])
    fitted = list(sizes)
    for done, n in enumerate(sorted(range(texts), key=lambda n: sizes[n])):
        fitted[n] = min(sizes[n], left // (texts - done))
        left -= fitted[n]
    return fitted if all(fitted[n] >= min(sizes[n], _LEAST) for n in range(texts)) and left >= 0 else None


def _row_line(cells: Sequence[str], sizes: Sequence[int], texts: int) -> str:
    told = []
    for n, (cell, size) in enumerate(zip(cells, sizes, strict=False)):
        short = shortened(cell, size)
        told.append(padded(short, size) if n < texts else " " * (size - width(short)) + short)
    return "  ".join(told).rstrip()
