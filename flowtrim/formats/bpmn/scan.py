"""One pass over a BPMN document: every element that matters, as plain records."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowtrim.formats.bpmn.elements import EVENT_DEFINITIONS, FLOW_NODES, MODEL_NAMESPACE, SILENT, SUB_PROCESSES
from flowtrim.formats.bpmn.marks import Mark, mark_of
from flowtrim.formats.bpmn.xml import clean, local, whole_text
from flowtrim.model import END

if TYPE_CHECKING:
    from lxml.etree import _Element

DOORS = (".in", ".out", ".leave", ".beside")
"""Endings of the ids of gateways that the flattening puts in."""
ALL_POOLS = "all-pools"
_RESERVED = frozenset({END, ALL_POOLS})
"""To us the first is where a case is over, and the second where it begins in several pools."""


@dataclass(slots=True)
class Node:
    """A flow node: its element's name, its scope (the id of the process or sub-process around it), and its marks."""

    id: str
    tag: str
    name: str
    scope: str
    line: int
    element: _Element
    mark: Mark | None = None
    event: str = ""
    thrown: str = ""
    attached_to: str | None = None
    interrupting: bool = True
    default: str | None = None
    by_event: bool = False
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Arrow:
    """A sequence flow, message flow or association."""

    id: str
    source: str
    target: str
    name: str
    condition: str
    line: int
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its own name, the lane around it, and the flow nodes that it names."""

    id: str
    name: str
    parent: str | None
    scope: str
    nodes: tuple[str, ...]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """A participant, and the process inside it; none for a closed pool."""

    id: str
    name: str
    process: str | None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class NotCarried:
    """An element that cannot be said in flowtrim, and why."""

    element: str
    id: str
    line: int
    why: str


@dataclass(slots=True)
class Scan:
    """Everything found, by id, in the order of the document."""

    nodes: dict[str, Node] = field(default_factory=dict)
    processes: dict[str, _Element] = field(default_factory=dict)
    flows: list[Arrow] = field(default_factory=list)
    messages: list[Arrow] = field(default_factory=list)
    associations: list[Arrow] = field(default_factory=list)
    lanes: dict[str, Lane] = field(default_factory=dict)
    pools: dict[str, Pool] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    not_carried: list[NotCarried] = field(default_factory=list)
    title: str = ""
    renamed: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def id_of(self, reference: str) -> str:
        """Return the id that a flow node goes by here: one that means something else to us has another."""
        return self.renamed.get(reference, reference)

    def unused(self, wanted: str, taken: Container[str]) -> str:
        """Return an id that is not taken: broken exports give one id to two elements, and both are work."""
        name = wanted
        while name in taken:
            self.numbers[wanted] = self.numbers.get(wanted, 1) + 1
            name = f"{wanted}-{self.numbers[wanted]}"
        return name

    def inside(self, scope: str) -> list[Node]:
        """Return the flow nodes right inside a scope."""
        return [node for node in self.nodes.values() if node.scope == scope]


def scan(root: _Element) -> Scan:
    """Read a document in one pass, without recursion: the nesting of a file is its author's choice."""
    found = Scan(title=clean(root.get("name")))
    waiting: list[tuple[_Element, str, str | None]] = [(root, "", None)]
    while waiting:
        element, scope, lane = waiting.pop()
        tag = local(element)
        if not tag or tag in {"extensionElements", "BPMNDiagram"} or _is_foreign(element):
            continue
        inner_scope, inner_lane = _read(found, element, tag, scope, lane)
        waiting.extend((child, inner_scope, inner_lane) for child in reversed(element))
    return found


def _is_foreign(element: _Element) -> bool:
    """Whether an element is a vendor's; files without any namespace are taken at their word."""
    tag = str(element.tag)
    return tag.startswith("{") and not tag.startswith(("{" + MODEL_NAMESPACE, "{http://schema.omg.org/spec/BPMN"))


def _read(found: Scan, element: _Element, tag: str, scope: str, lane: str | None) -> tuple[str, str | None]:
    """Read one element; return the scope and the lane that its children are in."""
    own_id = element.get("id") or ""
    if tag == "process":
        own_id = found.unused(own_id or "process", found.processes)
        found.processes[own_id] = element
        return own_id, None
    if tag in FLOW_NODES:
        node = _node(found, element, tag, scope)
        return (node.id, None) if tag in SUB_PROCESSES else (scope, None)
    if tag == "lane":
        own_id = found.unused(own_id or "lane", found.lanes)
        refs = tuple(clean(child.text) for child in element if local(child) == "flowNodeRef")
        found.lanes[own_id] = Lane(own_id, clean(element.get("name")), lane, scope, refs, mark_of(element))
        return scope, own_id
    if tag in _READERS:
        _READERS[tag](found, element, own_id)
    elif tag not in SILENT and not tag.endswith(EVENT_DEFINITIONS) and element.getparent() is not None:
        _unsaid(found, element, tag, own_id)
    return scope, lane


def _node(found: Scan, element: _Element, tag: str, scope: str) -> Node:
    if scope not in found.nodes:  # some exports leave out the process around the work
        found.processes.setdefault(scope, element)
    own_id = found.unused(element.get("id") or tag, found.nodes)
    if own_id in _RESERVED or own_id.endswith(DOORS):
        found.renamed[own_id] = own_id = found.unused(f"{own_id}-{tag}", found.nodes)
    definition = next((child for child in element if local(child).endswith(EVENT_DEFINITIONS)), None)
    node = Node(
        id=own_id,
        tag=tag,
        name=clean(element.get("name")),
        scope=scope,
        line=element.sourceline or 1,
        element=element,
        mark=mark_of(element),
        event="" if definition is None else local(definition).removesuffix(EVENT_DEFINITIONS),
        thrown="" if definition is None else definition.get("errorRef") or definition.get("escalationRef") or "",
        attached_to=element.get("attachedToRef"),
        interrupting=element.get("cancelActivity", "true") != "false",
        default=element.get("default"),
        by_event=element.get("triggeredByEvent") == "true",
    )
    found.nodes[own_id] = node
    for child in element:
        if local(child) in ("dataInputAssociation", "dataOutputAssociation"):
            _data_of(node, child)
    _tell_markers(found, node)
    return node


def _data_of(node: Node, association: _Element) -> None:
    end, bag = (
        ("sourceRef", node.inputs) if local(association) == "dataInputAssociation" else ("targetRef", node.outputs)
    )
    bag.extend(clean(child.text) for child in association if local(child) == end)


def _tell_markers(found: Scan, node: Node) -> None:
    """Say which marks of a node have no place in a declared process."""
    said = {
        "standardLoopCharacteristics": "how often the loop runs is not said, so it is read as one run",
        "multiInstanceLoopCharacteristics": "how many instances run is not said, so it is read as one run",
    }
    for child in node.element:
        if local(child) in said:
            found.not_carried.append(
                NotCarried(local(child), node.id, child.sourceline or node.line, said[local(child)])
            )
    if node.tag == "complexGateway":
        found.not_carried.append(
            NotCarried(node.tag, node.id, node.line, "read as an inclusive gateway: its rule is free")
        )
    if node.tag == "endEvent" and node.event == "terminate":
        found.not_carried.append(
            NotCarried(node.tag, node.id, node.line, "read as an ordinary end: what else runs is not stopped")
        )


def _arrow(element: _Element, own_id: str) -> Arrow:
    condition = next((whole_text(child) for child in element if local(child) == "conditionExpression"), "")
    source, target = element.get("sourceRef") or "", element.get("targetRef") or ""
    name, line = clean(element.get("name")), element.sourceline or 1
    return Arrow(own_id, source, target, name, condition, line, mark_of(element))


def _sequence_flow(found: Scan, element: _Element, own_id: str) -> None:
    found.flows.append(_arrow(element, own_id))


def _message_flow(found: Scan, element: _Element, own_id: str) -> None:
    found.messages.append(_arrow(element, own_id))


def _association(found: Scan, element: _Element, own_id: str) -> None:
    found.associations.append(_arrow(element, own_id))


def _pool(found: Scan, element: _Element, own_id: str) -> None:
    own_id = found.unused(own_id or "participant", found.pools)
    found.pools[own_id] = Pool(own_id, clean(element.get("name")), _bare(element.get("processRef")), mark_of(element))


def _note(found: Scan, element: _Element, own_id: str) -> None:
    found.notes[own_id] = whole_text(element)


def _data(found: Scan, element: _Element, own_id: str) -> None:
    name = clean(element.get("name"))
    reference = _bare(element.get("dataObjectRef") or element.get("dataStoreRef"))
    found.data[own_id] = name or (reference and f"\0{reference}") or own_id


_READERS = {
    "sequenceFlow": _sequence_flow,
    "messageFlow": _message_flow,
    "association": _association,
    "participant": _pool,
    "textAnnotation": _note,
    "dataObject": _data,
    "dataObjectReference": _data,
    "dataStore": _data,
    "dataStoreReference": _data,
}


def _unsaid(found: Scan, element: _Element, tag: str, own_id: str) -> None:
    parent = element.getparent()
    inside_one = parent is not None and local(parent) not in SILENT | FLOW_NODES
    if inside_one or tag.endswith(("LoopCharacteristics", "script", "Script", "Ref", "Expression")):
        return
    found.not_carried.append(
        NotCarried(tag, own_id, element.sourceline or 1, "has no counterpart in a declared process")
    )


def _bare(reference: str | None) -> str | None:
    """Return a reference without its namespace prefix, which some tools write."""
    return reference.rpartition(":")[2] if reference else None
