"""Channels between columns and above rows, and the track of each flow in them: no two flows lie upon each other.

Only flows with a common end may share a line, since there it does not matter which of them it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Literal

from flowtrim.formats.bpmn.canvas import Arc, Sheet

Route = Literal["straight", "step", "around", "up"]
"""Along one row; down or up between two columns; by way of the gutter above the row of the target; or from a border."""
Side = Literal["out", "back"]
Span = tuple[float, float]


class Channels:
    """The route of each flow, and the number of its track in each channel that it takes.

    ``gap[arc, side]`` is its track to the right of a column, ``gutter[arc]`` the one above a row. In a gap, flows that
    leave the column before it lie left of those that enter the column behind it, so that neither crosses the way in or
    out of the other along a row. ``wide`` and ``high`` count the tracks of each gap and of each gutter.
    """

    def __init__(self, sheet: Sheet, column: Mapping[str, int], row: Mapping[str, int]) -> None:
        self._column = column
        self._row = row
        self._borders = {item.id for item in sheet.items.values() if item.host}
        self._cells = {(row[item], column[item]): item for item in sheet.items if item not in self._borders}
        between = [arc for arc in sheet.messages if arc.source in sheet.items and arc.target in sheet.items]
        arcs = [*sheet.arcs, *between]
        self._straight = {arc.id for arc in arcs if self._is_straight(arc)}
        self._leaving: dict[str, list[Arc]] = defaultdict(list)
        for arc in arcs:
            if arc.id not in self._straight and arc.source not in self._borders:
                self._leaving[arc.source].append(arc)
        self.route: dict[str, Route] = {arc.id: self._route(arc) for arc in arcs}
        self._gaps: dict[tuple[int, Side], dict[str, Span]] = defaultdict(dict)
        self._gutters: dict[int, dict[str, Span]] = defaultdict(dict)
        for arc in arcs:
            self._take(arc)
        for arc in sheet.messages:
            if arc not in between:
                self._take_message(arc, above=self._is_above(sheet, arc))
        self._number()

    def _is_straight(self, arc: Arc) -> bool:
        """Whether nothing stands between two items of a row; long gaps are not looked into."""
        if arc.source in self._borders:
            return False
        row, here, there = self._row[arc.source], self._column[arc.source], self._column[arc.target]
        if self._row[arc.target] != row or not here < there <= here + 20:
            return False
        return not any((row, column) in self._cells for column in range(here + 1, there))

    def _route(self, arc: Arc) -> Route:
        if arc.id in self._straight:
            return "straight"
        if arc.source in self._borders:
            return "up"
        here = self._column[arc.source]
        beside = self._cells.get((self._row[arc.target], here), "")
        alone = all(other.target == arc.target for other in self._leaving[beside]) if beside else True
        return "step" if self._column[arc.target] == here + 1 and alone else "around"

    def _take(self, arc: Arc) -> None:
        """Note which stretch of which channels a flow takes: rows are odd, the gutters above them even."""
        here, there = self._column[arc.source], self._column[arc.target] - 1
        start, end = 2 * self._row[arc.source] + 1, 2 * self._row[arc.target] + 1
        if self.route[arc.id] == "up":
            self._take_up(arc)
        elif self.route[arc.id] == "step":
            self._gaps[here, "out"][arc.id] = _span(start, end)
        elif self.route[arc.id] == "around":
            self._gaps[here, "out"][arc.id] = _span(start, end - 1)
            self._gaps[there, "back"][arc.id] = _span(end - 1, end)
            self._gutters[self._row[arc.target]][arc.id] = _span(here, there)

    def _take_up(self, arc: Arc) -> None:
        """Note the stretches of a flow from a border: up into the gutter of its row, then by the target's."""
        here, there = self._column[arc.source], self._column[arc.target] - 1
        row, end = self._row[arc.source], self._row[arc.target]
        if row == end:
            self._gutters[row][f"{arc.id} up"] = _span(here - 1, there)
        else:
            self._gutters[row][f"{arc.id} up"] = _span(here - 1, here)
            self._gaps[here, "out"][arc.id] = _span(2 * row, 2 * end)
            self._gutters[end][arc.id] = _span(here, there)
        self._gaps[there, "back"][arc.id] = _span(2 * end, 2 * end + 1)

    def _is_above(self, sheet: Sheet, arc: Arc) -> bool:
        return any(pool.above for pool in sheet.pools if pool.id in (arc.source, arc.target))

    def _take_message(self, arc: Arc, *, above: bool) -> None:
        item = arc.source if arc.source in self._row else arc.target
        row, column = self._row[item], self._column[item]
        far = float("-inf") if above else float("inf")
        self._gaps[column, "out"][arc.id] = _span(2 * row, far)
        self._gutters[row][arc.id] = _span(column, column)

    def _number(self) -> None:
        self.gap: dict[tuple[str, Side], int] = {}
        self.gutter: dict[str, int] = {}
        self.wide: dict[int, int] = {}
        for column in {column for column, _ in self._gaps}:
            out, left = _tracks(self._gaps[column, "out"])
            back, right = _tracks(self._gaps[column, "back"])
            self.gap |= {(arc, "out"): track for arc, track in out.items()}
            self.gap |= {(arc, "back"): left + track for arc, track in back.items()}
            self.wide[column] = left + right
        self.high: dict[int, int] = {}
        for row, spans in self._gutters.items():
            found, self.high[row] = _tracks(spans)
            self.gutter |= found


def _span(one: float, other: float) -> Span:
    return min(one, other), max(one, other)


def _tracks(spans: Mapping[str, Span]) -> tuple[dict[str, int], int]:
    """Return the first track that is free along each stretch, and how many tracks there are.

    >>> _tracks({"a": (0, 2), "b": (2, 4), "c": (3, 5)})
    ({'a': 0, 'b': 1, 'c': 0}, 2)
    """
    ends: list[float] = []
    found: dict[str, int] = {}
    for arc, (first, last) in sorted(spans.items(), key=lambda item: item[1]):
        track = next((number for number, end in enumerate(ends) if end < first), len(ends))
        ends[track:] = [last, *ends[track + 1 :]]
        found[arc] = track
    return found, len(ends)
