"""A strip: the lanes of a chart on its grid, ready to be painted anywhere; and several of them as bands of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, takewhile
from math import sqrt

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.drawings.cell_grid import grid_of
from flowtrim.drawings.chart import Chart
from flowtrim.drawings.drawing import Arrow, Box, Lane, Text
from flowtrim.drawings.geometry import Geometry, Plan
from flowtrim.drawings.sheet import Painter
from flowtrim.drawings.sizes import SMALL, block_height
from flowtrim.sentences import say

GAP = 14.0
"""Between bands."""
_MORE_BANDS = 0.12  # twice as many bands must make the letters larger by 2 to the power of this
_LARGE = 920.0  # on a page as high as this in points, letters are so large that no band is needed to make them larger
_ROOMS = 100  # so many widths of rows are tried
_AROUND = 110.0  # about what title and legend need


class Strip(Struct, frozen=True):
    """A chart with its places; ``head`` is the width of the names of the lanes."""

    geometry: Geometry
    head: float

    @classmethod
    def of(cls, chart: Chart, lanes: Sequence[str | None], head: float) -> Strip:
        """Lay out a chart; only the lanes in use are kept."""
        return cls(Geometry(Plan(chart, grid_of(chart, lanes))), head)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, the names of the lanes included."""
        width, height = self.geometry.size
        return width + self.head, height

    def paint(self, painter: Painter, at: tuple[float, float], room: float, numbers: Mapping[str, str]) -> Painted:
        """Return the chart with the upper left corner of its lanes at a place, the lanes as wide as there is room."""
        dx, dy = at[0] + self.head, at[1]
        geometry, plan = self.geometry, self.geometry.plan
        alive = {node.lane for node in plan.chart.nodes if not node.is_gone}
        lanes = (
            painter.lane(role, geometry, number, (self.head, room), empty=role not in alive)
            for number, role in enumerate(plan.grid.lanes)
        )
        boxes = (painter.box(node, geometry, numbers) for node in plan.chart.nodes)
        arrows = (painter.arrow(geometry, number, numbers) for number in range(len(plan.ways)))
        return Painted(
            tuple(lane.moved(dx, dy) for lane in lanes),
            tuple(box.moved(dx, dy) for box in boxes),
            tuple(arrow.moved(dx, dy) for arrow in arrows),
        )


class Painted(Struct, frozen=True):
    """What a strip puts into a drawing."""

    lanes: tuple[Lane, ...] = ()
    boxes: tuple[Box, ...] = ()
    arrows: tuple[Arrow, ...] = ()

    def __add__(self, other: Painted) -> Painted:
        return Painted(self.lanes + other.lanes, self.boxes + other.boxes, self.arrows + other.arrows)


class Fold(Struct, frozen=True, dict=True):
    """Strips as bands, each under its name if it has one: side by side while there is room, then under each other."""

    strips: tuple[Strip, ...]
    room: float = 0.0
    named: bool = True

    def packed(self, aspect: float) -> Fold:
        """Return the same in the rows that need the smallest page of a shape."""
        widths = [strip.size[0] + GAP for strip in self.strips]
        most = 2 * sqrt(aspect * sum(strip.size[0] * strip.size[1] for strip in self.strips)) + max(widths)
        rooms = sorted({room for first in range(len(widths)) for room in _sums(widths[first:], most)})
        tried = rooms[:: 1 + len(rooms) // _ROOMS]
        return min((replace(self, room=room) for room in tried), key=lambda fold: fold.cost(aspect))

    def cost(self, aspect: float) -> float:
        """Return how high a page of a shape must be for these bands, and a little for how many they are."""
        width, height = self.size
        more: float = len(self.strips) ** _MORE_BANDS
        return max(width / aspect, height + _AROUND, _LARGE) * more

    @cached_property
    def size(self) -> tuple[float, float]:
        """Width and height of all bands."""
        widths = [sum(strip.size[0] + GAP for strip in row) - GAP for row in self._rows]
        return max(widths), sum(_height(row) + self._name + GAP for row in self._rows) - GAP

    def paint(
        self, painter: Painter, at: tuple[float, float], numbers: Mapping[str, str]
    ) -> tuple[Painted, tuple[Text, ...]]:
        """Return the bands and their names, the upper left corner at a place."""
        painted, y = Painted(), at[1]
        names: list[Text] = []
        for row in self._rows:
            x = at[0]
            spare = (self.size[0] + GAP - sum(strip.size[0] + GAP for strip in row)) / len(row)
            for strip in row:
                if self._name:
                    title = painter.tell(say("Band {number}", number=len(names) + 1))
                    names.append(Text((title,), x, y, 200.0, SMALL, bold=True))
                painted += strip.paint(painter, (x, y + self._name), strip.size[0] + spare, numbers)
                x += strip.size[0] + spare + GAP
            y += _height(row) + self._name + GAP
        return painted, tuple(names)

    @cached_property
    def _rows(self) -> list[list[Strip]]:
        rows: list[list[Strip]] = []
        left = 0.0
        for strip in self.strips:
            if not rows or strip.size[0] + GAP > left:
                rows.append([])
                left = self.room
            rows[-1].append(strip)
            left -= strip.size[0] + GAP
        return rows

    @property
    def _name(self) -> float:
        """Height of the name of a band."""
        return block_height(("",), SMALL) + 2 if self.named and len(self.strips) > 1 else 0.0


def _sums(widths: Sequence[float], most: float) -> Iterator[float]:
    """Yield the widths of the first band, the first two and so on, up to a width."""
    return takewhile(lambda width: width <= most, accumulate(widths))


def _height(row: Sequence[Strip]) -> float:
    return max(strip.size[1] for strip in row)
