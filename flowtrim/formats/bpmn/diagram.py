"""The diagram half of a BPMN document: where each shape stands, and which way each arrow takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flowtrim.formats.bpmn.canvas import Sheet
from flowtrim.formats.bpmn.layout import Held, Layout
from flowtrim.formats.bpmn.layout_grid import Box

if TYPE_CHECKING:
    from lxml.etree import _Element

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_WAY = "{http://www.omg.org/spec/DD/20100524/DI}"


def diagram(root: _Element, sheet: Sheet, layout: Layout, data: dict[Held, tuple[str, str]]) -> None:
    """Add the diagram of a draft to its document; ``data`` has the ids of the shape and arrow of each data object."""
    from lxml import etree

    plane = etree.SubElement(
        etree.SubElement(root, f"{_DI}BPMNDiagram", id="Diagram"),
        f"{_DI}BPMNPlane",
        id="Plane",
        bpmnElement="Collaboration",
    )
    for own in (*(pool.id for pool in sheet.pools), *(lane.id for lane in sheet.lanes)):
        _shape(plane, own, layout.boxes[own], isHorizontal="true")
    for item in sheet.items.values():
        marker = {"isMarkerVisible": "true"} if item.tag == "exclusiveGateway" else {}
        _shape(plane, item.id, layout.boxes[item.id], label=layout.labels.get(item.id), **marker)
    for key, (shape, arrow) in data.items():
        icon, label, way = layout.data[key]
        _shape(plane, shape, icon, label=label)
        _edge(plane, arrow, way)
    for arc in (*sheet.arcs, *sheet.messages):
        _edge(plane, arc.id, layout.ways[arc.id], label=layout.labels.get(arc.id))


def _shape(plane: _Element, of: str, box: Box, label: Box | None = None, **attributes: str) -> None:
    from lxml import etree

    shape = etree.SubElement(plane, f"{_DI}BPMNShape", id=f"Shape.{of}", bpmnElement=of, **attributes)
    _bounds(shape, box)
    if label:
        _bounds(etree.SubElement(shape, f"{_DI}BPMNLabel"), label)


def _edge(plane: _Element, of: str, way: Iterable[tuple[int, int]], label: Box | None = None) -> None:
    from lxml import etree

    edge = etree.SubElement(plane, f"{_DI}BPMNEdge", id=f"Edge.{of}", bpmnElement=of)
    for x, y in way:
        etree.SubElement(edge, f"{_WAY}waypoint", x=str(x), y=str(y))
    if label:
        _bounds(etree.SubElement(edge, f"{_DI}BPMNLabel"), label)


def _bounds(parent: _Element, box: Box) -> None:
    from lxml import etree

    x, y, width, height = map(str, box)
    etree.SubElement(parent, f"{_DC}Bounds", x=x, y=y, width=width, height=height)
