"""The process as who-hands-to-whom."""

from hypothesis import given

from flowtrim.graph import FlowGraph, role_graph
from flowtrim.measures.handoffs import handoffs
from tests.charts import chart, oracle_0a
from tests.processes import processes


def test_flows_of_a_role_to_itself_are_loops_at_its_node():
    roles = role_graph(FlowGraph(oracle_0a(a="clerk", b="boss", c="boss")))

    assert [("clerk", "boss", 1), ("boss", "clerk", 1), ("boss", "boss", 1)] == list(roles.edges(data="flows"))


def test_flows_from_a_step_without_an_owner_are_left_out():
    roles = role_graph(FlowGraph(chart({"a": "b", "b": "c", "c": ""}, owners={"a": "clerk", "c": "boss"})))

    assert [] == list(roles.edges)
    assert ["clerk", "boss"] == list(roles.nodes)


@given(processes())
def test_its_nodes_are_the_performers(process):
    roles = role_graph(FlowGraph(process))

    assert [role.id for role in process.performers] == list(roles.nodes)


def test_its_nodes_have_names_and_kinds():
    roles = role_graph(FlowGraph(oracle_0a(a="clerk", b="boss", c="boss")))

    assert {"name": "clerk", "kind": "person"} == roles.nodes["clerk"]


@given(processes())
def test_its_edges_between_roles_are_the_handoffs(process):
    graph = FlowGraph(process)

    between = sum(flows for giver, taker, flows in role_graph(graph).edges(data="flows") if giver != taker)
    assert handoffs(graph) == between
