"""Several processes at a glance: a line each, the worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from flowtrim.analysis import Analysis
from flowtrim.reports.media.text_lines import (
    NARROWEST,
    WIDEST,
    Line,
    phrase_lines,
    shortened,
    shortened_path,
    text_lines,
    washed,
)
from flowtrim.reports.process.process_page import OUTLOOKS, Outlook
from flowtrim.reports.process.verdict import verdict
from flowtrim.reports.stamp import stamp_of_many
from flowtrim.sentences import counted

_HEADS = ("rides", "steps", "roles", "handoffs", "no why", "✗", "▲")
_NAME = 24
"""The least room for a name beside its figures; with less it goes on a line of its own."""


class Row(Struct, frozen=True):
    """What the overview keeps of one process."""

    name: str
    file: str
    outlook: Outlook
    figures: tuple[int, ...]
    due: date | None
    overdue: bool
    today: date
    digest: str

    @classmethod
    def of(cls, analysis: Analysis) -> Row:
        """Read the row off an analysis."""
        survey = analysis.survey
        return cls(
            name=analysis.process.name,
            file=analysis.document.file,
            outlook=verdict(survey).outlook,
            figures=(
                survey.rides,
                survey.steps,
                survey.roles,
                survey.handoffs,
                len(survey.justification.unjustified),
                analysis.count("error"),
                analysis.count("warning"),
            ),
            due=survey.clock.due,
            overdue=survey.clock.overdue,
            today=survey.today,
            digest=analysis.document.digest,
        )


def overview(rows: Sequence[Row], columns: int) -> Iterator[Line]:
    """Yield a table of processes, those that take most rides and explain least first, with a line that sums up."""
    room = min(max(columns, NARROWEST), WIDEST)
    if not rows:
        return
    yield from _sum(rows, room)
    yield ()
    widths = [max(len(head), *(len(f"{row.figures[n]:,}") for row in rows)) for n, head in enumerate(_HEADS)]
    indent = sum(widths) + len(widths) + 1
    wide = room - indent >= _NAME
    if wide:
        yield ((" ".join(f"{head:>{size}}" for head, size in zip(_HEADS, widths, strict=True)), "dim"),)
    for row in sorted(rows, key=_worst_first):
        yield from _beside(row, widths, room - indent, indent) if wide else _below(row, room)
    yield ()
    yield from text_lines("flowtrim analyze FILE tells one of them in full, --all all of them.", room, style="dim")
    yield from text_lines(stamp_of_many([row.digest for row in rows], rows[0].today), room, style="dim")


def _worst_first(row: Row) -> tuple[object, ...]:
    rides, _, _, _, bare, errors, _ = row.figures
    return -rides, -bare, -errors, row.name, row.file


def _sum(rows: Sequence[Row], room: int) -> Iterator[Line]:
    many = counted(len(rows), "process", "processes")
    long = sum(row.outlook == "long" or row.figures[0] > 1 for row in rows)
    asking = sum(row.outlook == "asks" for row in rows)
    told = [f"{long:,} of {many} cannot be told in one ride"] if long else []
    told += [f"ask first about {asking:,}{'' if told else f' of {many}'}"] if asking else []
    outlook: Outlook = "long" if long else "asks" if asking else "fits"
    said = "; ".join(told) or f"{many}, each told in one ride"
    yield from text_lines(said, room, first=OUTLOOKS[outlook], style=OUTLOOKS[outlook][1])
    overdue = sum(row.overdue for row in rows)
    if overdue:
        yield from text_lines(f"{overdue:,} overdue for review", room, first=("▲ ", "warning"))


def _beside(row: Row, widths: Sequence[int], room: int, indent: int) -> Iterator[Line]:
    """Lay out a process in two lines: its figures with the name behind them, and under the name the file."""
    rides, *others = (f"{figure:>{size},}" for figure, size in zip(row.figures, widths, strict=True))
    name = shortened(washed(row.name), room)
    yield (rides, OUTLOOKS[row.outlook][1]), (" " + " ".join(others) + "  ", "plain"), (name, "strong")
    yield (" " * indent, "plain"), (shortened_path(washed(row.file), room), "dim")
    if row.overdue:
        yield (" " * indent, "plain"), (shortened(_overdue(row), room), "warning")


def _below(row: Row, room: int) -> Iterator[Line]:
    """Lay out a process for a narrow terminal, one thing under the other."""
    yield ((shortened(washed(row.name), room), OUTLOOKS[row.outlook][1]),)
    yield ((shortened_path(washed(row.file), room), "dim"),)
    figures = (f"{head} {figure:,}" for head, figure in zip(_HEADS, row.figures, strict=True))
    yield from phrase_lines(figures, room, first=("  ", "plain"))
    if row.overdue:
        yield ("  ", "plain"), (shortened(_overdue(row), room - 2), "warning")


def _overdue(row: Row) -> str:
    return f"review overdue since {row.due}" if row.due else "never reviewed"
