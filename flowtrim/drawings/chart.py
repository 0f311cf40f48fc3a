"""What a picture shows, before anything has a place: nodes in columns and lanes, and the links between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.drawings.columns import columns
from flowtrim.drawings.facts import Fact, facts_of, share_words
from flowtrim.formats.scalars import write_duration
from flowtrim.graph import FlowGraph
from flowtrim.model import END, Flow, Interruption, Process, Step

Key = tuple[str, ...]
"""What a node is (``step``, ``start``, ``end``, ``in``, ``out``) and whose: the id of a step, or of two."""
Form = Literal["step", "gateway", "event", "start", "end", "out", "in", "message", "interruption"]
Way = Literal["flow", "message", "consequence"]
"""What a line stands for: a flow, a message, or what follows where a deadline passes or an interruption strikes."""
State = Literal["kept", "ghost", "dropped", "moved", "merged", "split", "new"]

GONE: frozenset[State] = frozenset({"ghost", "dropped", "merged", "split"})
_SIGNS = {"one": "×", "any": "×", "all": "+", "some": "o"}


class Node(Struct, frozen=True):
    """A node of the picture; ``lane`` is the id of a role, None where nobody was named.

    ``words`` stand under a connector and say where the work goes on, or where it comes from, under an end and name it,
    and in a message and say who gets it. ``ways`` says how many lines one of its sides must hold; ``facts`` stand under
    the name of a step.
    """

    key: Key
    form: Form
    lane: str | None
    column: int
    step: Step | None = None
    sign: str = ""
    words: str = ""
    ways: int = 0
    state: State = "kept"
    facts: tuple[Fact, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Whether it only shows where something was."""
        return self.state in GONE


class Link(Struct, frozen=True):
    """An arrow of the picture; ``flow`` tells the step and the position of the flow that it draws, if any."""

    source: Key
    target: Key
    text: str = ""
    share: str = ""
    heavy: bool = False
    state: State = "kept"
    flow: tuple[str, int] | None = None
    way: Way = "flow"

    @property
    def label(self) -> str:
        """What stands on it: its condition and its share."""
        return " · ".join(filter(None, [self.text, self.share]))


class Chart(Struct, frozen=True, dict=True):
    """Nodes in the order of reading, and links."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    @cached_property
    def node(self) -> Mapping[Key, Node]:
        """Each node by its key."""
        return {node.key: node for node in self.nodes}

    def about(self, steps: Collection[str]) -> Chart:
        """Return the nodes of some steps, and the links that leave or reach them."""
        nodes = sorted(number for step in steps for number in self._places[0].get(step, ()))
        links = sorted({number for step in steps for number in self._places[1].get(step, ())})
        return Chart(tuple(self.nodes[n] for n in nodes), tuple(self.links[n] for n in links))

    @cached_property
    def _places(self) -> tuple[Mapping[str, list[int]], Mapping[str, list[int]]]:
        nodes: dict[str, list[int]] = {}
        links: dict[str, list[int]] = {}
        for number, node in enumerate(self.nodes):
            nodes.setdefault(node.key[1], []).append(number)
        for number, link in enumerate(self.links):
            for step in {link.source[1], link.target[1]}:
                links.setdefault(step, []).append(number)
        return nodes, links


class Order(Struct, frozen=True):
    """Column and lane of each step, the lanes in the order in which roles first act, and who tells whom outside."""

    reading: tuple[str, ...]
    column: Mapping[str, int]
    lane: Mapping[str, str | None]
    lanes: tuple[str | None, ...]
    messages: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, graph: FlowGraph, messages: tuple[tuple[str, str], ...] = ()) -> Order:
        """Put every step into a column behind or beside what leads to it, loops aside."""
        reading = graph.reading_order
        lane = _lanes(graph)
        acting = [lane[step_id] for step_id in reading if graph.process.step(step_id).is_work]
        routing = [lane[step_id] for step_id in reading]
        lanes = tuple(dict.fromkeys(acting + routing))
        return cls(reading, columns(graph, lane, lanes, {step for step, _ in messages}), lane, lanes, messages)


def chart_of(process: Process, order: Order, *, states: Mapping[str, State] | None = None) -> Chart:
    """Return the nodes and links of a process, with a mark at each start and each end of a case."""
    graph = FlowGraph(process)
    states = states or {}
    begun, hands = _begun(graph), {step.owner for step in process.work if step.owner}
    steps = [process.step(step_id) for step_id in order.reading if process.has_step(step_id)]
    told = _told(process, order.messages)
    nodes: list[Node] = []
    links: list[Link] = []
    for step in steps:
        leaving = max(1, len(step.flows)) + len(told.get(step.id, ())) + len(graph.consequences.get(step.id, ()))
        here = Node(("step", step.id), _form(step, graph), order.lane[step.id], order.column[step.id], step,
                    _sign(step, len(graph.before[step.id])), ways=max(leaving, len(graph.before[step.id])),
                    state=states.get(step.id, "kept"), facts=facts_of(process, step))  # fmt: skip
        if step.id in graph.starts and here.form != "start":
            share = share_words(graph.starts[step.id]) if len(graph.starts) > 1 else ""
            _put((nodes, links), (mark := _beside(here, "start", -1), Link(mark.key, here.key, share=share)))
        nodes.append(here)
        if here.form != "end":
            _put((nodes, links), _links(here, order, hands if step.id in begun else set()), _ends(here))
        _put((nodes, links), _messages(here, told.get(step.id, ())), _consequences(process, here))
    for number, interruption in enumerate(process.anytime, start=1):
        _put((nodes, links), _interruption(graph, order, number, interruption))
    return Chart(tuple(nodes), tuple(links))


def _put(chart: tuple[list[Node], list[Link]], *parts: Iterable[Node | Link]) -> None:
    for part in chain.from_iterable(parts):
        if isinstance(part, Node):
            chart[0].append(part)
        else:
            chart[1].append(part)


def _beside(here: Node, form: Form, away: int, *, name: str = "", words: str = "") -> Node:
    """Return a node that belongs to a step, so many columns away from it."""
    return Node((name or form, here.key[1]), form, here.lane, here.column + away, words=words, state=here.state)


def _told(process: Process, messages: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Return the names of the roles in other pools that each step sends a message to."""
    told: dict[str, list[str]] = {}
    for step_id, role in messages:
        told.setdefault(step_id, []).append(process.role(role).name)
    return told


def _messages(here: Node, names: Iterable[str]) -> Iterable[Node | Link]:
    for number, name in enumerate(names, start=1):
        to = _beside(here, "message", 1, name=f"message-{number}", words=name)
        yield from (to, Link(here.key, to.key, way="message"))


def _consequences(process: Process, here: Node) -> Iterable[Link]:
    """Yield a link to each step that follows where a deadline of a step passes."""
    for deadline in here.step.within if here.step else ():
        to = deadline.consequence
        if to and process.has_step(to):
            text = f"after {write_duration(deadline.within, process.clock)}"
            share = "" if deadline.share is None else share_words(deadline.share)
            yield Link(here.key, ("step", to), text, share, way="consequence")


def _interruption(graph: FlowGraph, order: Order, number: int, what: Interruption) -> Iterable[Node | Link]:
    """Yield what may happen at any time, before the step where it goes on, or beside the first one that it ends."""
    process = graph.process
    at = what.to if process.has_step(what.to) else next(iter(what.since or graph.starts), "")
    if not process.has_step(at):
        return
    since = ", ".join(process.step(step_id).name for step_id in what.since if process.has_step(step_id))
    share = "" if what.share is None else f" · {share_words(what.share)}"
    words = f"{f'during {since}' if since else 'at any time'}: {what.when}{share}"
    there = Node(("step", at), "step", order.lane[at], order.column[at])
    goes_on = what.to == at
    mark = _beside(there, "interruption", -goes_on, name=f"interruption-{number}", words=words)
    end = _beside(there, "end", 1, name=f"interrupted-{number}", words=what.outcome or "")
    yield from (mark,) if goes_on else (mark, end)
    yield Link(mark.key, (there if goes_on else end).key, way="consequence")


def ends_here(step: Step) -> bool:
    """Whether a node is itself the mark of an end: an event after which the case is over."""
    return step.kind == "event" and all(flow.to == END and not flow.when for flow in step.flows)


def ghosts(chart: Chart, gone: Collection[Key]) -> tuple[Node, ...]:
    """Return the nodes of a chart that are gone from another one, as pale as they are."""
    return tuple(
        replace(node, state=node.state if node.is_gone else "ghost")
        for node in chart.nodes
        if node.key in gone and node.step is not None
    )


def _ends(here: Node) -> Iterable[Node]:
    """Yield a mark for each end that a step leads to, with its name."""
    assert here.step  # noqa: S101 (only steps have flows)
    return (_beside(here, "end", 1, name=_end(here.step, name), words=name) for name in _outcomes(here.step))


def _outcomes(step: Step) -> list[str]:
    """Return the names of the ends that a step leads to, empty for one without."""
    return [*dict.fromkeys(flow.outcome or "" for flow in step.flows or (Flow(END),) if flow.to == END)]


def _end(step: Step, outcome: str) -> str:
    """Return what tells the end of that name from others that the same step leads to."""
    place = _outcomes(step).index(outcome)
    return f"end-{place + 1}" if place else "end"


def _links(here: Node, order: Order, hands: Collection[str | None]) -> Iterable[Link]:
    """Yield the links from a node; work changes between ``hands``, and before anybody has worked there are none."""
    assert here.step  # noqa: S101 (only steps have flows)
    for number, flow in enumerate(here.step.flows or (Flow(END),)):
        ends = flow.to == END
        receiver = here.lane if ends else order.lane[flow.to]
        yield Link(
            here.key,
            (_end(here.step, flow.outcome or ""), here.step.id) if ends else ("step", flow.to),
            flow.when or "",
            "" if flow.share is None else share_words(flow.share),
            heavy=here.lane != receiver and here.lane in hands and receiver in hands,
            flow=(here.step.id, number) if here.step.flows else None,
        )


def _form(step: Step, graph: FlowGraph) -> Form:
    """Return the form of a node; events at which cases begin or end are drawn as the marks of that."""
    if step.kind != "event":
        return "step" if step.is_work else "gateway"
    if ends_here(step):
        return "end"
    return "start" if step.id in graph.starts and not graph.before[step.id] else "event"


def _sign(step: Step, entering: int) -> str:
    if step.kind != "gateway":
        return ""
    return _SIGNS[step.join if entering > 1 and len(step.flows) < 2 else step.split]


def _begun(graph: FlowGraph) -> set[str]:
    """Return the steps, and the routing nodes that some work leads to, loops aside."""
    begun = {step.id for step in graph.process.work}
    rank = {step_id: number for number, step_id in enumerate(graph.reading_order)}
    for step_id in graph.reading_order:
        if any(source in begun for source in graph.before[step_id] if rank[source] < rank[step_id]):
            begun.add(step_id)
    return begun


def _lanes(graph: FlowGraph) -> dict[str, str | None]:
    """Give every routing node the lane that it names, else that of the work before it, or of what follows.

    The latter counts where nothing is before it, or lanes meet.

    Routing needs nobody: it lies in the row of work without an owner only where there is such work.
    """
    owner = {step.id: step.owner or None for step in graph.process.steps}
    work = {step.id for step in graph.process.work}
    following: dict[str, str | None] = {}
    for step_id in reversed(graph.reading_order):
        onward = (following[target] for target in graph.after[step_id] if target in following)
        following[step_id] = owner[step_id] if step_id in work else next(onward, None)
    begun = _begun(graph)
    lane: dict[str, str | None] = {}
    for step_id in graph.reading_order:
        sources = dict.fromkeys(lane[source] for source in graph.before[step_id] if source in lane)
        if step_id in work or owner[step_id]:
            lane[step_id] = owner[step_id]
        elif step_id not in begun or not sources or (len(sources) > 1 and len(graph.after[step_id]) == 1):
            lane[step_id] = following[step_id] or next(filter(None, sources), None)
        else:
            lane[step_id] = next(iter(sources))
    first = next((owner[step_id] for step_id in graph.reading_order if step_id in work), None)
    unnamed = any(owner[step_id] is None for step_id in work)
    return {at: role or (None if unnamed else first) for at, role in lane.items()}
