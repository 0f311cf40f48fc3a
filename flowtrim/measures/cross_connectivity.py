"""How strongly the nodes of a process are tied to each other, for a reader of its drawing."""

from __future__ import annotations

import heapq

from flowtrim.graph import Node, NormalForm

MOST_NODES = 500
"""Beyond that the measure is left out: it looks at every pair of nodes."""


def cross_connectivity(form: NormalForm) -> float | None:
    """Return the mean strength of the strongest way between two nodes, in [0, 1] (Vanderfeesten et al. 2008).

    A way is as strong as the product of its arcs, an arc as the product of its ends: a step and a parallel
    connector weigh 1, a choice one by its degree, an inclusive connector in between. Higher is easier to read.
    None for a process of more than ``MOST_NODES`` nodes, or without steps.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.model import Process, Step
    >>> cross_connectivity(NormalForm(FlowGraph(Process("Refund", steps=(Step("log", "Log it"),)))))
    0.5
    """
    count = len(form.after)
    if count > MOST_NODES or not form.graph.process.steps:
        return None
    weights = {node: _weight(form, node) for node in form.after}
    arcs = {
        tail: [(head, weights[tail] * weights[head]) for head in form.after[tail] if head != tail]
        for tail in form.after
    }
    return sum(_reach(arcs, node) for node in arcs) / (count * (count - 1))


def _weight(form: NormalForm, node: Node) -> float:
    kind = form.connectors.get(node)
    degree = form.degree(node)
    if kind == "XOR":
        return 1.0 / degree
    if kind == "OR":
        combinations = float(2**degree - 1)
        return 1.0 / combinations + (combinations - 1.0) / (combinations * degree)
    return 1.0


def _reach(arcs: dict[Node, list[tuple[Node, float]]], root: Node) -> float:
    """Return the sum of the strongest ways from a node to each other one."""
    settled: dict[Node, float] = {}
    heap: list[tuple[float, int, Node]] = [(-1.0, 0, root)]
    pushed = 0
    while heap:
        negative, _, node = heapq.heappop(heap)
        if node in settled:
            continue
        settled[node] = -negative
        for head, weight in arcs[node]:
            if head not in settled:
                pushed += 1
                heapq.heappush(heap, (negative * weight, pushed, head))
    return sum(settled.values()) - 1.0
