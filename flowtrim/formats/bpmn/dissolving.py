"""Sub-processes and border events that our writer put in are taken out again: the terms that they stand for.

One that was changed so that it stands for none any more is read as one of anybody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from flowtrim.formats.bpmn.elements import ACTIVITIES
from flowtrim.formats.bpmn.records import Arrow, Node, Scan
from flowtrim.formats.bpmn.remarks import repetition, trigger_words
from flowtrim.model import END, Repetition


class Timer(Struct, frozen=True):
    """A deadline as it is drawn: its time as written, whether it stops the step, and the element that it leads to."""

    time: str
    stops: bool
    target: str


class Strike(Struct):
    """An interruption as it is drawn: what it is called, what it leads to, how it ends, and the elements it strikes.

    ``events`` counts its events on borders, ``among`` those that were written; None where it strikes the whole.
    """

    name: str
    target: str
    outcome: str
    steps: list[str] = field(default_factory=list)
    events: int = 0
    among: int | None = None


class Terms(Struct):
    """What was taken out: deadlines by element and number, interruptions by number, repetition by part; what moved."""

    timers: dict[str, dict[int, Timer]] = field(default_factory=lambda: defaultdict(dict))
    strikes: dict[int, Strike] = field(default_factory=dict)
    parts: dict[str, Repetition | None] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)


def dissolve(found: Scan) -> Terms:
    """Take out of a document of ours what stands for deadlines, interruptions and repeated parts."""
    dissolving = _Dissolving(found)
    for node in [node for node in found.nodes.values() if node.mark is not None]:
        if node.mark and node.mark.kind in ("part", "interruption") and node.tag == "subProcess":
            dissolving.sub_process(node)
    for node in [node for node in found.nodes.values() if node.mark is not None]:
        if node.mark and node.mark.kind in ("timer", "interruption") and node.tag == "boundaryEvent":
            dissolving.border(node)
    return dissolving.terms


class _Dissolving:
    def __init__(self, found: Scan) -> None:
        self._found = found
        self.terms = Terms()
        self._struck: dict[str, list[str]] = {}

    def _kind(self, node_id: str) -> str:
        mark = self._found.nodes[node_id].mark if node_id in self._found.nodes else None
        return mark.kind if mark is not None else ""

    def _out(self, node_id: str) -> list[Arrow]:
        return [flow for flow in self._found.flows if self._found.node_id(flow.source) == node_id]

    def _remove(self, nodes: Iterable[str]) -> None:
        gone = set(nodes)
        for each in gone:
            self._found.nodes.pop(each, None)
        self._found.flows = [flow for flow in self._found.flows if flow.source not in gone and flow.target not in gone]

    def sub_process(self, sub: Node) -> None:
        """Open a sub-process into what is around it."""
        inside = [node for node in self._found.nodes.values() if node.scope == sub.id]
        starts = [node for node in inside if node.tag == "startEvent"]
        begun = self._out(starts[0].id) if len(starts) == 1 and self._kind(starts[0].id) == "start" else []
        watchers = [node for node in self._found.nodes.values() if node.attached_to == sub.id]
        ours = len(begun) == 1 and all(self._kind(watcher.id) == "interruption" for watcher in watchers)
        if not ours or sub.mark is None:
            self._leave_alone([sub, *inside])
        elif sub.mark.kind == "part":
            self._part(sub, inside, starts[0], begun[0].target)
        elif sub.by_event:
            self._handler(sub, inside, starts[0], begun[0].target)

    def _leave_alone(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if self._kind(node.id) in ("part", "interruption", "start", "leave"):
                node.mark = None

    def _part(self, sub: Node, inside: list[Node], start: Node, entry: str) -> None:
        leaving, out = [node.id for node in inside if self._kind(node.id) == "leave"], self._out(sub.id)
        if len(out) != 1 or len(leaving) != 1:
            self._leave_alone([sub, *inside])
            return
        part = str(sub.mark.data.get("part")) if sub.mark else sub.name
        self.terms.parts[part] = repetition(self._found, sub)
        self._struck[sub.id] = [node.id for node in inside if node.tag in ACTIVITIES]
        onward = {sub.id: entry, leaving[0]: out[0].target}
        self._found.flows = [
            replace(flow, target=onward.get(flow.target, flow.target)) for flow in self._found.flows if flow != out[0]
        ]
        self._open(sub, inside, {start.id, leaving[0]})

    def _handler(self, sub: Node, inside: list[Node], start: Node, entry: str) -> None:
        ends = self._kind(entry) == "end"
        outcome = self._found.nodes[entry].name if ends else ""
        numbers = sub.mark.data.get("of") if sub.mark else None
        for number in numbers if isinstance(numbers, list) else []:
            name = start.name or trigger_words(self._found, start)
            self.terms.strikes[number] = Strike(name, END if ends else self._behind(entry), outcome)
        self._open(sub, inside, {start.id, entry} if ends else {start.id})

    def _open(self, sub: Node, inside: list[Node], gone: set[str]) -> None:
        """Let what is inside lie around it, and messages begin and end at the step that they belong to."""
        for node in inside:
            node.scope = sub.scope
            self.terms.moved.add(node.id)
        for own, lane in self._found.lanes.items():
            if lane.scope == sub.id:
                self._found.lanes[own] = replace(lane, scope=sub.scope)
        self._found.messages = [_of_step(message, sub.id) for message in self._found.messages]
        self._remove({*gone, sub.id})

    def border(self, event: Node) -> None:
        """Take an event off the border of what it watches."""
        out, host = self._out(event.id), self._found.node_id(event.attached_to) or event.attached_to or ""
        if len(out) != 1 or event.mark is None or not (host in self._found.nodes or host in self._struck):
            event.mark = None
            return
        target, data = out[0].target, event.mark.data
        if event.mark.kind == "timer" and isinstance(data.get("at"), int):
            time = trigger_words(self._found, event)
            self.terms.timers[host][data["at"]] = Timer(time, event.interrupting, self._behind(target))
        elif isinstance(data.get("of"), int):
            ends = self._kind(target) == "end"
            outcome = self._found.nodes[target].name if ends else ""
            name = event.name or trigger_words(self._found, event)
            strike = Strike(name, END if ends else self._behind(target), outcome, among=data.get("among"))
            strike = self.terms.strikes.setdefault(data["of"], strike)
            strike.steps += self._struck.get(host, [host])
            strike.events += 1
            if ends:
                self._remove([target])
        self._remove([event.id])

    def _behind(self, target: str) -> str:
        """Return the step that a gateway of our writer stands in front of, else the target itself."""
        node = self._found.nodes.get(target)
        return str(node.mark.data.get("of")) if node and node.mark and node.mark.kind == "door" else target


def _of_step(message: Arrow, sub: str) -> Arrow:
    of = message.mark.data.get("of") if message.mark is not None else None
    ends = {end: of for end in ("source", "target") if getattr(message, end) == sub and isinstance(of, str)}
    return replace(message, **ends) if ends else message
