"""Parallel sections: where a case is in several places at once."""

from __future__ import annotations

from flowtrim.graph.dominators import Dominators
from flowtrim.graph.flow_graph import FlowGraph

_FINISH = "\0finish"


def sections(graph: FlowGraph) -> dict[str, str]:
    """Return, for each node inside a parallel or inclusive section, the split that opens the outermost one around it.

    A section reaches from its split to the first node that every branch passes, which is no part of it.

    >>> from flowtrim.model import Flow, Process, Step
    >>> sections(FlowGraph(Process("Ship and bill", steps=(
    ...     Step("order", "Order", flows=(Flow("ship"), Flow("bill")), split="all"),
    ...     Step("ship", "Ship", flows=(Flow("close"),)),
    ...     Step("bill", "Bill", flows=(Flow("close"),)),
    ...     Step("close", "Close", join="all")))))
    {'ship': 'order', 'bill': 'order'}
    """
    splits = [s.id for s in graph.process.steps if s.split != "one" and len(graph.after[s.id]) > 1]
    if not splits:
        return {}
    closing = _closing(graph)
    found: dict[str, str] = {}
    for split in sorted(splits, key={node: n for n, node in enumerate(graph.reading_order)}.__getitem__):
        # of two that lie in a loop and never close, each lies inside the other one: the first is the outer one
        if split not in found:
            for node in _between(graph, split, closing.get(split, _FINISH)):
                found.setdefault(node, split)
    return found


def _closing(graph: FlowGraph) -> dict[str, str]:
    """Return the first node that every way from a node to an end passes."""
    backwards = {node: [*sources] for node, sources in graph.before.items()}
    return Dominators({_FINISH: [*graph.ends], **backwards}, _FINISH).parent


def _between(graph: FlowGraph, split: str, closing: str) -> dict[str, None]:
    found: dict[str, None] = {}
    waiting = [*graph.after[split]]
    while waiting:
        node = waiting.pop()
        if node not in found and node not in (closing, split):
            found[node] = None
            waiting.extend(graph.after[node])
    return dict.fromkeys(node for node in graph.after if node in found)
