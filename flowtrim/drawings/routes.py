"""Which way each link takes between the boxes: it never crosses one, and never shares a track with another link.

Lines run in the channels between columns and between rows, or along a row where it is empty. A way is first chosen
by what it passes (this module), then gets a track in each channel (``tracks``), then its points (``geometry``).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import Literal

from msgspec import Struct

from flowtrim.drawings.cell_grid import Grid
from flowtrim.drawings.chart import Chart, Key, Link

Side = Literal["left", "right", "top", "bottom"]
_FAR = 64  # columns in which crossings are counted, for speed
_TWO = 2  # lines to the right of which each has a side for its label that no other line has


class Route(Struct, frozen=True):
    """A way: out at a side, down or up in a channel between columns, along one between rows, up or down again, in.

    ``first`` and ``second`` are channels between columns, ``across`` is a channel between rows;
    each is None where the way does not need it.
    """

    link: Link
    leave: Side
    first: int | None
    across: int | None
    second: int | None
    enter: Side

    @property
    def is_straight(self) -> bool:
        """Whether it is one straight line."""
        return self.leave == "right" and self.first is None and self.across is None

    @property
    def is_upright(self) -> bool:
        """Whether it is one line straight down or up along a column."""
        return self.leave != "right" and self.across is None


def routes(chart: Chart, grid: Grid) -> tuple[Route, ...]:
    """Choose a way for every link; those between neighbours choose first."""
    finder = _Finder(chart, grid)
    nearest = sorted(range(len(chart.links)), key=lambda n: (finder.distance(chart.links[n]), n))
    found = {number: finder.route(chart.links[number]) for number in nearest}
    return tuple(found[number] for number in range(len(chart.links)))


class _Finder:
    """Knows which rows are empty where, and how full each channel is."""

    def __init__(self, chart: Chart, grid: Grid) -> None:
        self.grid = grid
        self.chart = chart
        self._boxes: dict[int, list[int]] = {}
        self._stacks: dict[int, list[int]] = {}
        self._uprights: dict[int, list[tuple[int, int]]] = {}
        self._labelled: set[tuple[Key, Side]] = set()
        self._used: set[tuple[Key, Side]] = set()
        self._runs: dict[int, list[tuple[int, int]]] = {}
        self._load: dict[int, list[tuple[int, int]]] = {}
        self._leaving: dict[Key, int] = {}
        for node in chart.nodes:
            insort(self._boxes.setdefault(grid.band(node.key), []), grid.column[node.key])
            insort(self._stacks.setdefault(grid.column[node.key], []), grid.band(node.key))
        for link in chart.links:
            self._leaving[link.source] = self._leaving.get(link.source, 0) + 1

    def distance(self, link: Link) -> int:
        grid = self.grid
        across = grid.column[link.target] - grid.column[link.source]
        return (across if across > 0 else grid.columns - across) * grid.bands + abs(
            grid.band(link.target) - grid.band(link.source)
        )

    def route(self, link: Link) -> Route:
        first, last = self.grid.column[link.source] + 1, self.grid.column[link.target]
        if first <= last:
            return self._forward(link, first, last)
        if first == last + 1:
            down = self.grid.band(link.target) > self.grid.band(link.source)
            leave: Side = "bottom" if down else "top"
            enter: Side = "top" if down else "bottom"
            if self._is_free(link, leave, enter) and self._climb(link, last):
                self._use(link, leave, enter)
                return Route(link, leave, None, None, None, enter)
        return self._back(link, first, last)

    def _forward(self, link: Link, first: int, last: int) -> Route:
        start, goal = self.grid.band(link.source), self.grid.band(link.target)
        if start == goal:
            if self._run(start, first, last):
                return Route(link, "right", None, None, None, "left")
        elif first == last:
            return Route(link, "right", first, None, None, "left")
        else:
            early, late = (goal, first), (start, last)
            forks = self._leaving[link.source] > 1
            for row, turn in (early, late) if forks else (late, early):
                if self._run(row, first, last):
                    return Route(link, "right", turn, None, None, "left")
        across = self._channel(start, goal, (2 * first, 2 * last))
        leave = self._side(link.source, start, across, alone=True) if self._is_crowded(link) else None
        self._use(link, leave, None)
        return Route(link, leave or "right", None if leave else first, across, last, "left")

    def _is_crowded(self, link: Link) -> bool:
        """Whether the label of a link would lie between two lines if all that leave its box did so to the right."""
        box = self.chart.node[link.source].form == "step"
        return box and bool(link.label) and self._leaving[link.source] > _TWO

    def _back(self, link: Link, first: int, last: int) -> Route:
        start, goal = self.grid.band(link.source), self.grid.band(link.target)
        dives = self.chart.node[link.source].form == "step" and (not link.label or self._leaving[link.source] > _TWO)
        across = self._channel(start, goal, (2 * last, 2 * first), near_start=dives, below=True)
        leave = self._side(link.source, start, across, alone=bool(link.label)) if dives else None
        self._use(link, leave, None)
        enter = self._side(link.target, goal, across) if self.chart.node[link.target].form == "step" else None
        self._use(link, None, enter)
        return Route(link, leave or "right", None if leave else first, across, None if enter else last, enter or "left")

    def _side(self, key: Key, band: int, across: int, *, alone: bool = False) -> Side | None:
        """Return the side of a box at a channel between rows, if the channel is next to it and no label hangs there."""
        side: Side = "bottom" if across > band else "top"
        taken = self._used if alone else self._labelled
        return side if abs(across - band) == 1 and (key, side) not in taken else None

    def _is_free(self, link: Link, leave: Side, enter: Side) -> bool:
        """Whether no label hangs where a line goes straight from box to box, and no line where its own would."""
        ends = {(link.source, leave), (link.target, enter)}
        return not ends & self._labelled and not (link.label and (link.source, leave) in self._used)

    def _use(self, link: Link, leave: Side | None, enter: Side | None) -> None:
        """Remember at which sides of boxes a line ends, and where its label hangs."""
        if leave:
            self._used.add((link.source, leave))
        if leave and link.label:
            self._labelled.add((link.source, leave))
        if enter:
            self._used.add((link.target, enter))

    def _run(self, row: int, first: int, last: int) -> bool:
        """Take the row from one channel to another, if no box stands there and no other line runs there."""
        boxes = self._boxes.get(row, [])
        place = bisect_left(boxes, first)
        if place < len(boxes) and boxes[place] < last:
            return False
        return _insert(self._runs.setdefault(row, []), 2 * first, 2 * last + 1)

    def _climb(self, link: Link, column: int) -> bool:
        """Take the column from one box to another, if nothing else stands or runs there."""
        ends = (self.chart.node[link.source], self.chart.node[link.target])
        if any(node.form != "step" for node in ends):
            return False
        low, high = sorted((self.grid.band(link.source), self.grid.band(link.target)))
        stack = self._stacks[column]
        runs = self._uprights.setdefault(column, [])
        return bisect_left(stack, high) - bisect_left(stack, low) == 1 and _insert(runs, low, high)

    def _channel(
        self, start: int, goal: int, span: tuple[int, int], *, near_start: bool = True, below: bool = False
    ) -> int:
        """Return the best of the channels next to either row: where the fewest lines cross, then the emptiest.

        A way back may also pass behind the row of its goal.
        """
        way = 1 if goal > start else -1
        if start == goal:
            choice = [start + 1, start - 1] if below else [start - 1, start + 1]
        else:
            choice = [start + way, goal - way] if near_start else [goal - way, start + way]
            choice += [goal + way] * below

        def crossed(band: int) -> int:
            return self._crossed(band, span) + (band == goal + way and self._runs_at(goal, span[1]))

        best = min(choice, key=lambda band: (crossed(band), self._fill(band, span)))
        self._load.setdefault(best, []).append(span)
        return best

    def _crossed(self, band: int, span: tuple[int, int]) -> int:
        """Count the lines that a line along a channel would cross, of those straight down or up."""
        columns = range((span[0] + 1) // 2, (span[1] + 1) // 2)[:_FAR]
        uprights = (upright for column in columns for upright in self._uprights.get(column, ()))
        return sum(low < band < high for low, high in uprights)

    def _runs_at(self, row: int, channel: int) -> bool:
        """Whether a line runs along a row where a channel between columns crosses it."""
        runs = self._runs.get(row, [])
        place = bisect_left(runs, (channel + 1, 0))
        return place > 0 and channel <= runs[place - 1][1]

    def _fill(self, band: int, span: tuple[int, int]) -> int:
        """Count the lines that already run along a part of a channel."""
        return sum(low <= span[1] and span[0] <= high for low, high in self._load.get(band, ())[-64:])


def _insert(runs: list[tuple[int, int]], low: int, high: int) -> bool:
    """Keep a stretch beside others that it does not lie upon; stretches may touch."""
    place = bisect_left(runs, (low, low))
    if (place and runs[place - 1][1] > low) or (place < len(runs) and runs[place][0] < high):
        return False
    runs.insert(place, (low, high))
    return True
