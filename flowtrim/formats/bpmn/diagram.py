"""The diagram half of a BPMN document: where each shape stands, and which way each arrow takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flowtrim.formats.bpmn.layout import Box, Layout
from flowtrim.formats.bpmn.sheet import Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_WAY = "{http://www.omg.org/spec/DD/20100524/DI}"


def diagram(root: _Element, sheet: Sheet, layout: Layout, data: dict[tuple[str, str, str], tuple[str, str]]) -> None:
    """Add the diagram of a draft to its document; ``data`` has the ids of the shape and arrow of each data object."""
    from lxml import etree

    plane = etree.SubElement(
        etree.SubElement(root, f"{_DI}BPMNDiagram", id="Diagram"),
        f"{_DI}BPMNPlane",
        id="Plane",
        bpmnElement="Collaboration",
    )
    _shape(plane, "Participant", layout.pool, isHorizontal="true")
    for band in (*sheet.outsiders, *sheet.lanes):
        _shape(plane, band.id, layout.boxes[band.id], isHorizontal="true")
    for item in sheet.items.values():
        marker = {"isMarkerVisible": "true"} if item.tag == "exclusiveGateway" else {}
        beside = item.name and not item.tag.endswith(("ask", "Activity"))
        _shape(plane, item.id, layout.boxes[item.id], label=_under(layout.boxes[item.id]) if beside else None, **marker)
    for key, (shape, arrow) in data.items():
        icon, box = layout.data[key], layout.boxes[key[0]]
        _shape(plane, shape, icon, label=Box(icon.x - 3, icon.y + icon.height + 1, icon.width + 6, 14))
        ends = (icon.middle[0], icon.y), (min(max(icon.middle[0], box.x), box.x + box.width), box.y + box.height)
        _edge(plane, arrow, ends if key[1] == "in" else ends[::-1])
    for arc in (*sheet.arcs, *sheet.messages):
        _edge(plane, arc.id, layout.ways[arc.id], name=arc.name)


def _shape(plane: _Element, of: str, box: Box, label: Box | None = None, **attributes: str) -> None:
    from lxml import etree

    shape = etree.SubElement(plane, f"{_DI}BPMNShape", id=f"Shape.{of}", bpmnElement=of, **attributes)
    _bounds(shape, box)
    if label:
        _bounds(etree.SubElement(shape, f"{_DI}BPMNLabel"), label)


def _edge(plane: _Element, of: str, way: Iterable[tuple[int, int]], *, name: str = "") -> None:
    from lxml import etree

    edge = etree.SubElement(plane, f"{_DI}BPMNEdge", id=f"Edge.{of}", bpmnElement=of)
    points = list(way)
    for x, y in points:
        etree.SubElement(edge, f"{_WAY}waypoint", x=str(x), y=str(y))
    if name:
        # above the last stretch, where no two conditions of one gateway meet
        x, y = points[-1]
        height = 14 * min(3, -(-len(name) // 14))
        _bounds(etree.SubElement(edge, f"{_DI}BPMNLabel"), Box(x - 88, y - height - 4, 84, height))


def _under(box: Box) -> Box:
    return Box(box.middle[0] - 45, box.y + box.height + 4, 90, 14)


def _bounds(parent: _Element, box: Box) -> None:
    from lxml import etree

    x, y, width, height = map(str, box)
    etree.SubElement(parent, f"{_DC}Bounds", x=x, y=y, width=width, height=height)
