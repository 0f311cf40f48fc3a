"""The process seen as who-hands-to-whom."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flowtrim.graph.flow_graph import FlowGraph

if TYPE_CHECKING:
    import networkx as nx


def role_graph(graph: FlowGraph) -> nx.DiGraph[str]:
    """Contract the steps of each role to one node; an edge counts the flows that pass from role to role.

    Gateways and events are contracted first. Flows from or to a step without an owner are left out:
    nobody held the work. Flows within a role stand as loops at its node. Nodes are the ids of roles, each with its
    ``name`` and ``kind`` (``person`` where the file does not say).

    >>> from flowtrim.model import Flow, Process, Step
    >>> roles = role_graph(FlowGraph(Process("Claim", steps=(
    ...     Step("fill", "Fill in", owner="Employee", flows=(Flow("check"),)),
    ...     Step("check", "Check", owner="Manager", flows=(Flow("approve"),)),
    ...     Step("approve", "Approve", owner="Manager")))))
    >>> list(roles.edges(data="flows"))
    [('Employee', 'Manager', 1), ('Manager', 'Manager', 1)]
    """
    import networkx as nx

    roles: nx.DiGraph[str] = nx.DiGraph(name=graph.process.name)
    for role in graph.process.performers:
        roles.add_node(role.id, name=role.name, kind=role.kind or "person")
    passed = Counter((transfer.giver, transfer.taker) for transfer in graph.transfers)
    roles.add_edges_from((giver, taker, {"flows": count}) for (giver, taker), count in passed.items())
    nx.freeze(roles)
    return roles
