"""Where the line of each link turns: its corners from side to side, by ports and tracks, and where its label hangs."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

from flowtrim.drawings.chart import Node
from flowtrim.drawings.geometry import OVER_BADGES, Geometry, Point
from flowtrim.drawings.sizes import FIRST_STAIR, STAIR, extent

_BESIDE, _BESIDE_HEAVY = 3.0, 4.0
"""Between a line, from its middle on, and the words above it."""


def points(geometry: Geometry, number: int) -> tuple[Point, ...]:
    """Return the corners of a link's line, its ends included."""
    plan = geometry.plan
    way = plan.ways[number]
    source, target = plan.chart.node[way.link.source], plan.chart.node[way.link.target]
    line = _start(geometry, number, source)
    goal = _goal(geometry, number, target)
    if way.first is not None:
        x = geometry.upright(way.first, plan.track[number, "first"])
        line.append((x, line[-1][1]))
    if way.across is not None:
        y = geometry.across(way.across, plan.track[number, "across"])
        line.append((line[-1][0], y))
        x = goal[0] if way.second is None else geometry.upright(way.second, plan.track[number, "second"])
        line.append((x, y))
    line.extend([(line[-1][0], goal[1]), goal])
    return _simple(line)


def crossings(geometry: Geometry) -> list[tuple[int, int]]:
    """Return the numbers of two links for each point in which their lines cross."""
    level: list[tuple[float, float, float, int]] = []
    upright: list[tuple[float, float, float, int]] = []
    for number in range(len(geometry.plan.ways)):
        for (x1, y1), (x2, y2) in pairwise(points(geometry, number)):
            if y1 == y2:
                level.append((y1, min(x1, x2), max(x1, x2), number))
            else:
                upright.append((x1, min(y1, y2), max(y1, y2), number))
    return [
        (one, other)
        for y, left, right, one in level
        for x, top, bottom, other in upright
        if left < x < right and top < y < bottom and one != other
    ]


def label_corner(geometry: Geometry, number: int) -> Point:
    """Return the lower left corner of a link's label above its line, or the upper left one of a label under it."""
    plan = geometry.plan
    way = plan.ways[number]
    key, offset = way.link.source, plan.ports.leave[number]
    x, y = geometry.middle(key)
    away = _BESIDE_HEAVY if way.link.heavy else _BESIDE
    if number in plan.ports.late:
        left, line = geometry.late_label(way.link.target)
        return left, line + plan.ports.enter[number] - away
    if way.leave != "right":
        edge = extent(plan.chart.node[key])[1] / 2
        return x + offset + 6.5, y + (edge + 3.0 if way.leave == "bottom" else -edge - OVER_BADGES)
    channel = geometry.grid.column[key] + 1
    right = geometry.cell_right(key) + 6.0 + geometry.stairs.get(channel, 0.0)
    return right, y + offset + (away + 0.5 if number in plan.ports.under else -away)


def _start(geometry: Geometry, number: int, node: Node) -> list[Point]:
    plan = geometry.plan
    way, offset = plan.ways[number], plan.ports.leave[number]
    x, y = geometry.middle(node.key)
    if way.leave == "right":
        first = plan.ports.exit[number]
        begin = (x + _reach(node, first), y + first)
        if not plan.ports.climbs(number):
            return [begin]
        along = geometry.cell_right(node.key) + FIRST_STAIR + STAIR * plan.ports.stair[number]
        return [begin, (along, y + first), (along, y + offset)]
    edge = extent(node)[1] / 2
    return [(x + offset, y + (edge if way.leave == "bottom" else -edge))]


def _goal(geometry: Geometry, number: int, node: Node) -> Point:
    plan = geometry.plan
    way, offset = plan.ways[number], plan.ports.enter[number]
    x, y = geometry.middle(node.key)
    if way.enter == "left":
        return x - _reach(node, offset), y + offset
    edge = extent(node)[1] / 2
    return x + offset, y + (edge if way.enter == "bottom" else -edge)


def _reach(node: Node, offset: float) -> float:
    """Return how far a figure reaches sideways at a distance from its middle."""
    wide, high = (side / 2 for side in extent(node))
    away = min(abs(offset), high)
    if node.form == "step":
        return wide
    return wide - away if node.form == "gateway" else sqrt(wide * wide - away * away)


def _simple(line: list[Point]) -> tuple[Point, ...]:
    """Leave out points that are no corners."""
    kept = [line[0]]
    for place, point in enumerate(line[1:], start=1):
        if point == kept[-1]:
            continue
        after = line[place + 1] if place + 1 < len(line) else None
        if after and (kept[-1][0] == point[0] == after[0] or kept[-1][1] == point[1] == after[1]):
            continue
        kept.append(point)
    return tuple(kept)
