"""The process as who-follows-whom."""

from math import isnan

import networkx as nx
import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.graph import FlowGraph, branch_weights
from flowtrim.model import Flow, Process, Start, Step
from tests.charts import chart, oracle_0a
from tests.processes import processes, structured_processes


def test_shares_that_nobody_declared_are_equal_and_marked():
    graph = FlowGraph(chart({"a": "b c end", "b": "", "c": ""}))

    assert {"b": pytest.approx(1 / 3), "c": pytest.approx(1 / 3)} == graph.after["a"]
    assert graph.assumed


def test_declared_shares_are_not_assumed():
    assert not FlowGraph(oracle_0a()).assumed


def test_what_the_declared_shares_leave_is_spread_over_the_rest():
    weights, guessed = branch_weights(Step("a", "A", flows=(Flow("b", share=0.5), Flow("c"), Flow("d"))))

    assert [0.5, 0.25, 0.25] == weights
    assert guessed


def test_inclusive_branches_leave_nothing_over_to_each_other():
    weights, guessed = branch_weights(Step("a", "A", split="some", flows=(Flow("b", share=1.0), Flow("c"))))

    assert [1.0, 0.5] == weights
    assert guessed


def test_parallel_branches_are_each_taken():
    graph = FlowGraph(chart({"a": "b c", "b": "", "c": ""}, together="a"))

    assert {"b": 1.0, "c": 1.0} == graph.after["a"]
    assert not graph.assumed


def test_two_flows_between_the_same_steps_are_one():
    choice = FlowGraph(
        Process("P", (Step("a", "A", flows=(Flow("b", share=0.3), Flow("b", share=0.7))), Step("b", "B")))
    )
    parallel = FlowGraph(Process("P", (Step("a", "A", flows=(Flow("b"), Flow("b")), split="all"), Step("b", "B"))))

    assert {"b": 1.0} == choice.after["a"]
    assert {"b": 1.0} == parallel.after["a"]


def test_it_starts_at_the_first_step_of_the_file_when_nothing_else_says_so():
    assert {"a": 1.0} == FlowGraph(chart({"a": "b", "b": "a"})).starts


def test_it_starts_at_the_events_that_nothing_leads_to():
    steps = (Step("a", "A"), Step("rang", "It rang", kind="event", flows=(Flow("a"),)))

    assert {"rang": 1.0} == FlowGraph(Process("P", steps)).starts


def test_alternative_starts_without_shares_are_equal_and_marked():
    graph = FlowGraph(replace(chart({"a": "c", "b": "c", "c": ""}), starts=(Start("a"), Start("b"))))

    assert {"a": 0.5, "b": 0.5} == graph.starts
    assert graph.assumed


def test_an_empty_process_has_an_empty_graph():
    graph = FlowGraph(Process("Nothing"))

    assert {} == graph.after
    assert {} == graph.starts
    assert () == graph.reading_order
    assert frozenset() == graph.reachable


def test_gateways_are_contracted_and_their_shares_multiplied():
    ways = {"a": "g", "g": {"b": 0.4, "h": 0.6}, "h": {"b": 0.5, "c": 0.5}, "b": "", "c": ""}
    graph = FlowGraph(chart(ways, routing="g h"))

    assert {"a": {"b": pytest.approx(0.7), "c": pytest.approx(0.3)}, "b": {}, "c": {}} == graph.work_after


def test_a_circle_of_gateways_is_a_geometric_series():
    graph = FlowGraph(chart({"a": "g", "g": {"h": 1.0}, "h": {"g": 0.5, "b": 0.5}, "b": ""}, routing="g h"))

    assert {"b": pytest.approx(1.0)} == graph.work_after["a"]


def test_a_circle_of_gateways_that_no_case_leaves_weighs_infinitely_and_never_nan():
    graph = FlowGraph(chart({"a": {"g": 0.0, "b": 1.0}, "g": {"g": 1.0, "b": 0.0}, "b": ""}, routing="g"))

    assert {"b": 1.0} == graph.work_after["a"]


@given(processes())
def test_what_comes_before_mirrors_what_comes_after(process):
    graph = FlowGraph(process)
    onward = {(s, t, w) for s, targets in graph.after.items() for t, w in targets.items()}

    assert onward == {(s, t, w) for t, sources in graph.before.items() for s, w in sources.items()}


@given(processes())
def test_each_node_stands_once_in_the_reading_order(process):
    assert sorted(s.id for s in process.steps) == sorted(FlowGraph(process).reading_order)


@given(structured_processes(inclusive=True))
def test_the_reading_order_does_not_depend_on_the_order_of_the_file(process):
    turned = replace(process, steps=tuple(reversed(process.steps)))

    assert FlowGraph(process).reading_order == FlowGraph(turned).reading_order


@given(structured_processes())
def test_a_join_is_read_after_its_branches(process):
    graph = FlowGraph(process)
    place = {node: number for number, node in enumerate(graph.reading_order)}
    inward = [(s, t) for t, ss in graph.before.items() for s in ss if graph.loop_of[s] != graph.loop_of[t]]

    assert all(place[source] < place[target] for source, target in inward)


@given(processes())
def test_routing_nodes_are_gone_from_the_contracted_graph(process):
    work = {step.id for step in process.work}
    after = FlowGraph(process).work_after

    assert work == set(after)
    assert {t for targets in after.values() for t in targets} <= work


@given(processes())
def test_no_contracted_weight_is_nan(process):
    weights = [w for targets in FlowGraph(process).work_after.values() for w in targets.values()]

    assert not any(isnan(weight) for weight in weights)


@given(structured_processes())
def test_choices_of_a_contracted_process_add_up_to_one_at_most(process):
    graph = FlowGraph(process)
    routing_all = any(step.split == "all" and not step.is_work for step in process.steps)
    sums = [sum(graph.work_after[s.id].values()) for s in process.work if s.split == "one"]

    assert routing_all or all(total <= 1.0 + 1e-9 for total in sums)


def test_the_network_holds_names_kinds_owners_and_weights():
    network = FlowGraph(chart({"a": {"b": 0.3, "c": 0.7}, "b": "", "c": ""}, owners={"b": "boss"}, routing="a")).network

    assert {"name": "B", "kind": "do", "owner": "boss"} == network.nodes["b"]
    assert {"name": "A", "kind": "gateway"} == network.nodes["a"]
    assert [("a", "b", 0.3), ("a", "c", 0.7)] == list(network.edges(data="weight"))


@given(processes())
def test_the_network_has_the_weights_of_the_mappings(process):
    graph = FlowGraph(process)

    weight = graph.network.edges.data("weight")

    assert sorted((s, t, w) for s, targets in graph.after.items() for t, w in targets.items()) == sorted(weight)
    assert sorted((s, t, w) for t, sources in graph.before.items() for s, w in sources.items()) == sorted(weight)


def test_nobody_changes_the_network_under_the_figures():
    network = FlowGraph(chart({"a": "b", "b": ""})).network

    with pytest.raises(nx.NetworkXError):
        network.remove_node("a")
