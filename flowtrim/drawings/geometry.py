"""From columns and bands to points: how wide every column and channel must be, and where each line runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate
from math import fsum

from msgspec import Struct

from flowtrim.drawings.cell_grid import Grid
from flowtrim.drawings.chart import Chart, Key, Link
from flowtrim.drawings.lettering import width
from flowtrim.drawings.ports import AROUND_LABEL, OWN_LINE, Ports, label_height, ports
from flowtrim.drawings.routes import Route, routes
from flowtrim.drawings.sizes import BADGE, FIRST_STAIR, SMALL, STAIR, TRACK, below, cell_width, extent, label_lines
from flowtrim.drawings.tracks import Span, tracks

Point = tuple[float, float]
_GAP = 26.0  # narrowest channel between columns: room for an arrowhead
_EDGE = 6.0  # channel between rows without a line
_HEAD = 16.0  # between a line along a channel and a row that an arrowhead reaches from it
OVER_BADGES = 13.0
"""Room for badges between a box and a label above it."""
_BESIDE = 8.0  # between a line along a channel and any other row


class Plan:
    """A chart on a grid with its ways, ports and tracks: everything but the sizes."""

    def __init__(self, chart: Chart, grid: Grid, detours: Mapping[int, int] | None = None) -> None:
        self.chart = chart
        self.grid = grid
        self.ways = routes(chart, grid, detours)
        self.ports: Ports = ports(chart, grid, self.ways)
        self.track: dict[tuple[int, str], int] = {}
        self.rows: dict[int, int] = self._lay(self._across(), "across")
        self.columns: dict[int, int] = self._lay(self._upright(), "upright")

    def _across(self) -> dict[int, list[tuple[int, str, Span]]]:
        lines: dict[int, list[tuple[int, str, Span]]] = defaultdict(list)
        grid = self.grid
        for number, way in enumerate(self.ways):
            if way.across is None:
                continue
            start = 2 * grid.column[way.link.source] + 1 if way.first is None else 2 * way.first
            goal = 2 * grid.column[way.link.target] + 1 if way.second is None else 2 * way.second
            sides = (_side(grid.band(end) - way.across) for end in (way.link.source, way.link.target))
            lines[way.across].append((number, "across", Span(start, goal, *sides)))
        return lines

    def _upright(self) -> dict[int, list[tuple[int, str, Span]]]:
        lines: dict[int, list[tuple[int, str, Span]]] = defaultdict(list)
        grid = self.grid
        for number, way in enumerate(self.ways):
            start = _height(grid.band(way.link.source), self.ports.leave[number])
            goal = _height(grid.band(way.link.target), self.ports.enter[number])
            if way.across is None:
                if way.first is not None:
                    lines[way.first].append((number, "first", Span(start, goal, -1, 1)))
                continue
            middle = way.across + 0.5 + 0.01 * self.track[number, "across"]
            left = 2 * (way.first if way.first is not None else grid.column[way.link.source] + 0.5)
            right = 2 * (way.second if way.second is not None else grid.column[way.link.target] + 0.5)
            if way.first is not None:
                lines[way.first].append((number, "first", Span(start, middle, -1, 1 if right > left else -1)))
            if way.second is not None:
                lines[way.second].append((number, "second", Span(middle, goal, -1 if right > left else 1, 1)))
        return lines

    def _lay(self, lines: dict[int, list[tuple[int, str, Span]]], _kind: str) -> dict[int, int]:
        """Give every line its track; return how many tracks each channel needs."""
        needed = {}
        for channel, found in lines.items():
            places = tracks([span for _, _, span in found])
            for (number, part, _), place in zip(found, places, strict=True):
                self.track[number, part] = place
            needed[channel] = max(places) + 1
        return needed


class Geometry(Struct, frozen=True, dict=True):
    """Positions of the columns and bands of a plan; x and y count from its upper left corner."""

    plan: Plan

    @property
    def grid(self) -> Grid:
        """The grid of the plan."""
        return self.plan.grid

    @cached_property
    def labels(self) -> dict[int, float]:
        """Room for labels at the left of each channel between columns."""
        room: dict[int, float] = defaultdict(float)
        for number, way in enumerate(self.plan.ways):
            if way.link.label and way.leave == "right" and number not in self.plan.ports.late:
                channel = self.grid.column[way.link.source] + 1
                room[channel] = max(room[channel], _label_width(way.link) + 6)
        return room

    @cached_property
    def late_labels(self) -> dict[int, float]:
        """Room for labels at the right of each channel between columns, behind its lines."""
        room: dict[int, float] = defaultdict(float)
        for number in self.plan.ports.late:
            link = self.plan.ways[number].link
            channel = self.grid.column[link.target]
            room[channel] = max(room[channel], _label_width(link) + 6)
        return room

    @cached_property
    def stairs(self) -> dict[int, float]:
        """Room at the left of each channel between columns in which lines first run along the edge of a node."""
        room: dict[int, float] = defaultdict(float)
        ports = self.plan.ports
        for number, way in enumerate(self.plan.ways):
            if way.leave == "right" and ports.climbs(number):
                channel = self.grid.column[way.link.source] + 1
                room[channel] = max(room[channel], FIRST_STAIR + STAIR * ports.stair[number])
        return room

    @cached_property
    def column_width(self) -> tuple[float, ...]:
        """Width of each column."""
        widths = [0.0] * self.grid.columns
        for node in self.plan.chart.nodes:
            column = self.grid.column[node.key]
            widths[column] = max(widths[column], cell_width(node))
        return tuple(widths)

    def before_tracks(self, channel: int) -> float:
        """Distance from the left of a channel between columns to its first track."""
        return 8.0 + self.stairs.get(channel, 0.0) + self.labels.get(channel, 0.0)

    def behind_tracks(self, channel: int) -> float:
        """Distance from the left of a channel between columns to its last track."""
        return self.before_tracks(channel) + TRACK * max(0, self.plan.columns.get(channel, 0) - 1)

    @cached_property
    def _channel_left(self) -> tuple[float, ...]:
        lefts = [0.0]
        for channel in range(self.grid.columns + 1):
            needed = self.behind_tracks(channel) + self.late_labels.get(channel, 0.0) + 19.0
            right = lefts[-1] + max(_GAP if 0 < channel < self.grid.columns else 14.0, needed)
            lefts.append(right + (self.column_width[channel] if channel < self.grid.columns else 0.0))
        return tuple(lefts)

    @cached_property
    def _row_reach(self) -> dict[int, Point]:
        """How far each row reaches above and below its middle."""
        reach: dict[int, Point] = defaultdict(lambda: (0.0, 0.0))
        plan = self.plan
        for node in plan.chart.nodes:
            up = extent(node)[1] / 2 + (BADGE / 2 + 2 if node.form == "step" else 0)
            band = self.grid.band(node.key)
            reach[band] = (max(reach[band][0], up), max(reach[band][1], below(node)))
        for number, (way, height) in enumerate(zip(plan.ways, plan.ports.leave, strict=True)):
            band = self.grid.band(way.link.source)
            label = label_height(way.link) + AROUND_LABEL
            if number in plan.ports.late:
                target = self.grid.band(way.link.target)
                reach[target] = (max(reach[target][0], label - plan.ports.enter[number]), reach[target][1])
                above, low = 3 - height, height + 3
            elif way.leave == "right":
                under = number in plan.ports.under
                label += OWN_LINE * ((way.link.source, "bottom" if under else "top") in self._passing)
                above, low = (3 - height, height + label) if under else (label - height, height + 3)
            elif way.link.label:
                edge = extent(plan.chart.node[way.link.source])[1] / 2
                above, low = (0.0, edge + label) if way.leave == "bottom" else (edge + label + OVER_BADGES, 0.0)
            else:
                continue
            reach[band] = (max(reach[band][0], above), max(reach[band][1], low))
        return reach

    @cached_property
    def _passing(self) -> set[tuple[Key, str]]:
        """The sides of boxes along which one of their own lines runs on, so that a label beside it needs room."""
        return {(way.link.source, self._side(way)) for way in self.plan.ways if way.across is not None}

    def _side(self, way: Route) -> str:
        """Return at which side of a box a line runs on: where it leaves, or where it comes back from the right."""
        band, column = self.grid.band(way.link.source), self.grid.column
        if way.across is None or way.leave != "right" or column[way.link.target] > column[way.link.source]:
            return way.leave
        return {1: "bottom", -1: "top"}.get(way.across - band, "right")

    @cached_property
    def band_top(self) -> tuple[float, ...]:
        """Top of each band, and the bottom of the last one."""
        heights = []
        for band in range(self.grid.bands):
            if band in self._row_reach:
                heights.append(fsum(self._row_reach[band]))
            else:
                count = self.plan.rows.get(band, 0)
                heights.append(fsum(self._clear(band)) + TRACK * (count - 1) if count else _EDGE)
        return tuple(accumulate(heights, initial=0.0))

    def _clear(self, band: int) -> Point:
        """Return the distances of the lines along a channel from the rows above and below it."""
        above, below = (band, "bottom") in self._heads, (band, "top") in self._heads
        return _HEAD if above else _BESIDE, _HEAD if below else _BESIDE

    @cached_property
    def _heads(self) -> set[tuple[int, str]]:
        """The channels from which a line goes straight into a box, and by which of its sides."""
        return {(way.across, way.enter) for way in self.plan.ways if way.across is not None and way.enter != "left"}

    @property
    def size(self) -> Point:
        """Width and height of all lanes."""
        return self._channel_left[-1], self.band_top[-1]

    def middle(self, key: Key) -> Point:
        """Return the middle of a node's figure."""
        column, band = self.grid.column[key], self.grid.band(key)
        right = self._channel_left[column + 1]
        return right - self.column_width[column] / 2, self.band_top[band] + self._row_reach[band][0]

    def cell_right(self, key: Key) -> float:
        """Return the right edge of the column that a node stands in."""
        return self._channel_left[self.grid.column[key] + 1]

    def late_label(self, key: Key) -> Point:
        """Return where a label begins on the line that enters a node at its middle from the left."""
        channel = self.grid.column[key]
        return self._channel_left[channel] + self.behind_tracks(channel) + 6.0, self.middle(key)[1]

    def upright(self, channel: int, track: int) -> float:
        """Return the x of a track between columns."""
        return self._channel_left[channel] + self.before_tracks(channel) + TRACK * track

    def across(self, band: int, track: int) -> float:
        """Return the y of a track between rows."""
        return self.band_top[band] + self._clear(band)[0] + TRACK * track


def _label_width(link: Link) -> float:
    return max((width(line, SMALL) for line in label_lines(link.text, link.share)), default=0.0)


def _side(difference: int) -> int:
    return -1 if difference < 0 else 1


def _height(band: int, offset: float) -> float:
    """Return a number that orders heights within a band: its middle is a half."""
    return band + 0.5 + max(-0.49, min(0.49, offset / 1000))
