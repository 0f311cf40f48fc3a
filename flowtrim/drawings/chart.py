"""What a picture shows, before anything has a place: nodes in columns and lanes, and the links between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.drawings.facts import Fact, facts_of, share_words, time_words
from flowtrim.drawings.lettering import clean
from flowtrim.drawings.order import Order, begun
from flowtrim.graph import FlowGraph, numbered
from flowtrim.model import END, Flow, Interruption, Process, Step
from flowtrim.sentences import messages, say

Key = tuple[str, ...]
"""What a node is (``step``, ``start``, ``end``, ``in``, ``out``) and whose: the id of a step, or of two."""
Form = Literal["step", "gateway", "event", "start", "end", "out", "in", "message", "interruption"]
Way = Literal["flow", "message", "consequence", "undeclared"]
"""What a line stands for: a flow, a message, what follows a deadline or an interruption, or what nobody declared."""
State = Literal["kept", "ghost", "dropped", "moved", "merged", "split", "new", "undeclared", "never"]

GONE: frozenset[State] = frozenset({"ghost", "dropped", "merged", "split"})
_SIGNS = {"one": "×", "any": "×", "all": "+", "some": "o"}


class Node(Struct, frozen=True, dict=True):
    """A node of the picture; ``lane`` is the id of a role, None where nobody was named.

    ``words`` stand under a connector and say where the work goes on, or where it comes from, under an end and name it,
    and in a message and say who gets it. ``ways`` says how many lines one of its sides must hold; ``facts`` stand under
    the name of a step, ``number`` before it.
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
    number: str = ""

    @cached_property
    def name(self) -> str:
        """The name of its step with its number, the id where it has none; empty for marks of ours."""
        if self.step is None:
            return ""
        return f"{self.number} {clean(self.step.name) or self.step.id}".lstrip()

    @property
    def is_gone(self) -> bool:
        """Whether it only shows where something was."""
        return self.state in GONE


class Link(Struct, frozen=True):
    """An arrow of the picture; ``flow`` tells the step and the position of the flow that it draws, if any.

    ``assumed`` says that its share is none that somebody declared.
    """

    source: Key
    target: Key
    text: str = ""
    share: str = ""
    heavy: bool = False
    state: State = "kept"
    flow: tuple[str, int] | None = None
    way: Way = "flow"
    assumed: bool = False

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


def chart_of(
    process: Process, order: Order, numbers: Mapping[str, str], *, states: Mapping[str, State] | None = None
) -> Chart:
    """Return the nodes and links of a process, with a mark at each start and each end of a case."""
    graph, told = FlowGraph(process), numbered(process, numbers)
    states = states or {}
    active, hands = begun(graph), {step.owner for step in process.work if step.owner}
    steps = [process.step(step_id) for step_id in order.reading if process.has_step(step_id)]
    heard = _told(process, order.messages)
    nodes: list[Node] = []
    links: list[Link] = []
    for step in steps:
        leaving = max(1, len(step.flows)) + len(heard.get(step.id, ())) + len(graph.consequences.get(step.id, ()))
        here = Node(("step", step.id), _form(step, graph), order.lane[step.id], order.column[step.id], step,
                    _sign(step, len(graph.before[step.id])), ways=max(leaving, len(graph.before[step.id])),
                    state=states.get(step.id, "kept"), facts=facts_of(told, step),
                    number=numbers.get(step.id, ""))  # fmt: skip
        if step.id in graph.starts and here.form != "start":
            _put((nodes, links), _start(here, graph))
        nodes.append(here)
        if here.form != "end":
            _put((nodes, links), _links(here, order, graph, hands if step.id in active else set()), _ends(here))
        _put((nodes, links), _messages(here, heard.get(step.id, ())), _consequences(process, here))
    for number, interruption in enumerate(process.anytime, start=1):
        _put((nodes, links), _interruption(told, order, number, interruption))
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


def _start(here: Node, graph: FlowGraph) -> Iterable[Node | Link]:
    """Yield the mark of a start before a step, with its share where cases begin at several."""
    declared = {start.at: start.share for start in graph.process.entries}
    several, assumed = len(graph.starts) > 1, declared[here.key[1]] is None
    share = share_words(graph.starts[here.key[1]], graph.process.language) + "?" * assumed if several else ""
    mark = _beside(here, "start", -1)
    yield from (mark, Link(mark.key, here.key, share=share, assumed=several and assumed))


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
            time = time_words(deadline.within, process)
            text = messages(process.language)(say("after {time}", time=time))
            share = "" if deadline.share is None else share_words(deadline.share, process.language)
            yield Link(here.key, ("step", to), text, share, way="consequence")


def _interruption(process: Process, order: Order, number: int, what: Interruption) -> Iterable[Node | Link]:
    """Yield what may happen at any time, before the step where it goes on, or beside the first one that it ends."""
    first = (start.at for start in process.entries)
    at = what.to if process.has_step(what.to) else next(iter(what.since or first), "")
    if not process.has_step(at):
        return
    since = ", ".join(process.step(step_id).name for step_id in what.since if process.has_step(step_id))
    share = "" if what.share is None else f" · {share_words(what.share, process.language)}"
    during = say("during {steps}: {event}", steps=since, event=what.when)
    words = messages(process.language)(during if since else say("at any time: {event}", event=what.when)) + share
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


def _links(here: Node, order: Order, graph: FlowGraph, hands: Collection[str | None]) -> Iterable[Link]:
    """Yield the links from a node; work changes between ``hands``, and before anybody has worked there are none."""
    assert here.step  # noqa: S101 (only steps have flows)
    flows = here.step.flows or (Flow(END),)
    for number, (flow, (share, assumed)) in enumerate(zip(flows, graph.told_shares(here.step), strict=True)):
        ends = flow.to == END
        receiver = here.lane if ends else order.lane[flow.to]
        yield Link(
            here.key,
            (_end(here.step, flow.outcome or ""), here.step.id) if ends else ("step", flow.to),
            flow.when or "",
            share_words(share, graph.process.language) + "?" * assumed if share is not None else "",
            heavy=here.lane != receiver and here.lane in hands and receiver in hands,
            flow=(here.step.id, number) if here.step.flows else None,
            assumed=assumed,
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
