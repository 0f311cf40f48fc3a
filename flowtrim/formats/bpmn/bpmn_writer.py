"""A process as a BPMN 2.0 document with its diagram, which reads back equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from typing import TYPE_CHECKING, Any

from flowtrim.formats.bpmn.canvas import NAMESPACE, Arc, Item, Pool, Sheet
from flowtrim.formats.bpmn.elements import MODEL_NAMESPACE
from flowtrim.formats.bpmn.elements_to_write import draft
from flowtrim.formats.bpmn.import_notes import documentation
from flowtrim.formats.bpmn.layout import Held, lay_out
from flowtrim.formats.bpmn.layout_grid import Box
from flowtrim.formats.bpmn.xml import clean
from flowtrim.formats.characters import unreadable
from flowtrim.formats.json_text import as_text
from flowtrim.formats.scalars import write_number
from flowtrim.model import Process, Repetition

if TYPE_CHECKING:
    from lxml.etree import _Element

SPACES = {
    None: MODEL_NAMESPACE,
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "flowtrim": NAMESPACE,
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_WAY = "{http://www.omg.org/spec/DD/20100524/DI}"


def write_bpmn(process: Process) -> bytes:
    """Write a process as BPMN: lanes for those who perform, and a pool of their own for each customer and partner.

    What BPMN has no place for stands in extension elements of our own, so that nothing is lost on the way back.

    Raises:
        OutputError: a plan of it changes something that a file has no words for.
    """
    from lxml import etree

    sheet = draft(process)
    root = etree.Element(f"{{{MODEL_NAMESPACE}}}definitions", nsmap=SPACES)
    root.attrib.update({"id": "Definitions", "targetNamespace": NAMESPACE, "exporter": "flowtrim"})
    document = _Writing(root, sheet)
    document.write()
    _diagram(root, sheet, document.data, "Collaboration")
    for own, inner in sheet.inside.items():
        _diagram(root, inner, document.data, own)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text


class _Writing:
    """Writes the model half of a document; ``data`` tells the id of each data object's shape and of its arrow."""

    def __init__(self, root: _Element, sheet: Sheet) -> None:
        self._root = root
        self._sheet = sheet
        self._incoming: dict[str, list[str]] = defaultdict(list)
        self._outgoing: dict[str, list[str]] = defaultdict(list)
        for each in (sheet, *sheet.inside.values()):
            for arc in each.arcs:
                self._outgoing[arc.source].append(arc.id)
                self._incoming[arc.target].append(arc.id)
        self.data: dict[tuple[str, str, str], tuple[str, str]] = {}
        self._objects: dict[tuple[str, str], str] = {}

    def write(self) -> None:
        """Write the collaboration, and the process of each pool that is open."""
        self._collaboration()
        for pool in self._sheet.pools:
            if pool.process:
                self._process(pool, pool.process)

    def _collaboration(self) -> None:
        together = _add(self._root, "collaboration", id="Collaboration")
        for pool in self._sheet.pools:
            participant = _add(together, "participant", id=pool.id, name=pool.name, processRef=pool.process or "")
            if pool is not self._sheet.main:
                _mark(participant, "role", {"role": pool.role})
        for arc in self._sheet.messages:
            message = _add(together, "messageFlow", id=arc.id, sourceRef=arc.source, targetRef=arc.target)
            if arc.mark:
                _mark(message, "message", arc.mark)

    def _process(self, pool: Pool, own: str) -> None:
        process = _add(self._root, "process", id=own, name=pool.name, isExecutable="false")
        if pool is self._sheet.main:
            for text in documentation(self._sheet.data.get("why"), None):
                _add(process, "documentation").text = _readable(text)
            _mark(process, "process", self._sheet.data)
        else:
            _mark(process, "guest", {})
        self._inside(process, self._sheet, pool)

    def _inside(self, around: _Element, sheet: Sheet, pool: Pool) -> None:
        """Write what lies in one pool, or in a sub-process, which is the only pool of its sheet."""
        items = [item for item in sheet.items.values() if sheet.pool_of(item.id) is pool]
        self._lanes(around, sheet, pool, items)
        for item in items:
            self._item(around, item)
        self._data_references(around, {item.id for item in items})
        for arc in sheet.arcs:
            if sheet.pool_of(arc.source) is pool:
                self._flow(around, arc)

    def _lanes(self, around: _Element, sheet: Sheet, pool: Pool, items: Iterable[Item]) -> None:
        lane_set = _add(around, "laneSet", id=f"LaneSet.{pool.process or pool.id}")
        inside: dict[int, list[str]] = defaultdict(list)
        for item in items:
            inside[item.lane].append(item.id)
        for number, band in enumerate(sheet.lanes):
            if band.pool is pool:
                lane = _add(lane_set, "lane", id=band.id, name=band.name)
                _mark(lane, "role", {"role": band.role})
                for item_id in inside[number]:
                    _add(lane, "flowNodeRef").text = item_id

    def _item(self, process: _Element, item: Item) -> None:
        element = _add(process, item.tag, id=item.id, name=item.name, attachedToRef=item.host)
        if item.host:
            element.set("cancelActivity", str(item.stops).lower())
        for text in item.texts:
            _add(element, "documentation").text = _readable(text)
        _mark(element, *item.mark)
        for flow in self._incoming[item.id]:
            _add(element, "incoming").text = flow
        for flow in self._outgoing[item.id]:
            _add(element, "outgoing").text = flow
        if item.event:
            _trigger(element, item)
        if item.tag.endswith("Task") or item.tag in {"task", "callActivity"}:
            self._data_of(element, item)
        if item.repeated:
            _repeat(element, item.repeated)
        if inner := self._sheet.inside.get(item.id):
            if item.event == "" and item.mark[0] == "interruption":
                element.set("triggeredByEvent", "true")
            self._inside(element, inner, inner.main)

    def _data_of(self, element: _Element, item: Item) -> None:
        if item.inputs:
            _add(element, "property", id=f"Property.{item.id}", name="__targetRef_placeholder")
        for number, name in enumerate(item.inputs, 1):
            arrow = _add(element, "dataInputAssociation", id=f"DataInput.{item.id}.{number}")
            reference = self._reference(item.id, "in", name, arrow)
            _add(arrow, "sourceRef").text = reference
            _add(arrow, "targetRef").text = f"Property.{item.id}"
        for number, name in enumerate(item.outputs, 1):
            arrow = _add(element, "dataOutputAssociation", id=f"DataOutput.{item.id}.{number}")
            _add(arrow, "targetRef").text = self._reference(item.id, "out", name, arrow)

    def _reference(self, item_id: str, side: str, name: str, arrow: _Element) -> str:
        shape = f"Data.{len(self.data) + 1}"
        self.data[item_id, side, name] = (shape, str(arrow.get("id")))
        home = self._home(item_id)
        self._objects.setdefault((home, name), f"DataObject.{len(self._objects) + 1}")
        return shape

    def _home(self, item_id: str) -> str:
        """Return the id of the process or of the sub-process that an item lies in."""
        around = (own for own, inner in self._sheet.inside.items() if item_id in inner.items)
        return next(around, None) or str(self._sheet.pool_of(item_id).process)

    def _data_references(self, process: _Element, inside: Container[str]) -> None:
        home = str(process.get("id"))
        for (there, _), own in self._objects.items():
            if there == home:
                _add(process, "dataObject", id=own)
        for (item_id, _, name), (shape, _) in self.data.items():
            if item_id in inside:
                _add(process, "dataObjectReference", id=shape, name=name, dataObjectRef=self._objects[home, name])

    def _flow(self, process: _Element, arc: Arc) -> None:
        flow = _add(process, "sequenceFlow", id=arc.id, name=arc.name, sourceRef=arc.source, targetRef=arc.target)
        _mark(flow, "flow", arc.mark)


def _diagram(root: _Element, sheet: Sheet, data: dict[Held, tuple[str, str]], of: str) -> None:
    """Add the diagram of a draft to its document; ``data`` has the ids of the shape and arrow of each data object.

    A sub-process is closed in the diagram around it, and has one of its own, in which no pool is drawn.
    """
    from lxml import etree

    layout, name = lay_out(sheet), "" if of == "Collaboration" else f".{of}"
    diagram = etree.SubElement(root, f"{_DI}BPMNDiagram", id=f"Diagram{name}")
    plane = etree.SubElement(diagram, f"{_DI}BPMNPlane", id=f"Plane{name}", bpmnElement=of)
    for own in (*(pool.id for pool in sheet.pools if pool.id != of), *(lane.id for lane in sheet.lanes)):
        _shape(plane, own, layout.boxes[own], isHorizontal="true")
    for item in sheet.items.values():
        marker = {"isMarkerVisible": "true"} if item.tag == "exclusiveGateway" else {}
        marker |= {"isExpanded": "false"} if item.tag == "subProcess" else {}
        _shape(plane, item.id, layout.boxes[item.id], label=layout.labels.get(item.id), **marker)
    for key, (icon, label, points) in layout.data.items():
        shape, arrow = data[key]
        _shape(plane, shape, icon, label=label)
        _edge(plane, arrow, points)
    for arc in (*sheet.arcs, *sheet.messages):
        _edge(plane, arc.id, layout.waypoints[arc.id], label=layout.labels.get(arc.id))


def _shape(plane: _Element, of: str, box: Box, label: Box | None = None, **attributes: str) -> None:
    from lxml import etree

    shape = etree.SubElement(plane, f"{_DI}BPMNShape", id=f"Shape.{of}", bpmnElement=of, **attributes)
    _bounds(shape, box)
    if label:
        _bounds(etree.SubElement(shape, f"{_DI}BPMNLabel"), label)


def _edge(plane: _Element, of: str, points: Iterable[tuple[int, int]], label: Box | None = None) -> None:
    from lxml import etree

    edge = etree.SubElement(plane, f"{_DI}BPMNEdge", id=f"Edge.{of}", bpmnElement=of)
    for x, y in points:
        etree.SubElement(edge, f"{_WAY}waypoint", x=str(x), y=str(y))
    if label:
        _bounds(etree.SubElement(edge, f"{_DI}BPMNLabel"), label)


def _bounds(parent: _Element, box: Box) -> None:
    from lxml import etree

    x, y, width, height = map(str, box)
    etree.SubElement(parent, f"{_DC}Bounds", x=x, y=y, width=width, height=height)


def _add(parent: _Element, tag: str, **attributes: str) -> _Element:
    from lxml import etree

    said = {name: _readable(value) for name, value in attributes.items() if value}
    return etree.SubElement(parent, f"{{{MODEL_NAMESPACE}}}{tag}", said)


def _mark(element: _Element, name: str, data: dict[str, Any]) -> None:
    from lxml import etree

    around = _add(element, "extensionElements")
    etree.SubElement(around, f"{{{NAMESPACE}}}{name}").text = as_text(data)


def _trigger(element: _Element, item: Item) -> None:
    """Write what an event is triggered by: a message, a time, or a condition in words; or that it stops all."""
    definition = _add(element, f"{item.event}EventDefinition", id=f"Definition.{item.id}")
    if item.event in ("message", "terminate"):
        return
    said = _add(definition, "timeDuration" if item.event == "timer" else "condition")
    said.set("{http://www.w3.org/2001/XMLSchema-instance}type", "tFormalExpression")
    said.text = _readable(item.trigger)


def _repeat(element: _Element, each: Repetition) -> None:
    in_turn = "false" if each.parallel else "true"
    several = _add(element, "multiInstanceLoopCharacteristics", isSequential=in_turn)
    count = _add(several, "loopCardinality")
    count.set("{http://www.w3.org/2001/XMLSchema-instance}type", "tFormalExpression")
    count.text = write_number(each.count)
    _add(several, "inputDataItem", id=f"Each.{element.get('id')}", name=clean(each.of))


def _readable(text: str) -> str:
    """Return a text without the signs that XML forbids."""
    return unreadable().sub("\ufffd", text)
