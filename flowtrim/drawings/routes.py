"""Which way each link takes between the boxes: it never crosses one, and never shares a track with another link.

Lines run in the channels between columns and between rows, or along a row where it is empty. A way is first chosen
by what it passes (this module), then gets a track in each channel (``tracks``), then its points (``geometry``).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from itertools import islice
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


def routes(chart: Chart, grid: Grid, detours: Mapping[int, int] | None = None) -> tuple[Route, ...]:
    """Choose a way for every link; those between neighbours choose first.

    Each takes the best way that is free. Those in ``detours`` pass over so many ways that they would rather take.
    """
    finder = _Finder(chart, grid)
    nearest = sorted(range(len(chart.links)), key=lambda n: (finder.distance(chart.links[n]), n))
    over = detours or {}
    found = {number: finder.route(chart.links[number], over.get(number, 0)) for number in nearest}
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

    def route(self, link: Link, over: int) -> Route:
        """Take the best way of a link, or of the others the best but so many."""
        first, last = self.grid.column[link.source] + 1, self.grid.column[link.target]
        ways = self._forward(link, first, last) if first <= last else self._back(link, first, last)
        way = next(ways)
        for other in islice(ways, over):
            way = other
        self._take(way, first, last)
        return way

    def _forward(self, link: Link, first: int, last: int) -> Iterator[Route]:
        """Yield the ways to a column further on: straight, with one turn where a row is free, in a channel."""
        start, goal = self.grid.band(link.source), self.grid.band(link.target)
        if start == goal:
            if self._is_empty(start, first, last):
                yield Route(link, "right", None, None, None, "left")
        elif first == last:
            yield Route(link, "right", first, None, None, "left")
        else:
            early, late = (goal, first), (start, last)
            forks = self._leaving[link.source] > 1
            for row, turn in (early, late) if forks else (late, early):
                if self._is_empty(row, first, last):
                    yield Route(link, "right", turn, None, None, "left")
        for across in self._channels(start, goal, (2 * first, 2 * last)):
            leave = self._side(link.source, start, across, alone=True) if self._is_crowded(link) else None
            yield Route(link, leave or "right", None if leave else first, across, last, "left")

    def _is_crowded(self, link: Link) -> bool:
        """Whether the label of a link would lie between two lines if all that leave its box did so to the right."""
        box = self.chart.node[link.source].form == "step"
        return box and bool(link.label) and self._leaving[link.source] > _TWO

    def _back(self, link: Link, first: int, last: int) -> Iterator[Route]:
        """Yield the ways to the same column or one before: straight up or down, in a channel, from side to side."""
        start, goal = self.grid.band(link.source), self.grid.band(link.target)
        if first == last + 1:
            leave: Side = "bottom" if goal > start else "top"
            enter: Side = "top" if goal > start else "bottom"
            if self._is_free(link, leave, enter) and self._is_clear(link, last):
                yield Route(link, leave, None, None, None, enter)
        work = self.chart.node[link.source].form == "step"
        dives = work and (not link.label or self._leaving[link.source] > _TWO)
        for dive in (dives, work) if work != dives else (dives,):
            channels = self._channels(start, goal, (2 * last, 2 * first), near_start=dive, below=True)
            for across in dict.fromkeys((*channels, start + 1, start - 1)):
                yield self._round(link, across, first, last, dive=dive)

    def _round(self, link: Link, across: int, first: int, last: int, *, dive: bool) -> Route:
        """Return a way back along a channel."""
        start, goal = self.grid.band(link.source), self.grid.band(link.target)
        leave = self._side(link.source, start, across, alone=bool(link.label)) if dive else None
        returns = link.source == link.target and leave and link.label  # its own label hangs there
        box = self.chart.node[link.target].form == "step" and not returns
        enter = self._side(link.target, goal, across) if box else None
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

    def _take(self, way: Route, first: int, last: int) -> None:
        """Remember where a line runs, at which sides of boxes it ends, and where its label hangs."""
        link = way.link
        start, goal = self.grid.band(link.source), self.grid.band(link.target)
        if way.across is not None:
            self._load.setdefault(way.across, []).append((2 * min(first, last), 2 * max(first, last)))
        elif way.is_upright:
            insort(self._uprights.setdefault(last, []), (min(start, goal), max(start, goal)))
        elif first != last or start == goal:
            row = goal if way.first == first else start
            insort(self._runs.setdefault(row, []), (2 * first, 2 * last + 1))
        if way.leave != "right":
            self._used.add((link.source, way.leave))
        if way.leave != "right" and link.label:
            self._labelled.add((link.source, way.leave))
        if way.enter != "left":
            self._used.add((link.target, way.enter))

    def _is_empty(self, row: int, first: int, last: int) -> bool:
        """Whether in a row, from one channel to another, no box stands and no other line runs."""
        boxes = self._boxes.get(row, [])
        place = bisect_left(boxes, first)
        if place < len(boxes) and boxes[place] < last:
            return False
        return _has_room(self._runs.get(row, []), 2 * first, 2 * last + 1)

    def _is_clear(self, link: Link, column: int) -> bool:
        """Whether in a column, from one box to another, nothing else stands or runs."""
        ends = (self.chart.node[link.source], self.chart.node[link.target])
        if any(node.form != "step" for node in ends):
            return False
        low, high = sorted((self.grid.band(link.source), self.grid.band(link.target)))
        stack = self._stacks[column]
        alone = bisect_left(stack, high) - bisect_left(stack, low) == 1
        return alone and _has_room(self._uprights.get(column, []), low, high)

    def _channels(
        self, start: int, goal: int, span: tuple[int, int], *, near_start: bool = True, below: bool = False
    ) -> list[int]:
        """Return the channels next to either row: first where the fewest lines cross, then the emptiest.

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

        return sorted(dict.fromkeys(choice), key=lambda band: (crossed(band), self._fill(band, span)))

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


def _has_room(runs: list[tuple[int, int]], low: int, high: int) -> bool:
    """Whether a stretch lies upon none of others; they may touch."""
    place = bisect_left(runs, (low, low))
    return not (place and runs[place - 1][1] > low) and not (place < len(runs) and runs[place][0] < high)
