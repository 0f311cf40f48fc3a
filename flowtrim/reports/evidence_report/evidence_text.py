"""The report on evidence, laid out in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowtrim.reports.evidence_report.evidence_page import EvidencePage, Section, Table
from flowtrim.reports.media.text_lines import (
    NARROWEST,
    WIDEST,
    Line,
    padded,
    shortened,
    text_lines,
    title_lines,
    washed,
    width,
)
from flowtrim.reports.process.process_text import SIGNS

_LEAST = 16
"""Columns that a text keeps at least before columns of figures are left away."""


def laid_out(page: EvidencePage, columns: int) -> Iterator[Line]:
    """Yield the lines of a report, none wider than the columns."""
    room = min(max(columns, NARROWEST), WIDEST)
    yield from title_lines(page.title, room)
    yield from text_lines(page.about, room, style="dim")
    yield ()
    for finding in page.findings:
        first = (f"{SIGNS[finding.severity]} ", finding.severity)
        yield from text_lines(finding.message, room, first=first)
        yield from text_lines(finding.key, room, first=("  ", "plain"), style="dim")
    if not page.findings:
        yield from text_lines("Nothing in the log speaks against what is declared.", room, first=("✓ ", "good"))
    for section in page.sections:
        yield ()
        yield from _section(section, room)
    yield ()
    yield (("How the log was read", "strong"),)
    for line in page.log:
        yield from text_lines(line, room)


def _section(section: Section, room: int) -> Iterator[Line]:
    yield ((section.title, "strong"),)
    for line in section.lines:
        yield from text_lines(line, room)
    if section.table and section.table.rows:
        yield from _table(_without_empty(section.table), room)


def _without_empty(table: Table) -> Table:
    """Return a table without the columns in which nothing stands."""
    kept = [n for n in range(len(table.heads)) if any(row[n] for row in table.rows)]
    rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
    return Table(tuple(table.heads[n] for n in kept), sum(n < table.texts for n in kept), rows)


def _table(table: Table, room: int) -> Iterator[Line]:
    """Yield a table; its texts share the room that figures leave, and where that is too little, the last goes."""
    rows = [tuple(map(washed, row)) for row in table.rows]
    sizes = [max(width(head), *(width(row[n]) for row in rows)) for n, head in enumerate(table.heads)]
    while (found := _fitted(sizes, table.texts, room)) is None and len(sizes) > 1:
        sizes.pop()
    fitted = found or [room]
    yield ((_row(table.heads, fitted, table.texts), "dim"),)
    for row in rows:
        yield ((_row(row, fitted, table.texts), "plain"),)


def _fitted(sizes: Sequence[int], texts: int, room: int) -> list[int] | None:
    """Return widths that fit into the room, the texts being shortened; None where even that is too wide."""
    left = room - 2 * (len(sizes) - 1) - sum(sizes[texts:])
    fitted = list(sizes)
    for done, n in enumerate(sorted(range(texts), key=lambda n: sizes[n])):
        fitted[n] = min(sizes[n], left // (texts - done))
        left -= fitted[n]
    return fitted if all(fitted[n] >= min(sizes[n], _LEAST) for n in range(texts)) and left >= 0 else None


def _row(cells: Sequence[str], sizes: Sequence[int], texts: int) -> str:
    told = []
    for n, (cell, size) in enumerate(zip(cells, sizes, strict=False)):
        short = shortened(cell, size)
        told.append(padded(short, size) if n < texts else " " * (size - width(short)) + short)
    return "  ".join(told).rstrip()
