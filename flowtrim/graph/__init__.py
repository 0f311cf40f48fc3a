"""The model as who-follows-whom: the flow graph, its normal form and the role graph."""

from flowtrim.graph.cut_nodes import cut_nodes
from flowtrim.graph.dominators import Dominators
from flowtrim.graph.flow_graph import FlowGraph, branch_weights, start_shares
from flowtrim.graph.loops import loops_in_order
from flowtrim.graph.normal_form import Connector, Node, NormalForm
from flowtrim.graph.role_graph import role_graph

__all__ = [
    "Connector",
    "Dominators",
    "FlowGraph",
    "Node",
    "NormalForm",
    "branch_weights",
    "cut_nodes",
    "loops_in_order",
    "role_graph",
    "start_shares",
]
