"""A strip: the lanes of one or several charts on one grid, ready to be painted anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from flowtrim.drawings.cell_grid import grid_of
from flowtrim.drawings.chart import Chart
from flowtrim.drawings.drawing import Arrow, Box, Lane
from flowtrim.drawings.geometry import Geometry, Plan
from flowtrim.drawings.sheet import Painter


class Strip(Struct, frozen=True):
    """Charts that share columns, lanes and sizes; ``head`` is the width of the names of the lanes."""

    geometry: Geometry
    plans: tuple[Plan, ...]
    head: float

    @classmethod
    def of(cls, charts: Sequence[Chart], lanes: Sequence[str | None], head: float) -> Strip:
        """Lay charts upon each other; only the lanes in use are kept."""
        grid = grid_of(charts, lanes)
        plans = tuple(Plan(chart, grid) for chart in charts)
        return cls(Geometry(grid, plans), plans, head)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, the names of the lanes included."""
        width, height = self.geometry.size
        return width + self.head, height

    def paint(self, which: int, painter: Painter, at: tuple[float, float], numbers: Mapping[str, str]) -> Painted:
        """Return one of the charts with the upper left corner of its lanes at a place."""
        dx, dy = at[0] + self.head, at[1]
        plan = self.plans[which]
        alive = {node.lane for node in plan.chart.nodes if not node.is_gone}
        lanes = (
            painter.lane(role, self.geometry, number, wide=self.head, empty=role not in alive)
            for number, role in enumerate(self.geometry.grid.lanes)
        )
        boxes = (painter.box(node, self.geometry, numbers) for node in plan.chart.nodes)
        arrows = (painter.arrow(plan, self.geometry, number, numbers) for number in range(len(plan.ways)))
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
