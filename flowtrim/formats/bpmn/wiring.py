"""The flows of a document as one flat graph: sub-processes opened, boundary events tied to what they watch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from flowtrim.formats.bpmn.attachments import deadlines
from flowtrim.formats.bpmn.elements import ACTIVITIES, GATEWAYS, SUB_PROCESSES
from flowtrim.formats.bpmn.exceptions import Exceptions, Exit, caught_ends
from flowtrim.formats.bpmn.not_carried import tell_beginnings, tell_ends
from flowtrim.formats.bpmn.own_marks import kept_in_mark
from flowtrim.formats.bpmn.records import Arrow, Node, Scan
from flowtrim.formats.bpmn.remarks import link_names, occasion
from flowtrim.formats.bpmn.stopping import Stopped, forks, stopped_by, stops_all
from flowtrim.formats.bpmn.xml import clean
from flowtrim.formats.scalars import share
from flowtrim.formats.shares import with_shares_told
from flowtrim.model import END, Flow, Join, Split

_STOPPED, _NEEDED = "stopped", "needed"
"""When a loop is left that only a terminate end beside it ends, and when what is in an ad-hoc sub-process is done."""


class Wires(Struct):
    """How a node of the flat graph goes on."""

    flows: list[Flow] = field(default_factory=list)
    split: Split = "one"
    join: Join = "any"


class Wiring:
    """Wires of every node that stays a node, by id; an opened sub-process is not among them.

    ``first[scope]`` are the ids at which a process begins: its start events, else whatever nothing leads to.
    ``interrupts[scope]`` are the event sub-processes in it that stop nothing. ``deadlines[node]`` are those of an
    activity, each by the timer on its border that says so; ``exits`` are the interruptions, unless ``plain``: then they
    are ways on like any other. ``terms`` are the events that only stand for these: no node is made of them.
    """

    def __init__(self, found: Scan, *, plain: bool = False) -> None:
        self._found = found
        self._scopes: dict[str, list[Node]] = defaultdict(list)
        for node in found.nodes.values():
            self._scopes[node.scope].append(node)
        self._out: dict[str, list[Arrow]] = defaultdict(list)
        self._in: dict[str, int] = defaultdict(int)
        self._drawn: set[tuple[str, str, str, str]] = set()
        self._boundary: dict[str, list[Node]] = defaultdict(list)
        self.wires: dict[str, Wires] = {}
        self.first: dict[str, tuple[str, ...]] = {}
        self.interrupts: dict[str, tuple[str, ...]] = {}
        self.exits: list[Exit] = []
        self.handlers: set[str] = set()
        self._collect()
        self._catching = caught_ends(self._found, self._boundary)
        if not plain:
            self._interrupt()
        self._link_events()
        self._compensations()
        self._wire()

    def is_opened(self, node: Node) -> bool:
        """Whether a node is a sub-process with something inside, which is read instead of it."""
        return node.tag in SUB_PROCESSES and bool(self._scopes[node.id])

    def _collect(self) -> None:
        found = self._found
        for arrow in found.flows:
            source, target = found.node_id(arrow.source), found.node_id(arrow.target)
            if source is None or target is None:
                why = f"{arrow.words}leads from or to nothing that is in the file"
                found.tell("sequenceFlow", arrow.id, arrow.line, why)
                continue
            self._add(arrow, source, target)
        for node in found.nodes.values():
            host = found.node_id(node.attached_to) if node.attached_to else None
            if host is not None and host != node.id:
                self._boundary[host].append(node)
        self.deadlines = deadlines(self._found, self._boundary, self._out, self.is_opened)
        self.terms = {timer for each in self.deadlines.values() for timer in each}

    def _interrupt(self) -> None:
        """Take the events that interrupt for what they say, and let no way lead by them."""
        found = Exceptions(self._found, self._out, self.is_opened)
        borders = found.on_borders(self._boundary, self.terms | set(self._catching.values()))
        handlers = [*found.of_scopes()]
        self.handlers = {handler.id for handler, _ in handlers}
        self.exits = [*(said for _, said in handlers), *borders]
        for event in (event for said in self.exits for event in said.events):
            node = self._found.nodes[event]
            self.terms.add(event)
            self._scopes[node.scope].remove(node)
            for arrow in self._out.pop(event, ()):
                self._in[arrow.target] -= node.scope in self.handlers  # what answers begins there

    def _add(self, arrow: Arrow, source: str, target: str) -> None:
        twin = (source, target, arrow.name, arrow.condition)
        if arrow.mark is None and twin in self._drawn:  # drawn twice, and one
            return
        self._drawn.add(twin)
        self._out[source].append(replace(arrow, source=source, target=target))
        self._in[target] += 1

    def _link_events(self) -> None:
        """Lead a throwing link on to the catching link of its name, or else of the name of its event."""
        links = [node for node in self._found.nodes.values() if node.event == "link"]
        catching = {
            (node.scope, name): node.id
            for node in links
            if node.tag == "intermediateCatchEvent"
            for name in link_names(node)
        }
        for node in links:
            if node.tag != "intermediateThrowEvent":
                continue
            caught = next(
                (catching[node.scope, name] for name in link_names(node) if (node.scope, name) in catching), None
            )
            if caught is not None:
                self._add(Arrow("", node.id, caught, "", "", node.line), node.id, caught)
            elif not self._out[node.id]:
                self._found.tell(node.tag, node.id, node.line, "nothing catches this link, so the way ends here")

    def _compensations(self) -> None:
        """Lead a compensation event on to what undoes its activity, which an association names."""
        for arrow in self._found.associations:
            source, target = self._found.node_id(arrow.source), self._found.node_id(arrow.target)
            if source is None or target is None:
                continue
            watcher, handler = self._found.nodes[source], self._found.nodes[target]
            if watcher.event == "compensate" and watcher.tag == "boundaryEvent" and handler.tag in ACTIVITIES:
                self._add(arrow, source, target)

    def _wire(self) -> None:
        for scope in (
            *self._found.processes,
            *(node.id for node in self._found.nodes.values() if self.is_opened(node)),
        ):
            self._begin(scope)
        stopped = [self._stopped(nodes) for nodes in self._scopes.values()]
        tell_ends(self._found, [own for each in stopped for own in each.ends])
        self._joins = frozenset().union(*(each.joins for each in stopped))
        self._loops = frozenset().union(*(each.loops for each in stopped))
        for node in self._found.nodes.values():
            if not self.is_opened(node):
                self._go_on(node)
        for node in self._found.nodes.values():
            if self.is_opened(node):
                self._open(node)

    def _begin(self, scope: str) -> None:
        inside = [node for node in self._scopes[scope] if not self._in[node.id] and node.tag != "boundaryEvent"]
        by_event = tuple(n.id for n in inside if n.by_event and self.is_opened(n) and n.id not in self.handlers)
        plain = [node for node in inside if not (node.by_event and self.is_opened(node))]
        starts = [node for node in plain if node.tag == "startEvent"] or plain
        if not (starts or by_event or self._is_led_into(scope)):
            starts = self._scopes[scope][:1]
        self.first[scope] = tuple(node.id for node in starts)
        leading = [node for node in starts if self._out[node.id] and node.tag in ACTIVITIES]
        tell_beginnings(self._found, scope, leading)
        self.interrupts[scope] = by_event

    def _is_led_into(self, scope: str) -> bool:
        """Whether flows lead from one process into another, against the standard; it does not begin by itself then."""
        inside = {node.id for node in self._scopes[scope]} if scope in self._found.processes else ()
        nodes, flows = self._found.nodes, (arrow for arrows in self._out.values() for arrow in arrows)
        return any(flow.target in inside and self._found.home(nodes[flow.source]) != scope for flow in flows)

    def entry(self, node_id: str) -> str:
        """Return the id that a flow into a node comes to; an opened sub-process has a gateway for its door."""
        return f"{node_id}.in" if self.is_opened(self._found.nodes[node_id]) else node_id

    def _go_on(self, node: Node) -> None:
        """Wire a node that stays: its own flows, and the boundary events that watch it."""
        split, join = GATEWAYS.get(node.tag, ("one", "any"))
        wires = self._leave(node, node.id, self._out[node.id])
        wires.join = "some" if node.id in self._joins else join
        wires.split = split if node.tag in GATEWAYS else wires.split
        inside = node.scope in self._found.nodes and not node.undoes
        beyond = self._catching.get(node.id) or (f"{node.scope}.out" if inside else END)
        if (not wires.flows and beyond != END) or node.id in self._loops:
            wires.flows.append(Flow(beyond, _STOPPED if wires.flows else None))
        self.wires[node.id] = wires

    def _stopped(self, nodes: Sequence[Node]) -> Stopped:
        if not any(map(stops_all, nodes)):
            return Stopped()
        after = {n.id: [*(a.target for a in self._out[n.id]), *(e.id for e in self._boundary[n.id])] for n in nodes}
        return stopped_by(nodes, after)

    def _leave(self, node: Node, at: str, arrows: list[Arrow]) -> Wires:
        """Return how work goes on after a node, or after the inside of a sub-process."""
        split: Split = "one"
        if len(arrows) > 1 and node.tag not in GATEWAYS:
            split = _split_of_a_step(node, arrows)
        chosen = split != "all" and node.tag != "parallelGateway" and len(arrows) > 1
        flows = [self._flow(node, arrow, chosen=chosen) for arrow in arrows]
        if chosen and not any(arrow.mark for arrow in arrows):
            flows = list(with_shares_told(tuple(flows), GATEWAYS.get(node.tag, (split,))[0]))
        wires = Wires(flows, split)
        if not self._boundary.get(node.id):
            return wires
        gone = self.terms | {said.target for said in self.exits}
        watchers = [watcher for watcher in self._boundary[node.id] if watcher.id not in gone]
        breaking = [watcher for watcher in watchers if watcher.interrupting and watcher.event != "compensate"]
        beside = [watcher for watcher in watchers if watcher not in breaking]
        caught = set(self._catching.values())
        wires = self._watched(f"{at}.leave", wires, [each for each in breaking if each.id not in caught], "one")
        return self._watched(f"{at}.beside", wires, beside, "some")

    def _flow(self, node: Node, arrow: Arrow, *, chosen: bool) -> Flow:
        target = self.entry(arrow.target)
        if arrow.mark is None:
            self._tell_words(arrow, chosen=chosen)
            return Flow(target, self._condition(node, arrow) if chosen else None)
        when, told = arrow.mark.data.get("when"), arrow.mark.data.get("share")
        kept = when if isinstance(when, str) and clean(when) == arrow.name else arrow.name or None
        return Flow(target, kept, share(told) if isinstance(told, str) else None, *kept_in_mark(arrow.mark.data, kept))

    def _tell_words(self, arrow: Arrow, *, chosen: bool) -> None:
        """Tell which words of a flow decide nothing: those of the only way on, and a formula beside a name."""
        if not chosen and (arrow.name or arrow.condition):
            why = f"“{arrow.name or arrow.condition}” decides nothing, since this way is always taken"
            self._found.tell("sequenceFlow", arrow.id, arrow.line, why)
        elif arrow.name and arrow.condition not in ("", arrow.name):
            why = f"“{arrow.condition}” is said by the name of the flow, “{arrow.name}”"
            self._found.tell("conditionExpression", arrow.id, arrow.line, why)

    def _watched(self, door: str, wires: Wires, watchers: list[Node], split: Split) -> Wires:
        """Add boundary events as further ways on; several ordinary ways get a gateway of their own first: the door."""
        if not watchers:
            return wires
        scope = watchers[0].scope
        ordinary = wires.flows
        if len(ordinary) > 1:
            self.wires[door] = Wires(ordinary, wires.split)
            ordinary = [Flow(door)]
        if not ordinary:
            ordinary = [Flow(f"{scope}.out" if scope in self._found.nodes else END)]
        if split == "some":
            ordinary = [Flow(ordinary[0].to, ordinary[0].when, 1.0)]
        extra = [Flow(watcher.id, occasion(self._found, watcher)) for watcher in watchers]
        return Wires([*ordinary, *extra], split)

    def _open(self, node: Node) -> None:
        """Give an opened sub-process its two doors."""
        self.wires[f"{node.id}.in"] = way_in = self._way_in(node)
        out = self._leave(node, f"{node.id}.out", self._out[node.id])
        if not out.flows and node.scope in self._found.nodes:
            out.flows = [Flow(f"{node.scope}.out")]
        concurrent = any(forks(each, self._out) for each in self._scopes[node.id]) or (
            way_in.split != "one" and len(way_in.flows) > 1
        )
        out.join = "some" if concurrent else "any"
        self.wires[f"{node.id}.out"] = out

    def _way_in(self, node: Node) -> Wires:
        """Return how an opened sub-process begins; each way says when, as nobody drew this gateway."""
        firsts = self.first[node.id]
        events = all(self._found.nodes[first].tag == "startEvent" for first in firsts)
        if node.tag == "adHocSubProcess":
            return Wires([Flow(self.entry(first), _NEEDED) for first in firsts], "some")
        if self.interrupts[node.id]:
            said = "it begins" if len(firsts) > 1 else None
            beside = [Flow(self.entry(first), self.begins(first)) for first in self.interrupts[node.id]]
            return Wires([*(Flow(self.entry(first), said, 1.0) for first in firsts), *beside], "some")
        if not events:
            return Wires([Flow(self.entry(first)) for first in firsts], "all")
        said_each = [self.begins(first) if len(firsts) > 1 else None for first in firsts]
        return Wires([Flow(self.entry(first), when) for first, when in zip(firsts, said_each, strict=True)], "one")

    def begins(self, first: str) -> str | None:
        """Return when something begins: its event, that of the first event inside it, or the name of what is done."""
        node = self._found.nodes[first]
        inner = next(iter(self.first.get(first, ())), None)
        started = self._found.nodes[inner] if inner and inner in self._found.nodes else node
        after = next((self._found.nodes[arrow.target].name for arrow in self._out[started.id]), "")
        return occasion(self._found, started) or node.name or after or None

    def _condition(self, node: Node, arrow: Arrow) -> str | None:
        """Return when a way is taken: as it says itself, else as the event says that only it leads to."""
        said, target = arrow.name or arrow.condition, self._found.nodes[arrow.target]
        if said or (node.default and node.default == arrow.id):
            return said or "otherwise"
        if node.tag == "eventBasedGateway":
            return occasion(self._found, target)
        event = target.tag.startswith("intermediate") and node.tag in GATEWAYS and self._in[target.id] == 1
        return target.name or None if event else None


def _split_of_a_step(node: Node, arrows: list[Arrow]) -> Split:
    """Return which of the ways out of a step are taken: one beside its default is a choice, and without words all."""
    if any(node.default == arrow.id for arrow in arrows if arrow.id):
        return "one" if len(arrows) == 2 else "some"
    return "some" if any(arrow.conditional for arrow in arrows) else "all"
