"""How often each step is done in one case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from flowtrim.graph.dominators import Dominators
from flowtrim.graph.elimination import solve
from flowtrim.graph.step_graph import StepGraph
from flowtrim.model import Start


def visits(graph: StepGraph) -> Mapping[str, float | None]:
    """Return the expected executions of each step, gateway and event in one case (docs/theory.md#visits).

    They solve the balance of inflow and outflow at each node, branch shares taken as free of memory (for choices
    alone: the fundamental matrix of an absorbing Markov chain, Kemeny and Snell). A join that waits for all
    counts the mean of its inflows, since they are equal in every run that ends. A join for some counts its
    inflow against what the split that dominates it sends on the way.

    None for a loop without a way out, or one that multiplies what enters it, and for all that follows it;
    0.0 for what no case comes to.

    >>> from flowtrim.model import Flow, Process, Step
    >>> loop = StepGraph(Process("0.A", steps=(
    ...     Step("a", "A", flows=(Flow("b"),)),
    ...     Step("b", "B", flows=(Flow("a", share=0.2), Flow("c", share=0.7), Flow("end", share=0.1))),
    ...     Step("c", "C"))))
    >>> dict(visits(loop))
    {'a': 1.25, 'b': 1.25, 'c': 0.875}
    """
    counted = join_factors(graph)
    inflow = dict(graph.starts)  # a case that begins at a join does begin: only what flows is shared out
    flows = graph.after
    if counted:
        flows = {s: {t: w * counted.get(t, 1.0) for t, w in ts.items()} for s, ts in flows.items()}
    reached = {node: targets if node in graph.reachable else {} for node, targets in flows.items()}
    return MappingProxyType(solve(inflow, reached, graph.loops))


def returns(graph: StepGraph) -> Mapping[str, float | None]:
    """Return how likely a case that does a step comes back to it, for each step in a loop (docs/theory.md#visits).

    Of a case that begins at the step it is 1 - 1/v, where v is how often it is done. None for a loop without a way out.

    >>> from flowtrim.model import Flow, Process, Step
    >>> returns(StepGraph(Process("Claim", steps=(
    ...     Step("ask", "Ask", flows=(Flow("check"),)),
    ...     Step("check", "Check", flows=(Flow("ask", share=0.2), Flow("end", share=0.8)))))))
    {'ask': 0.2, 'check': 0.2}
    """
    found: dict[str, float | None] = {}
    for loop in graph.loops:
        for node in loop if len(loop) > 1 or loop[0] in graph.after[loop[0]] else ():
            begun = StepGraph(replace(graph.process, starts=(Start(node, 1.0),)))
            often = visits(begun)[node]
            found[node] = None if often is None else round(1.0 - 1.0 / often, 9)
    return found


def join_factors(graph: StepGraph) -> dict[str, float]:
    """Return, for each join that waits, the part of its summed inflow that counts as one execution.

    >>> from flowtrim.model import Flow, Process, Step
    >>> join_factors(StepGraph(Process("Ship and bill", steps=(
    ...     Step("order", "Order", flows=(Flow("ship"), Flow("bill")), split="all"),
    ...     Step("ship", "Ship", flows=(Flow("close"),)),
    ...     Step("bill", "Bill", flows=(Flow("close"),)),
    ...     Step("close", "Close", join="all")))))
    {'close': 0.5}
    """
    factors = {}
    waiting = []
    for step in graph.process.steps:
        entering = len(graph.before[step.id])
        if step.join == "all" and entering > 1:
            factors[step.id] = 1.0 / entering
        elif step.join == "some" and entering > 1 and step.id in graph.reachable:
            waiting.append(step.id)
    return factors | _factors_of_some(graph, waiting) if waiting else factors


def _factors_of_some(graph: StepGraph, joins: list[str]) -> dict[str, float]:
    """Divide by the weight of the branches on their way, as sent by the immediate dominator of each join."""
    root = "\0start"
    dominators = Dominators({root: graph.starts, **graph.after}, root)
    factors = {}
    for join in joins:
        split = dominators.parent[join]
        if split != root:
            factors[join] = 1.0 / _sent(graph, split, join)
    return factors


def _sent(graph: StepGraph, split: str, join: str) -> float:
    """Return the expected number of branches that one visit of the split sends to the join, given that any goes."""
    kind = graph.process.step(split).split
    branches = graph.after[split]
    if kind == "one" or len(branches) == 1:
        return 1.0
    behind = _behind(graph, split, join)
    leading = [weight for branch, weight in branches.items() if branch in behind]
    complete = len(leading) == len(branches) and split not in graph.ends
    total = sum(leading)
    return total if complete and total > 0 else max(1.0, total)


def _behind(graph: StepGraph, split: str, join: str) -> set[str]:
    """Return the nodes from which the join can be reached without passing the split again."""
    import networkx as nx

    def leading(node: str) -> Iterator[str]:
        return (source for source in graph.before[node] if source != split)

    return {join, *(node for _, node in nx.generic_bfs_edges(graph.network, join, leading))}
