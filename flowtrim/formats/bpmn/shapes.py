"""What only the diagram half of a document says: the lane around a step, and where a loose flow begins or ends."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from msgspec.structs import replace

from flowtrim.formats.bpmn.records import Arrow, Scan, bare
from flowtrim.formats.bpmn.xml import clean, local

_NEAR = 5.0
"""Pixels by which a flow may miss the shape that it touches."""


class Shape(NamedTuple):
    """A rectangle of the diagram."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float, *, near: float = 0.0) -> bool:
        """Whether a point lies in it, or so near."""
        return -near <= x - self.x <= self.width + near and -near <= y - self.y <= self.height + near

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def area(self) -> float:
        """How large it is."""
        return self.width * self.height


Waypoints = list[tuple[float, float]]


def complete(found: Scan) -> None:
    """Take from the diagram what the model half leaves open, and tell it; nothing that it says is changed."""
    loose = [
        at for at, flow in enumerate(found.flows) if not (found.node_id(flow.source) and found.node_id(flow.target))
    ]
    unplaced = _unplaced(found)
    if not (loose or unplaced) or not found.diagrams:
        return
    shapes, waypoints = _drawn(found)
    _place(found, unplaced, shapes)
    for at in loose:
        found.flows[at] = _tied(found, found.flows[at], shapes, waypoints)


def _drawn(found: Scan) -> tuple[dict[str, Shape], dict[str, Waypoints]]:
    """Return the shapes and the ways of the diagrams, by the id that what they show goes by here."""
    shapes: dict[str, Shape] = {}
    waypoints: dict[str, Waypoints] = {}
    for element in (each for diagram in found.diagrams for each in diagram.iter()):
        of = bare(clean(element.get("bpmnElement")))
        if local(element) == "BPMNShape":
            bounds = next((child for child in element if local(child) == "Bounds"), None)
            told = [] if bounds is None else [bounds.get(side) for side in Shape._fields]
            if len(numbers := _numbers(told)) == 4:
                shapes.setdefault(found.node_id(of) or of, Shape(*numbers))
        elif local(element) == "BPMNEdge":
            points = (_numbers([child.get("x"), child.get("y")]) for child in element if local(child) == "waypoint")
            waypoints.setdefault(of, [(point[0], point[1]) for point in points if len(point) == 2])
    return shapes, waypoints


def _numbers(told: list[str | None]) -> list[float]:
    """Return the numbers that are written; those that are none are left out."""
    numbers: list[float] = []
    for text in told:
        try:
            numbers.append(float(text or ""))
        except ValueError:
            continue
    return numbers


def _unplaced(found: Scan) -> list[str]:
    """Return the nodes that no lane names, in processes that have lanes; what lies in a sub-process follows that."""
    laned = {lane.scope for lane in found.lanes.values()}
    named = {found.node_id(node) for lane in found.lanes.values() for node in lane.nodes} if laned else set()
    return [node.id for node in found.nodes.values() if node.scope in laned and node.id not in named]


def _place(found: Scan, unplaced: list[str], shapes: dict[str, Shape]) -> None:
    """Give each node to the smallest lane that its shape lies in."""
    inside: dict[str, list[str]] = defaultdict(list)
    lanes = sorted((lane for lane in found.lanes if lane in shapes), key=lambda lane: shapes[lane].area)
    for node in unplaced:
        scope, shape = found.nodes[node].scope, shapes.get(node)
        around = (own for own in lanes if shape and found.lanes[own].scope == scope)
        if shape and (home := next((own for own in around if shapes[own].holds(*shape.middle)), None)):
            inside[home].append(node)
    for own, nodes in inside.items():
        lane = found.lanes[own]
        found.lanes[own] = replace(lane, nodes=(*lane.nodes, *nodes))
        kinds = Counter(found.nodes[node].tag for node in nodes)
        what = ", ".join(f"{count} {tag}" for tag, count in kinds.items())
        found.tell("lane", own, lane.line, f"“{lane.name}”: by their shapes, since no lane names them, it has {what}")


def _tied(found: Scan, flow: Arrow, shapes: dict[str, Shape], waypoints: dict[str, Waypoints]) -> Arrow:
    """Return a flow with the ends that it lacks, where its way touches a shape."""
    points = waypoints.get(flow.id)
    if not points:
        return flow
    touched = {
        end: _touched(found, point, shapes)
        for end, point in (("source", points[0]), ("target", points[-1]))
        if not found.node_id(getattr(flow, end))
    }
    mended = {end: node for end, node in touched.items() if node}
    for end, node in mended.items():
        name = found.nodes[node].name or node
        found.tell("sequenceFlow", flow.id, flow.line, f"mended to be read: its {end} is “{name}”, which it touches")
    return replace(flow, **mended)


def _touched(found: Scan, point: tuple[float, float], shapes: dict[str, Shape]) -> str | None:
    near = [node for node in found.nodes if (at := shapes.get(node)) and at.holds(*point, near=_NEAR)]
    return min(near, key=lambda node: shapes[node].area, default=None)
