"""Where the customer is spoken with, and by whom."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from flowtrim.graph import FlowGraph
from flowtrim.model import Step


def contacts(graph: FlowGraph) -> Mapping[str, str]:
    """Return the contact steps with the role on our side of the counter, in the order of reading.

    That is the role that performs the step. Where the customer performs it, it is the role that takes the work on,
    if there is but one and its own step is not a contact too: then that step stands for the conversation.

    >>> from flowtrim.model import Process, Step
    >>> call = Step("call", "Take the call", owner="Care", kind="contact")
    >>> contacts(FlowGraph(Process("Claim", steps=(call,))))
    {'call': 'Care'}
    """
    steps = (graph.process.step(step_id) for step_id in graph.reading_order)
    found = ((step.id, _counterpart(graph, step)) for step in steps if step.kind == "contact")
    return {step_id: role for step_id, role in found if role is not None}


def _counterpart(graph: FlowGraph, step: Step) -> str | None:
    process = graph.process
    if step.owner is None or not process.is_customer(step.owner):
        return step.owner
    takers = [process.step(step_id) for step_id in graph.work_after[step.id]]
    roles = {taker.owner for taker in takers}
    role = roles.pop() if len(roles) == 1 else None
    if role is None or process.is_customer(role) or any(taker.kind == "contact" for taker in takers):
        return None
    return role


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
