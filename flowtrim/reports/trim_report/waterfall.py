"""Figures falling from before to after, stage by stage: what is left as a bar, what a stage took away in pale."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from flowtrim.redesign import Figures, Row
from flowtrim.reports.media.text_lines import Line, Span, padded, phrase_lines, width
from flowtrim.sentences import marked, phrase

STAGES: dict[Row, str] = {
    None: marked("before"),
    "safe": marked("safe alone"),
    "why": marked("why"),
    "what": marked("what"),
    "who": marked("who"),
    "order": marked("order"),
    "compose": marked("compose"),
}
"""The stages of trimming in the words of the reports."""
AGAIN = marked("once more")
"""A stage that was gone through again, because more followed from the others."""
_FIGURES = (marked("steps"), marked("roles"), marked("handoffs"), marked("rides"))
_LONGEST = 12
_SHORTEST = 4
LENGTH = 100.0
"""The length of the longest bar of a chart."""
_FULL, _GONE = "█", "░"


class Fall(Struct, frozen=True):
    """The figures after a stage; ``taken`` says of each how much the stage took away."""

    stage: str
    figures: tuple[int, ...]
    taken: tuple[int, ...]


def falls(waterfall: Sequence[tuple[Row, Figures]]) -> tuple[Fall, ...]:
    """Return a row for the start and for each stage that changed something, and one for what was gone through again."""
    told: dict[str, tuple[int, ...]] = {}
    for stage, figures in waterfall:
        name = AGAIN if STAGES[stage] in told else STAGES[stage]
        told[name] = tuple(int(getattr(figures, figure)) for figure in _FIGURES)
    was = (*list(told.values())[:1], *told.values())
    return tuple(
        Fall(name, now, tuple(a - b for a, b in zip(before, now, strict=True)))
        for before, (name, now) in zip(was, told.items(), strict=False)
    )


def waterfall_lines(rows: Sequence[Fall], room: int, _: Callable[[str], str] = str) -> Iterator[Line]:
    """Yield the waterfall; without its bars where there is no room for them."""
    if len(rows) < 2:
        return
    stages = [_(phrase(row.stage)) for row in rows]
    label = max(map(width, stages)) + 2
    digits = [max(len(f"{row.figures[n]:,}") for row in rows) for n in range(len(_FIGURES))]
    bar = min(_LONGEST, (room - label - sum(digits)) // len(_FIGURES) - 3)
    if bar < _SHORTEST:
        for stage, row in zip(stages, rows, strict=True):
            told = (f"{figure:,} {_(phrase(name))}" for figure, name in zip(row.figures, _FIGURES, strict=True))
            yield from phrase_lines(told, room, first=(padded(stage, label), "dim"))
        return
    names = [_(phrase(name)) for name in _FIGURES]
    heads = (padded(" " * (size + 1) + name, size + bar + 3) for name, size in zip(names, digits, strict=True))
    yield ((" " * label + "".join(heads), "dim"),)
    tops = [max(row.figures[n] + max(row.taken[n], 0) for row in rows) for n in range(len(_FIGURES))]
    for stage, row in zip(stages, rows, strict=True):
        cells = (span for n in range(len(_FIGURES)) for span in _cell(row, n, digits[n], bar, tops[n]))
        yield (padded(stage, label), "dim"), *cells


def _cell(row: Fall, n: int, digits: int, bar: int, top: int) -> tuple[Span, ...]:
    left = _cells(row.figures[n], top, bar)
    gone = max(0, _cells(row.figures[n] + max(row.taken[n], 0), top, bar) - left)
    blank = " " * (bar - left - gone + 2)
    return (f"{row.figures[n]:>{digits},} ", "strong"), (_FULL * left, "plain"), (_GONE * gone + blank, "dim")


def _cells(figure: int, top: int, bar: int) -> int:
    """Return the length of a bar: none for nothing, at least a cell for something."""
    return max(round(figure * bar / top), 1) if figure > 0 and top else 0


class Bar(Struct, frozen=True):
    """A labelled figure and the length of its bar, from 0 to LENGTH."""

    label: str
    figure: int
    length: float


class Level(Struct, frozen=True):
    """A figure after a stage: the bar of what is left, and behind it the length of what the stage took away."""

    left: Bar
    gone: float


def levels(falls: Sequence[Fall]) -> tuple[tuple[str, tuple[Level, ...]], ...]:
    """Return the waterfall as bars: a row for the start and for each stage, each figure to a scale of its own."""
    tops = (
        [max(fall.figures[n] + max(fall.taken[n], 0) for fall in falls) for n in range(len(_FIGURES))] if falls else []
    )
    return tuple((fall.stage, tuple(_level(fall, n, top) for n, top in enumerate(tops))) for fall in falls)


def _level(fall: Fall, n: int, top: int) -> Level:
    figure, taken = fall.figures[n], max(fall.taken[n], 0)
    return Level(Bar(_FIGURES[n], figure, length(figure, top)), length(taken, top))


def length(figure: float, top: float) -> float:
    """Return the length of a bar, when the longest is LENGTH."""
    return round(figure * LENGTH / top, 2) if top else 0.0
