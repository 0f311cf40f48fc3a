"""The most usual case of a process that is not built of blocks, and the steps that set how long it lasts."""

from __future__ import annotations

from collections.abc import Mapping

from flowtrim.graph import Node, NormalForm, linked


def usual_path(form: NormalForm, minutes: Mapping[str, float]) -> tuple[str, ...] | None:
    """Return the steps on the longest way of the most usual case (docs/theory.md#critical-path).

    At each choice it goes the likeliest way that does not lead back, of parallel branches all, and the longest counts.
    None where that way never comes to an end.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.model import Flow, Process, Step
    >>> form = NormalForm(FlowGraph(Process("Pay", steps=(
    ...     Step("log", "Log", flows=(Flow("ask", share=0.4), Flow("pay", share=0.6))),
    ...     Step("ask", "Ask", flows=(Flow("end", share=0.5), Flow("pay", share=0.5))), Step("pay", "Pay")))))
    >>> usual_path(form, {"log": 1.0, "ask": 9.0, "pay": 2.0})
    ('log', 'pay')
    """
    import networkx as nx

    after = {node: _usual(form, node) for node in form.after}
    reached = [form.start, *nx.descendants(linked(after), form.start)]
    way = linked({node: after[node] for node in reached})
    if form.end not in way or not nx.is_directed_acyclic_graph(way):
        return None
    longest: dict[Node, tuple[float, Node | None]] = {}
    for node in nx.topological_sort(way):
        before = max(way.predecessors(node), key=lambda each: longest[each][0], default=None)
        lasted = longest[before][0] if before is not None else 0.0
        longest[node] = lasted + _minutes(node, minutes), before
    return tuple(_walked_back(form, longest, minutes))


def _walked_back(
    form: NormalForm, longest: Mapping[Node, tuple[float, Node | None]], minutes: Mapping[str, float]
) -> list[str]:
    path = []
    node: Node | None = form.end
    while node is not None:
        if node[0] in ("step", "event") and node[1] in minutes:
            path.append(node[1])
        node = longest[node][1]
    return path[::-1]


def _minutes(node: Node, minutes: Mapping[str, float]) -> float:
    return minutes.get(node[1], 0.0) if node[0] in ("step", "event") else 0.0


def _usual(form: NormalForm, node: Node) -> list[Node]:
    """Return where the most usual case goes from a node: at a choice the likeliest way on, else every way."""
    heads = form.after[node]
    if form.splits.get(node) != "XOR" or len(heads) < 2:
        return [*heads]
    back = {target for source, target in form.graph.back_arcs if source == node[1]}
    onward = {head: weight for head, weight in heads.items() if head[1] not in back} or heads
    return [max(onward, key=lambda head: onward[head])]
