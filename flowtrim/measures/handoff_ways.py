"""The ways through a process with the fewest and the most handoffs, found without listing ways."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from msgspec import Struct

from flowtrim.graph import FlowGraph
from flowtrim.measures.longest import LoopFreeWays

ROOT = "\0start"


class Bounded(Struct, frozen=True):
    """A figure from a bounded search; when not ``exact``, the true value may be larger."""

    value: int
    exact: bool


def fewest_handoffs(graph: FlowGraph) -> int | None:
    """Return the handoffs on the loop-free way through that has the fewest; None where no way leads to an end.

    >>> from flowtrim.model import Flow, Process, Step
    >>> fewest_handoffs(FlowGraph(Process("Claim", steps=(
    ...     Step("fill", "Fill in", owner="Employee", flows=(Flow("check"), Flow("pay"))),
    ...     Step("check", "Check", owner="Manager", flows=(Flow("pay"),)),
    ...     Step("pay", "Pay", owner="Payroll")))))
    1
    """
    lengths = {ROOT: 0}
    ways = _ways_through(graph)
    waiting = deque([ROOT])
    while waiting:
        node = waiting.popleft()
        for target in ways[node]:
            changes = _changes(graph, node, target)
            if lengths[node] + changes < lengths.get(target, len(ways)):
                lengths[target] = lengths[node] + changes
                (waiting.append if changes else waiting.appendleft)(target)
    return min((lengths[node] for node in _last(graph) if node in lengths), default=None)


def most_handoffs(graph: FlowGraph) -> Bounded | None:
    """Return the handoffs on the loop-free way through that has the most; None where no way leads to an end.

    >>> from flowtrim.model import Flow, Process, Step
    >>> most_handoffs(FlowGraph(Process("Claim", steps=(
    ...     Step("fill", "Fill in", owner="Employee", flows=(Flow("check"), Flow("pay"))),
    ...     Step("check", "Check", owner="Manager", flows=(Flow("pay"),)),
    ...     Step("pay", "Pay", owner="Payroll")))))
    Bounded(value=2, exact=True)
    """
    longest = LoopFreeWays(_ways_through(graph), ROOT).longest(lambda tail, head: _changes(graph, tail, head))
    most = max((longest.lengths[node] for node in _last(graph) if node in longest.lengths), default=None)
    return None if most is None else Bounded(most, longest.exact)


def _changes(graph: FlowGraph, tail: str, head: str) -> int:
    """Return 1 where the work changes hands, else 0; at the start nobody held it yet."""
    if tail == ROOT:
        return 0
    giver, taker = graph.owners[tail], graph.owners[head]
    present = taker in graph.process.step(tail).alongside
    return int(bool(giver) and bool(taker) and giver != taker and not present)


def _ways_through(graph: FlowGraph) -> Mapping[str, Iterable[str]]:
    """Return which step follows which, the root before the first ones."""
    passed = through_routing(graph, graph.starts, graph.after)
    return {ROOT: [node for node in passed if graph.process.step(node).is_work], **graph.work_after}


def _last(graph: FlowGraph) -> list[str]:
    """Return the steps after which a case may end, and the root where it may end before any step."""
    passed = through_routing(graph, graph.ends, graph.before)
    last = [node for node in passed if graph.process.step(node).is_work]
    bare = any(node in graph.starts and not graph.process.step(node).is_work for node in passed)
    return [ROOT, *last] if bare else last


def through_routing(graph: FlowGraph, roots: Iterable[str], onward: Mapping[str, Iterable[str]]) -> dict[str, None]:
    """Return the roots, and what follows them with nothing but gateways and events between.

    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Claim", steps=(
    ...     Step("mail", "Mail comes in", kind="event", flows=(Flow("read"),)),
    ...     Step("read", "Read it", flows=(Flow("file"),)),
    ...     Step("file", "File it"))))
    >>> [*through_routing(graph, graph.starts, graph.after)]
    ['mail', 'read']
    """
    passed: dict[str, None] = {}
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node in passed:
            continue
        passed[node] = None
        if not graph.process.step(node).is_work:
            waiting.extend(onward[node])
    return passed
