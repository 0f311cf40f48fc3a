"""What cannot be said in flowtrim, told element by element: nothing of a document is dropped in silence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from flowtrim.formats.bpmn.canvas import NAMESPACE
from flowtrim.formats.bpmn.elements import ACTIVITIES, EVENT_DEFINITIONS, FLOW_NODES, PARTS
from flowtrim.formats.bpmn.records import PROCESS, Node, Scan, bare
from flowtrim.formats.bpmn.task_types import mark_of
from flowtrim.formats.bpmn.xml import cardinality, clean, local, whole_text, without_markup

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENGINE = "only an engine needs it"
_CHOREOGRAPHY = "choreographies say who talks with whom and not who does what, so they are not read"
_PERFORMER = "it says for an engine who gets the work; here a lane says who owns a step"
_PERFORMERS = ("resourceRole", "performer", "humanPerformer", "potentialOwner")
_GLOBAL = "it is called from elsewhere and lies in no process"

_LOOKS = ("color", "label", "style", "geometry", "waypoint", "bounds", "graphics")

_XML = ("{http://www.w3.org/", "{http://bpmn.io/schema/bpmn/biocolor/")
"""The namespaces of attributes that belong to XML itself, or only say how something looks."""

_WHY = {
    "standardLoopCharacteristics": "how often the loop runs is not said, so it is read as one run",
    "multiInstanceLoopCharacteristics": "how many instances run is not said, so it is read as one run",
    "group": "a group that is only drawn around elements names none of them",
    "dataState": "the state of data is not told apart from its name",
    "participantMultiplicity": "how many of a participant take part is not counted",
    "import": "other documents are not read along",
    "script": "what a machine runs is not read",
    "ioSpecification": "it ties no data object to the activity",
    **dict.fromkeys(_PERFORMERS, _PERFORMER),
    **dict.fromkeys(
        ("choreography", "choreographyTask", "subChoreography", "callChoreography", "globalChoreographyTask"),
        _CHOREOGRAPHY,
    ),
    **dict.fromkeys(
        ("globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"), _GLOBAL
    ),
    **dict.fromkeys(
        ("interface", "itemDefinition", "property", "resource", "auditing", "monitoring", "rendering", "endPoint",
         "correlationProperty", "correlationSubscription", "correlationKey", "ioBinding"),
        _ENGINE,
    ),
}  # fmt: skip


def tell_unsaid(found: Scan, element: _Element, tag: str, own_id: str) -> None:
    """Tell of an element that is not read, unless it is a part of one that is read or told."""
    parent = element.getparent()
    around = "" if parent is None else local(parent)
    if parent is None or tag in PARTS or (tag.endswith(EVENT_DEFINITIONS) and around in FLOW_NODES):
        return
    if tag == "multiInstanceLoopCharacteristics" and cardinality(element) is not None:
        return
    if (tag == "documentation" and around in FLOW_NODES | {"process", "lane"}) or _is_needed_elsewhere(element, tag):
        return
    if (tag == "documentation" and not whole_text(element)) or around == "multiInstanceLoopCharacteristics":
        return
    why = _WHY.get(tag, "it has no counterpart in a declared process")
    found.tell(tag, own_id or clean(parent.get("id")), element.sourceline or 1, _shown(found, element, tag) + why)


def _shown(found: Scan, element: _Element, tag: str) -> str:
    """Return the words that an element has for people, so that they are not lost with it."""
    if tag == "group":
        words = found.names.get(clean(element.get("categoryValueRef")).rpartition(":")[2], "")
    elif tag == "documentation":
        words = without_markup(whole_text(element))
    elif tag.endswith("Condition"):
        words = whole_text(element)
    elif tag in _PERFORMERS:
        words = _performer(found, element)
    else:
        words = clean(element.get("name"))
    return f"“{words}”: " if words else ""


def _performer(found: Scan, element: _Element) -> str:
    """Return who a performer is: its own name, the name of the resource that it refers to, and its expression."""
    said = {local(child): whole_text(child) for child in element}
    reference = bare(said.get("resourceRef", ""))
    who = (element.get("name"), found.names.get(reference) or reference, said.get("resourceAssignmentExpression"))
    return ", ".join(dict.fromkeys(filter(None, map(clean, who))))


def _is_needed_elsewhere(element: _Element, tag: str) -> bool:
    """Whether an element only serves a data association beside it, which is read."""
    if tag == "property":
        return (element.get("name") or "").startswith("__")
    parent = element.getparent()
    if tag != "ioSpecification" or parent is None:
        return False
    ties = ("dataInputAssociation", "dataOutputAssociation")
    return local(parent) == "process" or any(local(beside) in ties for beside in parent)


def tell_foreign(found: Scan, element: _Element) -> None:
    """Tell of what a vendor added, once for each element that has something; our own marks are read."""
    inside = element if local(element) == "extensionElements" else [element]
    names = {_short(child): None for child in inside if not _is_read(child) and not _is_looks(child)}
    if not names:
        return
    parent = element.getparent()
    owner = "" if parent is None else clean(parent.get("id"))
    found.tell(local(element), owner, element.sourceline or 1, f"what a vendor adds is not read: {', '.join(names)}")


def tell_foreign_attributes(found: Scan, element: _Element, tag: str) -> None:
    """Tell of what a vendor wrote into an element itself, as who gets its work, with the words that it has."""
    added = [key for key in element.keys() if ":" in key and not key.startswith(_XML)]  # noqa: SIM118 - of lxml
    if not added:
        return
    prefixes = {f"{{{space}": f"{prefix}:" for prefix, space in element.nsmap.items() if prefix}
    said: list[str] = []
    for key in added:
        space, closed, name = key.rpartition("}")  # a prefix that is declared nowhere stays in the name
        if not name.lower().endswith(_LOOKS):
            said.append(f"{prefixes[space] if closed else ''}{name} “{clean(element.get(key))}”")
    if said:
        why = f"what a vendor adds is not read: {', '.join(said)}"
        found.tell(tag, clean(element.get("id")), element.sourceline or 1, why)


def _is_read(element: _Element) -> bool:
    """Whether an element is a comment, one of our own marks, or what names the process that is called."""
    tag = local(element)
    called = tag == "calledElement" and element.get("processId")
    return not tag or bool(called) or str(element.tag).startswith(f"{{{NAMESPACE}}}")


def _is_looks(element: _Element) -> bool:
    """Whether a vendor's element only says how something looks, as its colour or its place, or nothing."""
    inside = [child for child in element if local(child)]
    if local(element).lower().endswith(_LOOKS):
        return True
    if inside and not element.attrib:
        return all(map(_is_looks, inside))
    named = element.get("name") if local(element) == "BizagiProperty" else element.get("metaKey")
    return (named or local(element)).lower().endswith(_LOOKS) or element.get("metaValue") in ("", "[]")


def _short(element: _Element) -> str:
    return f"{element.prefix}:{local(element)}" if element.prefix else local(element)


def tell_markers(found: Scan, node: Node) -> None:
    """Tell which marks of a node have no place in a declared process."""
    if node.tag == "complexGateway":
        found.tell(node.tag, node.id, node.line, "read as an inclusive gateway: its rule is free")
    if node.undoes:
        found.tell(node.tag, node.id, node.line, "it undoes what was done, and is read as an ordinary step")


def tell_beginnings(found: Scan, scope: str, starts: Sequence[Node]) -> None:
    """Tell where cases of a process without start events are taken to begin."""
    if scope not in found.processes or len(starts) < 2:
        return
    names = ", ".join(f"“{node.name or node.id}”" for node in starts[:5]) + ("…" if starts[5:] else "")
    why = f"it has no start event, so a case begins at one of those that nothing leads to: {names}"
    found.tell("process", scope.removeprefix(PROCESS), starts[0].line, why)


def tell_ends(found: Scan, ends: Iterable[str]) -> None:
    """Tell of terminate ends that something may run beside."""
    for end in map(found.nodes.__getitem__, ends):
        why = "read as an ordinary end: what runs beside it is done, or is not waited for"
        found.tell(end.tag, end.id, end.line, why)


def tell_unused(
    found: Scan, lanes: Mapping[str, str | None], *, owners: Collection[str | None], data: Collection[str]
) -> None:
    """Tell of lanes in which nothing lies that is read, of pools that no message reaches, and of data never handled.

    ``lanes`` is the lane of each node by id, ``owners`` are those whom steps, gateways and events name, and ``data``
    are the names of the data that some step handles.
    """
    inside: dict[str | None, Counter[str]] = defaultdict(Counter)
    for node, home in lanes.items():
        inside[home][found.nodes[node].tag] += 1
    for own, lane in found.lanes.items():
        if lane.name not in ("", *owners) and lane.mark is None and ACTIVITIES.isdisjoint(inside[own]):
            words = "; ".join((lane.name, *lane.texts))
            other = ", ".join(f"{count} {tag}" for tag, count in inside[own].items())
            why = f"it has no step, but {other}, and those need nobody" if other else "no step lies in it itself"
            found.tell("lane", own, lane.line, f"“{words}”: {why}")
    _tell_shared(found, lanes)
    _tell_pools(found)
    for own, (tag, line) in found.data_places.items():
        if (name := found.data[own]) and not name.startswith("\0") and name != own and name not in data:
            found.tell(tag, own, line, f"“{name}”: no step takes or makes it")


def _tell_shared(found: Scan, lanes: Mapping[str, str | None]) -> None:
    """Tell of activities that a lane names beside the one that has them, and that does not lie around it."""
    for own, lane in found.lanes.items():
        for node in filter(None, map(found.node_id, lane.nodes)):
            home, tag = lanes[node], found.nodes[node].tag
            if home not in (None, own) and tag in ACTIVITIES and not _lies_in(found, home, own):
                name, other = found.nodes[node].name or node, found.lanes[home].name
                found.tell("lane", own, lane.line, f"“{lane.name}”: it names “{name}” too, which “{other}” has")


def _lies_in(found: Scan, inner: str, outer: str) -> bool:
    here: str | None = inner
    while here is not None and here != outer:
        here = found.lanes[here].parent
    return here == outer


def _tell_pools(found: Scan) -> None:
    filled = {found.home(node) for node in found.nodes.values()}
    reached = {bare(end) for message in found.messages for end in (message.source, message.target)}
    inside = {pool.process for pool in found.pools.values() if pool.name}
    for scope, element in found.processes.items():
        if (name := clean(element.get("name"))) and scope not in filled | inside and mark_of(element) is None:
            line = element.sourceline or 1
            found.tell("process", scope.removeprefix(PROCESS), line, f"“{name}”: nothing is in it")
    for own, pool in found.pools.items():
        if pool.name and pool.mark is None and pool.process not in filled and bare(own) not in reached:
            found.tell("participant", own, pool.line, f"“{pool.name}”: nothing is in it, and no message reaches it")
