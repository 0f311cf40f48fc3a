"""The process with every gateway written out: the graph on which published model metrics are defined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from flowtrim.graph.dominators import Dominators
from flowtrim.graph.flow_graph import FlowGraph
from flowtrim.model import Step

if TYPE_CHECKING:
    import networkx as nx

Connector = Literal["XOR", "AND", "OR"]
Node = tuple[str, str]
"""What a node is (``step``, ``event``, ``gateway``, ``split``, ``join``, ``start``, ``end``) and whose."""

SPLITS: dict[str, Connector] = {"one": "XOR", "all": "AND", "some": "OR"}
JOINS: dict[str, Connector] = {"any": "XOR", "all": "AND", "some": "OR"}

START: Node = ("start", "")
END_NODE: Node = ("end", "")


class NormalForm:
    """The normal form of docs/theory.md#normal-form: one start, one end, and connectors as nodes of their own.

    A step with several successors gets a split connector after it, one with several predecessors a join before it.
    Gateways of the file are connectors already and stay one node each, also where they join and split at once.
    A single event that starts or ends the process is its start or end node; otherwise these are virtual.
    Several ends meet in a XOR join, or in an AND join where they are reached at the same time.

    ``after[n][m]`` is the weight of the arc from n to m: its probability at its tail, 1 for parallel ones;
    ``before`` is the same, seen from the head.
    ``splits[n]`` and ``joins[n]`` tell the type of each connector with several arcs out, or in; ``meetings`` are the
    joins in which ends meet.

    >>> from flowtrim.model import Flow, Process, Step
    >>> form = NormalForm(FlowGraph(Process("Refund", steps=(
    ...     Step("log", "Log it", flows=(Flow("check"),)),
    ...     Step("check", "Check it", flows=(Flow("log", share=0.2), Flow("end", share=0.8)))))))
    >>> len(form.after), form.arcs, form.splits, form.joins
    (6, 6, {('split', 'check'): 'XOR'}, {('join', 'log'): 'XOR'})
    """

    def __init__(self, graph: FlowGraph) -> None:
        self.graph = graph
        self.splits: dict[Node, Connector] = {}
        self.joins: dict[Node, Connector] = {}
        self.meetings: frozenset[Node] = frozenset()
        self.start: Node = START
        self.end: Node = END_NODE
        self._after: dict[Node, dict[Node, float]] = {}
        self._before: dict[Node, dict[Node, float]] = {}
        self._entry: dict[str, Node] = {}
        self._exit: dict[str, Node] = {}
        self._begin()
        for step in graph.process.steps:
            self._place(step)
        self._connect()
        self._finish()
        self.after: Mapping[Node, Mapping[Node, float]] = self._after
        self.before: Mapping[Node, Mapping[Node, float]] = self._before

    @cached_property
    def network(self) -> nx.DiGraph[Node]:
        """The same graph for NetworkX, frozen, each edge with its ``weight``."""
        import networkx as nx

        network: nx.DiGraph[Node] = nx.DiGraph(name=self.graph.process.name)
        network.add_nodes_from(self.after)
        network.add_weighted_edges_from(
            (tail, head, weight) for tail, heads in self.after.items() for head, weight in heads.items()
        )
        nx.freeze(network)
        return network

    @property
    def is_inclusive(self) -> bool:
        """Whether a case may take several of the branches at a choice, or waits for those that it took."""
        return "OR" in (*self.splits.values(), *self.joins.values())

    @cached_property
    def arcs(self) -> int:
        """How many arcs there are."""
        return sum(map(len, self.after.values()))

    def degree(self, node: Node) -> int:
        """Return how many arcs enter and leave a node."""
        return len(self.after[node]) + len(self.before[node])

    @cached_property
    def connectors(self) -> dict[Node, Connector]:
        """Every connector with its type: that of its split where it both joins and splits."""
        gateways = {node: "XOR" for node in self.after if node[0] == "gateway"}
        return {**gateways, **self.joins, **self.splits}  # type: ignore[dict-item]

    def step_of(self, node: Node) -> str | None:
        """Return the id of the step that a node performs; None for connectors, events, start and end."""
        return node[1] if node[0] == "step" else None

    def _begin(self) -> None:
        starts = self.graph.starts
        only = next(iter(starts), None)
        if len(starts) == 1 and only is not None and self._is_bare_event(only, self.graph.before[only]):
            self.start = ("event", only)
        self._add(self.start)

    def _add(self, node: Node) -> None:
        if node not in self._after:
            self._after[node], self._before[node] = {}, {}

    def _lead(self, tail: Node, head: Node, weight: float) -> None:
        self._add(tail)
        self._add(head)
        self._after[tail][head] = self._before[head][tail] = weight

    def _is_bare_event(self, step_id: str, neighbours: object) -> bool:
        return self.graph.process.step(step_id).kind == "event" and not neighbours

    def _is_last_event(self, step_id: str) -> bool:
        return ("event", step_id) != self.start and self._is_bare_event(step_id, self.graph.after[step_id])

    def _place(self, step: Step) -> None:
        """Add a step with the connectors that it hides."""
        graph = self.graph
        node: Node = (step.kind if not step.is_work else "step", step.id)
        entering = len(graph.before[step.id]) + (step.id in graph.starts and node != self.start)
        leaving = len(graph.after[step.id]) + (step.id in graph.ends and bool(step.flows))
        self._add(node)
        self._entry[step.id] = self._exit[step.id] = node
        is_gateway = step.kind == "gateway"
        if entering > 1:
            self._entry[step.id] = join = node if is_gateway else ("join", step.id)
            self.joins[join] = JOINS[step.join]
            if join != node:
                self._lead(join, node, 1.0)
        if leaving > 1:
            self._exit[step.id] = split = node if is_gateway else ("split", step.id)
            self.splits[split] = SPLITS[step.split]
            if split != node:
                self._lead(node, split, 1.0)

    def _connect(self) -> None:
        graph = self.graph
        for source, targets in graph.after.items():
            for target, weight in targets.items():
                self._lead(self._exit[source], self._entry[target], weight)
        if self.start in (("event", step_id) for step_id in graph.starts):
            return
        fork = self.start
        if len(graph.starts) > 1:
            fork = ("split", "")
            self.splits[fork] = "XOR"
            self._lead(self.start, fork, 1.0)
        for step_id, share in graph.starts.items():
            self._lead(fork, self._entry[step_id], share)

    def _finish(self) -> None:
        ends = self.graph.ends
        only = next(iter(ends), None)
        if len(ends) == 1 and only is not None and self._is_last_event(only):
            self.end = ("event", only)
            return
        self._add(self.end)
        sinks = {("sink", step_id): (self._exit[step_id], weight) for step_id, weight in ends.items()}
        if len(sinks) < 2:
            for tail, weight in sinks.values():
                self._lead(tail, self.end, weight)
            return
        tree = self._meeting(sinks)
        self._join_ends(tree, self.end, sinks)

    def _meeting(self, sinks: dict[Node, tuple[Node, float]]) -> _Meeting:
        """Find where ends part, in the dominator tree: those parted by an AND split are reached together."""
        onward = {node: [*heads] for node, heads in self._after.items()} | {sink: [] for sink in sinks}
        for sink, (tail, _) in sinks.items():
            onward[tail].append(sink)
        dominators = Dominators(onward, self.start).parent
        children: dict[Node, list[Node]] = {}
        for node, parent in dominators.items():
            children.setdefault(parent, []).append(node)
        order = [self.start]
        for node in order:
            order.extend(children.get(node, ()))
        open_ends: dict[Node, _Meeting] = {}
        for node in reversed(order):
            below = [open_ends.pop(child) for child in children.get(node, ()) if child in open_ends]
            if node in sinks:
                open_ends[node] = _Meeting("XOR", (node,))
            elif below:
                open_ends[node] = _Meeting.of(self.splits.get(node, "XOR"), below)
        stray = tuple(_Meeting("XOR", (sink,)) for sink in sinks if sink not in dominators)
        met = open_ends.get(self.start)
        return _Meeting.of("XOR", ([met] if met else []) + list(stray))

    def _join_ends(self, meeting: _Meeting, target: Node, sinks: dict[Node, tuple[Node, float]]) -> None:
        """Lead every end to the target, by a join wherever several meet."""
        waiting = [(meeting, target, 0)]
        made = 0
        while waiting:
            here, goal, _ = waiting.pop()
            if len(here.parts) == 1:
                tail, weight = sinks[here.parts[0]]  # type: ignore[index]
                self._lead(tail, goal, weight)
                continue
            join: Node = ("join", f"\0{made}")
            made += 1
            self.meetings |= {join}
            self.joins[join] = here.type
            self._lead(join, goal, 1.0)
            for part in here.parts:
                inner = part if isinstance(part, _Meeting) else _Meeting("XOR", (part,))
                waiting.append((inner, join, 0))


class _Meeting(Struct, frozen=True):
    """Ends that meet in a join of one type; each part is a single end or a meeting of the other type."""

    type: Connector
    parts: tuple[Node | _Meeting, ...]

    @classmethod
    def of(cls, type_: Connector, meetings: Iterable[_Meeting]) -> _Meeting:
        meetings = tuple(meetings)
        if len(meetings) == 1:
            return meetings[0]
        parts: list[Node | _Meeting] = []
        for meeting in meetings:
            if len(meeting.parts) == 1 or meeting.type == type_:
                parts.extend(meeting.parts)
            else:
                parts.append(meeting)
        return cls(type_, tuple(parts))
