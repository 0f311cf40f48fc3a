"""The process seen as who-hands-to-whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowtrim.graph.flow_graph import FlowGraph

if TYPE_CHECKING:
    import networkx as nx


def role_graph(graph: FlowGraph) -> nx.DiGraph[str]:
    """Contract the steps of each role to one node; an edge counts the flows that pass from role to role.

    Gateways and events are contracted first. Flows from or to a step without an owner are left out:
    nobody held the work. Flows within a role stand as loops at its node.

    >>> from flowtrim.model import Flow, Process, Step
    >>> roles = role_graph(FlowGraph(Process("Claim", steps=(
    ...     Step("fill", "Fill in", owner="Employee", flows=(Flow("check"),)),
    ...     Step("check", "Check", owner="Manager", flows=(Flow("approve"),)),
    ...     Step("approve", "Approve", owner="Manager")))))
    >>> list(roles.edges(data="flows"))
    [('Employee', 'Manager', 1), ('Manager', 'Manager', 1)]
    """
    import networkx as nx

    roles: nx.DiGraph[str] = nx.DiGraph()
    roles.add_nodes_from(role.id for role in graph.process.performers)
    for source, targets in graph.work_after.items():
        giver = graph.owner(source)
        for target in targets:
            taker = graph.owner(target)
            if giver is None or taker is None:
                continue
            count = roles.get_edge_data(giver, taker, {"flows": 0})["flows"]
            roles.add_edge(giver, taker, flows=count + 1)
    nx.freeze(roles)
    return roles
