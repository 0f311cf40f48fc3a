"""Size and complexity of a process, on its normal form (docs/theory.md#complexity)."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from math import log

from msgspec import Struct

from flowtrim.graph import Connector, Node, NormalForm
from flowtrim.measures.blocks import Reduction
from flowtrim.measures.longest import LoopFreeWays

MOST_COMBINATIONS = 1000
"""An inclusive connector of more branches counts as one of so many: 2 to the 1000th says enough."""
MOST_NODES = 500
"""Beyond that the cross-connectivity is left out: it looks at every pair of nodes."""


class Complexity(Struct, frozen=True):
    """Published measures of process models; hints, since they were calibrated on drawn models and novice readers.

    ``nodes``, ``arcs``, ``gateways`` count the normal form. ``density`` is arcs by possible arcs, ``cnc`` and ``cnc2``
    arcs and squared arcs by nodes, ``cyclomatic`` arcs - nodes + 1. ``cfc`` is Cardoso's control-flow complexity and
    ``join_complexity`` the same of joins. ``separability`` is the share of the nodes between start and end that cut
    the process in two, ``sequentiality`` that of the arcs without a connector. ``depth`` is the deepest nesting of
    connectors, ``diameter`` the nodes on the longest loop-free way from start to end. ``token_split`` counts the
    branches that parallel and inclusive splits add, ``heterogeneity`` is the entropy of connector types in [0, 1],
    ``mismatch`` the difference between the degrees of splits and joins, ``cyclicity`` the share of nodes in loops
    (Mendling 2008). None where a figure is undefined: no connector, no arc, no way to the end.
    ``truncated`` says that a tangle was too large to search, so that depth and diameter may be larger.
    """

    nodes: int
    arcs: int
    gateways: int
    density: float | None
    cnc: float
    cnc2: float
    cfc: int
    join_complexity: int
    cyclomatic: int
    separability: float | None
    sequentiality: float | None
    depth: int
    diameter: int | None
    token_split: int
    heterogeneity: float
    mismatch: int
    cyclicity: float
    average_connector_degree: float | None
    maximum_connector_degree: int | None
    structuredness: float | None
    truncated: bool


def complexity(form: NormalForm, reduction: Reduction) -> Complexity:
    """Measure size and complexity.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.measures.blocks import reduce_to_blocks
    >>> from flowtrim.model import Flow, Process, Step
    >>> form = NormalForm(FlowGraph(Process("Refund", steps=(
    ...     Step("log", "Log it", flows=(Flow("check"),)),
    ...     Step("check", "Check it", flows=(Flow("log"), Flow("end")))))))
    >>> result = complexity(form, reduce_to_blocks(form))
    >>> result.nodes, result.arcs, result.cfc, result.depth, result.diameter
    (6, 6, 2, 0, 6)
    """
    nodes, arcs = len(form.after), form.arcs
    degrees = [form.degree(node) for node in form.connectors]
    nesting, diameter, exact = _ways(form)
    return Complexity(
        nodes=nodes,
        arcs=arcs,
        gateways=len(degrees),
        density=arcs / (nodes * (nodes - 1)),
        cnc=arcs / nodes,
        cnc2=arcs * arcs / nodes,
        cfc=sum(_ways_on(kind, len(form.after[node])) for node, kind in form.splits.items()),
        join_complexity=sum(_ways_on(kind, len(form.before[node])) for node, kind in form.joins.items()),
        cyclomatic=arcs - nodes + 1,
        separability=_separability(form),
        sequentiality=_sequentiality(form),
        depth=nesting,
        diameter=diameter,
        token_split=sum(len(form.after[n]) - 1 for n, kind in form.splits.items() if kind != "XOR"),
        heterogeneity=_heterogeneity(form.connectors.values()),
        mismatch=_mismatch(form),
        cyclicity=_cyclicity(form),
        average_connector_degree=sum(degrees) / len(degrees) if degrees else None,
        maximum_connector_degree=max(degrees, default=None),
        structuredness=reduction.structuredness,
        truncated=not exact,
    )


def _ways_on(kind: Connector, branches: int) -> int:
    """Count the states that a reader has to keep in mind after a connector (Cardoso 2005)."""
    if kind == "OR":
        return int(2 ** min(branches, MOST_COMBINATIONS)) - 1
    return branches if kind == "XOR" else 1


def _separability(form: NormalForm) -> float | None:
    import networkx as nx

    between = len(form.after) - 2
    # not form.network.to_undirected(), which copies every attribute of every node and arc
    undirected = nx.Graph((tail, head) for tail, heads in form.after.items() for head in heads)
    return sum(1 for _ in nx.articulation_points(undirected)) / between if between else None


def _sequentiality(form: NormalForm) -> float | None:
    connectors = form.connectors
    simple = [heads for tail, heads in form.after.items() if tail not in connectors]
    plain = sum(head not in connectors for heads in simple for head in heads)
    return plain / form.arcs if form.arcs else None


def _heterogeneity(kinds: Iterable[Connector]) -> float:
    found = Counter(kinds)
    total = found.total()
    return max(0.0, -sum(count / total * log(count / total, 3) for count in found.values()))


def _mismatch(form: NormalForm) -> int:
    surplus: Counter[Connector] = Counter()
    for node, kind in form.splits.items():
        surplus[kind] += form.degree(node)
    for node, kind in form.joins.items():
        surplus[kind] -= form.degree(node)
    return sum(map(abs, surplus.values()))


def _cyclicity(form: NormalForm) -> float:
    """Count nodes in loops: those of the steps that lead to themselves, with their connectors."""
    graph = form.graph
    sizes = Counter(graph.loop_of.values())
    looping = {s for s, loop in graph.loop_of.items() if sizes[loop] > 1 or s in graph.after[s]}
    return sum(node[1] in looping for node in form.after) / len(form.after)


def _ways(form: NormalForm) -> tuple[int, int | None, bool]:
    """Return the depth, the diameter, and whether both are exact."""
    forward = LoopFreeWays(form.after, form.start)
    longest = forward.longest(lambda _tail, _head: 1)
    arcs = longest.lengths.get(form.end)
    diameter = None if arcs is None else arcs + 1
    if not (form.splits and form.joins):  # nothing is nested where nothing opens or nothing closes
        return 0, diameter, longest.exact
    backward = LoopFreeWays(form.before, form.end)
    inward = forward.longest(lambda tail, head: (tail in form.splits) - (head in form.joins))
    outward = backward.longest(lambda tail, head: (tail in form.joins) - (head in form.splits))
    both = inward.lengths.keys() & outward.lengths.keys()
    depth = max((min(inward.lengths[node], outward.lengths[node]) for node in both), default=0)
    return max(0, depth), diameter, longest.exact and inward.exact and outward.exact


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
    """Return the sum of the strongest ways from a node to each other one.

    Strengths are multiplied on the way. The shortest ways of NetworkX add up lengths, so they would need logarithms,
    which are not exact.
    """
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
