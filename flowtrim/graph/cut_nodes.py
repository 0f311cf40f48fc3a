"""Which nodes hold a graph together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def cut_nodes(after: Mapping[N, Iterable[N]]) -> set[N]:
    """Return the nodes without which a graph, its arcs taken without direction, falls into more pieces.

    These are the articulation points, found by one depth-first walk (Hopcroft and Tarjan 1973).

    >>> sorted(cut_nodes({"a": "b", "b": "c", "c": "bd", "d": ""}))
    ['b', 'c']
    """
    beside = _undirected(after)
    found: set[N] = set()
    number: dict[N, int] = {}
    for root in beside:
        if root not in number:
            found |= _cut_nodes_from(root, beside, number)
    return found


def _undirected(after: Mapping[N, Iterable[N]]) -> dict[N, dict[N, None]]:
    beside: dict[N, dict[N, None]] = {node: {} for node in after}
    for tail, heads in after.items():
        for head in heads:
            beside[tail][head] = beside[head][tail] = None
    return beside


def _cut_nodes_from(root: N, beside: Mapping[N, Iterable[N]], number: dict[N, int]) -> set[N]:
    """Walk from a root: a node cuts off what is below it in the walk unless an arc there leads past it."""
    found: set[N] = set()
    number[root] = len(number)
    low = {root: number[root]}
    branches = 0
    trail = [(root, iter(beside[root]))]
    while trail:
        node, others = trail[-1]
        for other in others:
            if other not in number:
                number[other] = low[other] = len(number)
                trail.append((other, iter(beside[other])))
                break
            low[node] = min(low[node], number[other])
        else:
            trail.pop()
            above = trail[-1][0] if trail else root
            low[above] = min(low[above], low[node])
            if above == root:
                branches += node != root
            elif low[node] >= number[above]:
                found.add(above)
    return found | {root} if branches > 1 else found
