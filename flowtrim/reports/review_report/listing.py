"""Many processes that are to be reviewed: a line each, with the day and the figures in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from flowtrim.reports.media.text_lines import Line, Style, padded, shortened, shortened_path, washed
from flowtrim.review.state import State, Urgency

SIGNS: dict[Urgency, tuple[str, Style]] = {
    "never": ("✗", "error"),
    "overdue": ("✗", "error"),
    "soon": ("▲", "warning"),
    "in-time": ("✓", "good"),
}
_HEADS = ("due", "rides", "steps", "handoffs", "no why")
_LEAST_NAME = 16


def listed(states: Sequence[State], room: int) -> Iterator[Line]:
    """Yield a table with a line for each process; namesakes say their files, and narrow terminals get days alone."""
    rows = [(state, _cells(state)) for state in states]
    widths = [max(len(head), *(len(cells[n]) for _, cells in rows)) for n, head in enumerate(_HEADS)]
    while len(widths) > 1 and room - _taken(widths) < _LEAST_NAME:
        widths.pop()
    name = room - _taken(widths)
    heads = "  ".join(f"{head:>{size}}" for head, size in zip(_HEADS, widths, strict=False))
    yield ()
    yield ((" " * (name + 4) + heads, "dim"),)
    times = Counter(state.item.name for state in states)
    for state, cells in rows:
        sign, style = SIGNS[state.item.urgency]
        told = shortened(washed(state.item.name), name)
        if times[state.item.name] > 1:
            told = shortened_path(washed(state.file), name)
        figures = "  ".join(f"{cell:>{size}}" for cell, size in zip(cells, widths, strict=False))
        yield (f"{sign} ", style), (padded(told, name) + "  ", "strong"), (figures, "plain")


def _taken(widths: Sequence[int]) -> int:
    return 4 + sum(widths) + 2 * (len(widths) - 1)


def _cells(state: State) -> tuple[str, ...]:
    due = state.item.clock.due
    found = state.figures
    figures = (found.rides, state.work, found.handoffs, len(found.unjustified))
    return (due.isoformat() if due else "never", *(f"{figure:,}" for figure in figures))
