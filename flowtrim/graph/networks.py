"""The graphs of this room for NetworkX, for those who ask for it: most figures need no more than the mappings."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

import networkx as nx

N = TypeVar("N", bound=Hashable)


def network(after: Mapping[N, Mapping[N, float]]) -> nx.DiGraph[N]:
    """Return a weighted graph as a frozen NetworkX graph, each edge with its ``weight``.

    >>> network({"a": {"b": 0.5}, "b": {}})["a"]["b"]
    {'weight': 0.5}
    """
    graph: nx.DiGraph[N] = nx.DiGraph()
    graph.add_nodes_from(after)
    graph.add_weighted_edges_from(
        (tail, head, weight) for tail, heads in after.items() for head, weight in heads.items()
    )
    nx.freeze(graph)
    return graph
