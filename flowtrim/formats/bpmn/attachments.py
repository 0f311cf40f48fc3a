"""What hangs on an activity: text annotations and data objects by associations, timers on its border as deadlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from flowtrim.formats.bpmn.elements import ACTIVITIES
from flowtrim.formats.bpmn.records import Arrow, Node, Scan, bare
from flowtrim.formats.bpmn.scan import definitions_of
from flowtrim.formats.bpmn.xml import local, whole_text
from flowtrim.formats.scalars import elapsed, units_of
from flowtrim.model import Deadline, WrittenTime


def tie(found: Scan) -> dict[str, list[str]]:
    """Give activities the data that associations tie to them; return the annotations of each node.

    What is tied to nothing that can keep it is told.
    """
    texts: dict[str, list[str]] = {}
    kept: set[str] = set()
    flows = {flow.id: flow for flow in found.flows if flow.id}
    for arrow in found.associations:
        ends = ((arrow.source, arrow.target), (arrow.target, arrow.source))
        note = next(((each, other) for each, other in ends if each in found.notes), None)
        if note is not None:
            node = found.node_id(note[1])
            if node is not None:
                kept.add(note[0])
                texts.setdefault(node, []).append(found.notes[note[0]].text)
        elif not _tie_data(found, arrow, flows) and not _undoes(found, arrow):
            found.tell("association", arrow.id, arrow.line, "it ties together nothing that can be said")
    for node, data in found.repeated_for:
        if data in found.data_places:
            found.nodes[node].inputs.append(data)
    for own, lost in found.notes.items():
        if own not in kept and lost.text:
            found.tell("textAnnotation", own, lost.line, f"“{lost.text}”: it is tied to no step")
    return texts


def data_of(found: Scan, references: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the data that references mean, each once."""
    if references == []:
        return ()
    names = (_data_name(found.data, reference) for reference in references if reference)
    return tuple(dict.fromkeys(filter(None, names)))


def _data_name(known: Mapping[str, str], reference: str) -> str:
    seen = {reference}
    name = known[reference] if reference in known else known.get(bare(reference), reference)
    while name.startswith("\0"):
        behind = name[1:]
        if behind in seen:
            return behind
        seen.add(behind)
        name = known.get(behind, behind)
    return name


def _tie_data(found: Scan, arrow: Arrow, flows: dict[str, Arrow]) -> bool:
    """Give the activities at the ends of an association its data; return whether there are any.

    Data that hangs on a flow is made where the flow begins, and taken where it ends.
    """
    for data, other, taken in ((arrow.source, arrow.target, True), (arrow.target, arrow.source, False)):
        if data in found.data:
            flow = flows.get(other)
            giver, taker = (flow.source, flow.target) if flow else ("", other) if taken else (other, "")
            given, took = _activity(found, giver), _activity(found, taker)
            if given is not None:
                given.outputs.append(data)
            if took is not None:
                took.inputs.append(data)
            return given is not None or took is not None
    return False


def _activity(found: Scan, reference: str) -> Node | None:
    node = found.nodes.get(found.node_id(reference) or "")
    return node if node is not None and node.tag in ACTIVITIES else None


def _undoes(found: Scan, arrow: Arrow) -> bool:
    """Whether an association leads from a boundary event to what undoes the work, which is read as a flow."""
    watcher = found.nodes.get(found.node_id(arrow.source) or "")
    return watcher is not None and watcher.event == "compensate" and _activity(found, arrow.target) is not None


def deadlines(
    found: Scan,
    watchers: Mapping[str, Sequence[Node]],
    out: Mapping[str, Sequence[Arrow]],
    is_opened: Callable[[Node], bool],
) -> dict[str, dict[str, Deadline]]:
    """Return the deadlines of each activity, each by the id of its timer.

    One that interrupts leads to what happens instead, another one to what happens beside. A timer is a deadline where
    it says a duration and leads to one activity; any other stays an event on a way of its own.
    """
    read: dict[str, dict[str, Deadline]] = {}
    for host, timers in list(watchers.items()):
        if found.nodes[host].tag not in ACTIVITIES or is_opened(found.nodes[host]):
            continue
        for timer in timers:
            minutes, flows = _minutes(found, timer), list(out.get(timer.id, ()))
            targets = [found.nodes[flow.target] for flow in flows]
            if minutes and len(flows) == 1 and targets[0].tag in ACTIVITIES and not is_opened(targets[0]):
                read.setdefault(host, {})[timer.id] = _deadline(minutes, timer, targets[0].id)
                _told(found, timer, minutes)
    return read


def _deadline(minutes: float, timer: Node, target: str) -> Deadline:
    if timer.interrupting:
        return Deadline(minutes, instead=target)
    return Deadline(minutes, then=target)


def _minutes(found: Scan, timer: Node) -> WrittenTime | None:
    """Return the minutes after which a timer strikes; None where it strikes on a day, or by a formula."""
    if timer.event != "timer" or timer.mark is not None:
        return None
    said = (each for definition in definitions_of(found, timer.said) for each in definition)
    text = next((whole_text(each).strip() for each in said if local(each) == "timeDuration"), "")
    return elapsed(text)


def _told(found: Scan, timer: Node, time: WrittenTime) -> None:
    """Tell what a deadline does not keep of its timer, and that its days are those of the calendar."""
    said = [f"“{timer.name}”: a deadline has no name of its own"] if timer.name else []
    if units_of(time)[0][1].startswith(("clock", "calendar")):
        said.append(f"read as {time.words}: ISO 8601 counts nights and weekends")
    if said:
        found.tell(timer.tag, timer.id, timer.line, "; ".join(said))
