"""Where work parts to go on side by side, or meets again."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flowtrim.graph.flow_graph import FlowGraph


def side_by_side(graph: FlowGraph) -> frozenset[tuple[str, str]]:
    """Return the transfers, from step to step, at which work parts to go on side by side, or meets again.

    >>> from flowtrim.model import Flow, Process, Step
    >>> from flowtrim.graph import FlowGraph
    >>> parting = Step("call", "Call", split="all", flows=(Flow("a"), Flow("b")))
    >>> ends = Step("a", "A", flows=(Flow("end"),)), Step("b", "B", flows=(Flow("end"),))
    >>> sorted(side_by_side(FlowGraph(Process("Alarm", steps=(parting, *ends)))))
    [('call', 'a'), ('call', 'b')]
    """
    parting = {step.id for step in graph.process.steps if step.split == "all" and len(step.flows) > 1}
    meeting = {step.id for step in graph.process.steps if step.join == "all" and len(graph.before[step.id]) > 1}
    if not parting and not meeting:
        return frozenset()
    return frozenset(
        (source, target) for source in graph.work_after for target in _led_beside(graph, source, parting, meeting)
    )


def _led_beside(graph: FlowGraph, source: str, parting: Collection[str], meeting: Collection[str]) -> Iterator[str]:
    """Yield the steps to which a step leads where work parts to go on side by side, or meets again, on the way."""
    waiting = [(source, source in parting)]
    seen = {*waiting}
    for node, beside in waiting:
        for target in graph.after[node]:
            is_there = beside or target in meeting
            if target in graph.work_after:
                if is_there:
                    yield target
            elif (state := (target, is_there or target in parting)) not in seen:
                seen.add(state)
                waiting.append(state)
