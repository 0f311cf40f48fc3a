"""Where the customer is spoken with, and by whom."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from flowtrim.graph import FlowGraph


def contacts(graph: FlowGraph) -> Mapping[str, str]:
    """Return the contact steps with the role that speaks with the customer there, in the order of reading.

    Contacts are the steps of kind ``contact`` that a role on our side of the counter performs.

    >>> from flowtrim.model import Process, Step
    >>> call = Step("call", "Take the call", owner="Care", kind="contact")
    >>> contacts(FlowGraph(Process("Claim", steps=(call,))))
    {'call': 'Care'}
    """
    process = graph.process
    found: dict[str, str] = {}
    for step_id in graph.reading_order:
        step = process.step(step_id)
        if step.kind == "contact" and step.owner and not process.is_customer(step.owner):
            found[step_id] = step.owner
    return found


def sent_on(graph: FlowGraph) -> Mapping[str, str]:
    """Return the contact steps to which a customer may come who spoke with another role before, and that role.

    >>> from flowtrim.model import Flow, Process, Step
    >>> sent_on(FlowGraph(Process("Claim", steps=(
    ...     Step("call", "Take the call", owner="Care", kind="contact", flows=(Flow("again"),)),
    ...     Step("again", "Take it again", owner="Billing", kind="contact")))))
    {'again': 'Care'}
    """
    met = contacts(graph)
    known = _spoken_with(graph, met)
    pairs = ((step, next((role for role in known[step] if role != owner), None)) for step, owner in met.items())
    return {step: role for step, role in pairs if role is not None}


def _spoken_with(graph: FlowGraph, met: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Return for each node up to two roles that a case arriving there may have spoken with.

    Two are enough to know that one of them is another role, and keep the walk linear.
    """
    known: dict[str, tuple[str, ...]] = dict.fromkeys(graph.reading_order, ())
    waiting = deque(graph.reading_order)
    queued = set(waiting)
    while waiting:
        node = waiting.popleft()
        queued.discard(node)
        leaving = (*known[node], *([met[node]] if node in met else []))
        for target in graph.after[node]:
            arriving = tuple(dict.fromkeys((*known[target], *leaving)))[:2]
            if arriving != known[target]:
                known[target] = arriving
                if target not in queued:
                    queued.add(target)
                    waiting.append(target)
    return known
