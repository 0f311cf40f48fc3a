"""One pass over a BPMN document: every element that matters, as plain records; what is not read is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowtrim.formats.bpmn.elements import EVENT_DEFINITIONS, FLOW_NODES, REPEATED, SHARED, SUB_PROCESSES
from flowtrim.formats.bpmn.not_carried import tell_foreign, tell_foreign_attributes, tell_markers, tell_unsaid
from flowtrim.formats.bpmn.records import PROCESS, Arrow, Lane, Node, Note, Pool, Scan, bare
from flowtrim.formats.bpmn.task_types import Mark, mark_of
from flowtrim.formats.bpmn.xml import clean, documentation_of, local, name_and_space, whole_text, without_markup

if TYPE_CHECKING:
    from lxml.etree import _Element


def scan(root: _Element) -> Scan:
    """Read a document in one pass, without recursion: the nesting of a file is its author's choice."""
    found = Scan(title=clean(root.get("name")))
    _read_shared(found, root)
    spaces = _spaces(found, root)
    waiting: list[tuple[_Element, str, str | None]] = [(root, "", None)]
    while waiting:
        element, scope, lane = waiting.pop()
        tag, space = name_and_space(element.tag)
        if not tag or tag in REPEATED:
            continue
        if tag == "BPMNDiagram":
            found.diagrams.append(element)
            continue
        if tag == "extensionElements" or (space not in spaces and not _is_elsewhere(tag, space)):
            tell_foreign(found, element)
            continue
        if space not in spaces:
            _take_in(found, root, spaces, space)
        if element is not root:
            tell_foreign_attributes(found, element, tag)
        inner_scope, inner_lane = _read(found, element, tag, scope, lane)
        if len(element):
            waiting.extend([(child, inner_scope, inner_lane) for child in reversed(element)])
    return found


def _read_shared(found: Scan, root: _Element) -> None:
    """Read what the elements of a process refer to, wherever in the document it stands."""
    for element in root:
        if local(element) in {*SHARED, "resource"} or local(element).startswith("global"):
            found.names[clean(element.get("id"))] = clean(element.get("name"))
        elif local(element).endswith(EVENT_DEFINITIONS):
            found.definitions[clean(element.get("id"))] = element
        elif local(element) == "category":
            found.names.update({clean(value.get("id")): clean(value.get("value")) for value in element})


def _spaces(found: Scan, root: _Element) -> set[str]:
    """Return the namespaces of BPMN in a document: that of the root, in whichever version, or it has none.

    A root without one may stand before elements that have it; that is told.
    """
    spaces = {name_and_space(root.tag)[1]}
    inside = next((name_and_space(each.tag)[1] for each in root if local(each) in ("process", "collaboration")), "")
    if inside not in spaces:
        _take_in(found, root, spaces, inside)
    return spaces


def _is_elsewhere(tag: str, space: str) -> bool:
    """Whether an element is one of BPMN in no namespace, or in that of another version."""
    known = tag in _READERS or tag in FLOW_NODES or tag in _FRAME
    return known and (not space or "omg.org/spec/BPMN" in space)


def _take_in(found: Scan, root: _Element, spaces: set[str], space: str) -> None:
    """Read a further namespace as one of BPMN; that it was necessary is told once."""
    if len(spaces) == 1:
        why = "mended to be read: it is in another namespace than its parts"
        found.tell(local(root), "", root.sourceline or 1, why)
    spaces.add(space)


def _read(found: Scan, element: _Element, tag: str, scope: str, lane: str | None) -> tuple[str, str | None]:
    """Read one element; return the scope and the lane that its children are in."""
    own_id = clean(element.get("id"))
    if tag == "process":
        own_scope = found.unused(PROCESS + (own_id or "process"), found.processes)
        found.processes[own_scope] = element
        return own_scope, None
    if tag in FLOW_NODES:
        node = _node(found, element, tag, scope)
        return (node.id, None) if tag in SUB_PROCESSES else (scope, None)
    if tag == "lane":
        return scope, _lane(found, element, scope, lane)
    if tag in _READERS:
        _READERS[tag](found, element, own_id)
    else:
        tell_unsaid(found, element, tag, own_id)
    return scope, lane


def _named(element: _Element, mark: Mark | None) -> str:
    """Return the name of an element, without the HTML that some modellers write; ours is as it was written."""
    name = clean(element.get("name"))
    return without_markup(name) if "<" in name and mark is None else name


def _node(found: Scan, element: _Element, tag: str, scope: str) -> Node:
    if scope not in found.nodes:  # some exports leave out the process around the work
        found.processes.setdefault(scope, element)
    if tag == "eventBasedGateway" and element.get("eventGatewayType") == "Parallel":
        tag = "parallelGateway"  # all of its events are waited for
    said = tuple(child for child in element if local(child) not in REPEATED) if len(element) else ()
    definition, mark = next(definitions_of(found, said), None), mark_of(said)
    node = Node(
        id=found.new_id(element.get("id"), tag),
        tag=tag,
        name=_named(element, mark),
        scope=scope,
        line=element.sourceline or 1,
        element=element,
        said=said,
        mark=mark,
        event="" if definition is None else local(definition).removesuffix(EVENT_DEFINITIONS),
        thrown="" if definition is None else _thrown(definition),
        attached_to=element.get("attachedToRef"),
        interrupting=element.get("cancelActivity", "true") not in ("false", "0"),
        default=bare(clean(element.get("default"))),
        by_event=element.get("triggeredByEvent") in ("true", "1"),
    )
    found.nodes[node.id] = node
    _read_data_of(found, node)
    tell_markers(found, node)
    return node


def _read_data_of(found: Scan, node: Node) -> None:
    for child in node.said:
        kind = local(child)
        if kind in ("dataInputAssociation", "dataOutputAssociation"):
            _data_of(node, child)
        elif kind == "multiInstanceLoopCharacteristics":
            found.repeated_for += [(node.id, whole_text(each)) for each in child if local(each) == "loopDataInputRef"]


def definitions_of(found: Scan, said: Iterable[_Element]) -> Iterator[_Element]:
    """Yield what triggers an event, or what it throws, whether it is among what is said in it or is shared."""
    for child in said:
        if local(child).endswith(EVENT_DEFINITIONS):
            yield child
        elif (
            local(child) == "eventDefinitionRef"
            and (shared := found.definitions.get(bare(clean(child.text)))) is not None
        ):
            yield shared


def _thrown(definition: _Element) -> str:
    """Return what an event throws or catches: the error, the escalation, or the name of the link."""
    return clean(definition.get("errorRef") or definition.get("escalationRef") or definition.get("name"))


def _data_of(node: Node, association: _Element) -> None:
    end, bag = (
        ("sourceRef", node.inputs) if local(association) == "dataInputAssociation" else ("targetRef", node.outputs)
    )
    bag.extend(clean(child.text) for child in association if local(child) == end)


def _lane(found: Scan, element: _Element, scope: str, around: str | None) -> str:
    own_id = found.unused(clean(element.get("id")) or "lane", found.lanes)
    refs = tuple(clean(child.text) for child in element if local(child) == "flowNodeRef")
    texts, mark = documentation_of(element), mark_of(element)
    name, texts = _named(element, mark), texts if mark else tuple(map(without_markup, texts))
    found.lanes[own_id] = Lane(own_id, name, around, scope, refs, element.sourceline or 1, texts, mark)
    return own_id


def _arrow(element: _Element, own_id: str) -> Arrow:
    inside = [*element] if len(element) else ()
    condition = next((child for child in inside if local(child) == "conditionExpression"), None)
    words = "" if condition is None else whole_text(condition)
    source, target = clean(element.get("sourceRef")), clean(element.get("targetRef"))
    line, mark = element.sourceline or 1, mark_of(inside)
    return Arrow(own_id, source, target, _named(element, mark), words, line, mark, condition is not None)


def _sequence_flow(found: Scan, element: _Element, own_id: str) -> None:
    found.flows.append(_arrow(element, own_id))


def _message_flow(found: Scan, element: _Element, own_id: str) -> None:
    arrow, message = _arrow(element, own_id), bare(clean(element.get("messageRef")))
    found.messages.append(replace(arrow, name=arrow.name or found.names.get(message, "")))


def _association(found: Scan, element: _Element, own_id: str) -> None:
    found.associations.append(_arrow(element, own_id))


def _pool(found: Scan, element: _Element, own_id: str) -> None:
    own_id = found.unused(own_id or "participant", found.pools)
    inside, mark = bare(clean(element.get("processRef"))), mark_of(element)
    home = PROCESS + inside if inside else None
    found.pools[own_id] = Pool(own_id, _named(element, mark), home, element.sourceline or 1, mark)


def _note(found: Scan, element: _Element, own_id: str) -> None:
    text = " ".join(whole_text(child) for child in element if local(child) == "text") or clean(element.get("text"))
    found.notes[found.unused(own_id or "textAnnotation", found.notes)] = Note(text, element.sourceline or 1)


def _data(found: Scan, element: _Element, own_id: str) -> None:
    name = clean(element.get("name"))
    reference = bare(clean(element.get("dataObjectRef") or element.get("dataStoreRef")))
    found.data[own_id] = name or (reference and f"\0{reference}") or own_id
    found.data_places[own_id] = local(element), element.sourceline or 1


def _data_of_a_process(found: Scan, element: _Element, own_id: str) -> None:
    """Read what a process takes or delivers; what an activity takes is read where it is tied to a data object."""
    _data(found, element, own_id)
    around = element.getparent()
    owner = None if around is None else around.getparent()
    if owner is None or local(owner) != "process":
        found.data[own_id] = clean(element.get("name"))  # its id says nothing to people
        del found.data_places[own_id]
        return
    del found.data_places[own_id]
    if local(element) == "dataInput":
        found.tell("dataInput", own_id, element.sourceline or 1, "what a process takes in has no place of its own")
    elif found.data[own_id]:
        found.delivered.setdefault([*found.processes][-1], []).append(found.data[own_id])


def _property(found: Scan, element: _Element, own_id: str) -> None:
    """Read the name of a variable, by which activities may take and make data; that it is one is told."""
    _data(found, element, own_id)
    del found.data_places[own_id]
    tell_unsaid(found, element, "property", own_id)


_FRAME = frozenset({"definitions", "process", "collaboration", "laneSet", "childLaneSet", "lane"})
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
    "dataInput": _data_of_a_process,
    "dataOutput": _data_of_a_process,
    "property": _property,
}
