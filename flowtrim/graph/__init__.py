"""The model as who-follows-whom: the flow graph, its normal form and the role graph."""

from flowtrim.graph.dominators import Dominators
from flowtrim.graph.flow_graph import FlowGraph, role_graph
from flowtrim.graph.loops import led_to, linked, loops_in_order, reverse_postorder
from flowtrim.graph.normal_form import Connector, Node, NormalForm
from flowtrim.graph.numbering import QuotedSteps, letters, numbered, step_numbers
from flowtrim.graph.sections import sections
from flowtrim.graph.spelled_out import Exits, origin, spelled_out
from flowtrim.graph.step_graph import branch_weights, start_shares

__all__ = [
    "Connector",
    "Dominators",
    "Exits",
    "FlowGraph",
    "Node",
    "NormalForm",
    "QuotedSteps",
    "branch_weights",
    "led_to",
    "letters",
    "linked",
    "loops_in_order",
    "numbered",
    "origin",
    "reverse_postorder",
    "role_graph",
    "sections",
    "spelled_out",
    "start_shares",
    "step_numbers",
]
