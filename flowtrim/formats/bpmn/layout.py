"""Where everything of a BPMN document stands, with right-angled ways between.

No box is ever crossed: flows run in the gaps between columns and in the gutters above rows.
"""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from flowtrim.formats.bpmn.canvas import Arc, Item, Sheet
from flowtrim.formats.bpmn.channels import Side
from flowtrim.formats.bpmn.label_size import height_of, room_for
from flowtrim.formats.bpmn.layout_grid import (
    ICON,
    ICON_LABEL,
    WIDEST,
    Box,
    Grid,
    icon_pitch,
    is_labelled_below,
    label_of_border,
)

Waypoints = tuple[tuple[int, int], ...]
Held = tuple[str, str, str]
"""What an item handles: the item, the side (in or out), and the name of the object."""


class Layout(Struct, frozen=True):
    """Boxes and labels by id of item, lane, pool, arc and object; ways by id of arc, and of objects to their item."""

    boxes: dict[str, Box]
    labels: dict[str, Box]
    waypoints: dict[str, Waypoints]
    data: dict[Held, tuple[Box, Box, Waypoints]]


def lay_out(sheet: Sheet) -> Layout:
    """Lay a draft out; the same draft always lies the same."""
    return _Laying(sheet).layout()


class _Laying:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._grid = Grid(sheet)
        self._boxes = self._grid.bands() | {item.id: self._grid.box(item) for item in sheet.items.values()}
        self._ends: Counter[str] = Counter()
        self._labels = {item.id: self._under(item) for item in sheet.items.values() if is_labelled_below(item)}
        on_borders = (item for item in sheet.items.values() if item.host and item.name)
        self._labels |= {item.id: label_of_border(item, self._boxes[item.id]) for item in on_borders}

    def layout(self) -> Layout:
        """Return it all."""
        waypoints = {}
        for arc in self._sheet.arcs:
            waypoints[arc.id] = self._waypoints(arc)
            if arc.name:
                self._labels[arc.id] = self._before(arc)
        for arc in self._sheet.messages:
            between = arc.source in self._sheet.items and arc.target in self._sheet.items
            waypoints[arc.id] = self._waypoints(arc) if between else self._message(arc)
        held = {key: place for item in self._sheet.items.values() for key, place in self._held(item)}
        return Layout(self._boxes, self._labels, waypoints, held)

    # labels and data -------------------------------------------------------------------------------------------------

    def _under(self, item: Item) -> Box:
        box, (width, height) = self._boxes[item.id], room_for(item.name, WIDEST)
        return Box(box.middle[0] - width // 2, box.bottom + 4, width, height)

    def _before(self, arc: Arc) -> Box:
        """Set the label of a flow over its end; where several end, the others under it."""
        box, (width, height) = self._boxes[arc.target], room_for(arc.name, WIDEST)
        before = self._ends[arc.target]
        self._ends[arc.target] += height if before else 1
        y = box.middle[1] + 3 + before if before else box.middle[1] - height - 3
        return Box(box.x - 10 - width, y, width, height)

    def _held(self, item: Item) -> list[tuple[Held, tuple[Box, Box, Waypoints]]]:
        """Set what an item needs under its left half, and what it delivers under its right half."""
        box, pitch = self._boxes[item.id], icon_pitch(item)
        placed = []
        for side, names in (("in", item.inputs), ("out", item.outputs)):
            x = box.x if side == "in" else box.x + box.width - ICON[0]
            for number, name in enumerate(names):
                icon = Box(x, box.bottom + 10 + number * pitch, *ICON)
                label = Box(icon.middle[0] - ICON_LABEL // 2, icon.bottom + 1, ICON_LABEL, height_of(name, ICON_LABEL))
                points = self._up(icon, box, first=number == 0)
                placed.append(((item.id, side, name), (icon, label, points if side == "in" else points[::-1])))
        return placed

    def _up(self, icon: Box, box: Box, *, first: bool) -> Waypoints:
        """Lead from an object up to its item: straight, or between the objects above it."""
        if first:
            return (icon.middle[0], icon.y), (icon.middle[0], box.bottom)
        on_left = icon.x == box.x
        x = box.middle[0] + (-2 if on_left else 2)
        return (icon.x + icon.width * on_left, icon.middle[1]), (x, icon.middle[1]), (x, box.bottom)

    # ways ------------------------------------------------------------------------------------------------------------

    def _gap(self, arc: Arc, column: int, side: Side = "out") -> int:
        return self._grid.track_of_gap(column, self._grid.channels.gap[arc.id, side])

    def _gutter(self, arc: Arc, row: int) -> int:
        return self._grid.track_of_gutter(row, self._grid.channels.gutter[arc.id])

    def _waypoints(self, arc: Arc) -> Waypoints:
        source, target = self._boxes[arc.source], self._boxes[arc.target]
        if self._sheet.items[arc.source].host:
            return self._waypoints_from_border(arc, source, target)
        start, end = (source.x + source.width, source.middle[1]), (target.x, target.middle[1])
        route = self._grid.channels.route[arc.id]
        if route == "straight":
            return start, end
        out = self._gap(arc, self._grid.column[arc.source])
        if route == "step":
            return start, (out, start[1]), (out, end[1]), end
        back = self._gap(arc, self._grid.column[arc.target] - 1, "back")
        high = self._gutter(arc, self._grid.row[arc.target])
        return start, (out, start[1]), (out, high), (back, high), (back, end[1]), end

    def _waypoints_from_border(self, arc: Arc, source: Box, target: Box) -> Waypoints:
        """Lead from an event on a border up into the gutter over it, and along that and the next to the target."""
        x, end = source.middle[0], (target.x, target.middle[1])
        high = self._grid.track_of_gutter(self._grid.row[arc.source], self._grid.channels.gutter[f"{arc.id} up"])
        back = self._gap(arc, self._grid.column[arc.target] - 1, "back")
        if self._grid.row[arc.source] == self._grid.row[arc.target]:
            return (x, source.y), (x, high), (back, high), (back, end[1]), end
        out, over = self._gap(arc, self._grid.column[arc.source]), self._gutter(arc, self._grid.row[arc.target])
        return (x, source.y), (x, high), (out, high), (out, over), (back, over), (back, end[1]), end

    def _message(self, arc: Arc) -> Waypoints:
        """Lead from an item up into its gutter and on to the edge of a pool, or back."""
        outward = arc.source in self._sheet.items
        item, pool = (arc.source, arc.target) if outward else (arc.target, arc.source)
        box, edge = self._boxes[item], self._boxes[pool]
        x = self._grid.top_of(self._sheet.items[item]) + 12 * (self._ends[f"top of {item}"] % 4)
        self._ends[f"top of {item}"] += 1
        aside, high = self._gap(arc, self._grid.column[item]), self._gutter(arc, self._grid.row[item])
        points = (x, box.y), (x, high), (aside, high), (aside, edge.bottom if edge.y < box.y else edge.y)
        return points if outward else points[::-1]
