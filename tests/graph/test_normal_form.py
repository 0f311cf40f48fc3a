"""The process with every gateway written out."""

import networkx as nx
import pytest
from hypothesis import given

from flowtrim.graph import FlowGraph, NormalForm
from flowtrim.model import END, Flow, Process, Step
from tests.charts import chart, oracle_0a, oracle_0b
from tests.processes import processes, structured_processes


def form_of(process):
    return NormalForm(FlowGraph(process))


def test_oracle_5b_normal_form_of_the_loop_has_eight_nodes_and_nine_arcs():
    form = form_of(oracle_0a(a="x"))

    assert 8 == len(form.network)
    assert 9 == form.network.number_of_edges()


def test_ends_that_are_reached_at_the_same_time_meet_in_a_parallel_join():
    form = form_of(chart({"a": "b c", "b": "", "c": ""}, together="a"))

    assert ["AND"] == list(form.joins.values())


def test_ends_that_exclude_each_other_meet_in_an_exclusive_join():
    form = form_of(chart({"a": "b c", "b": "", "c": ""}))

    assert ["XOR"] == list(form.joins.values())


def test_ends_of_both_sorts_meet_in_nested_joins():
    form = form_of(chart({"a": "b c", "b": "d e", "c": "", "d": "", "e": ""}, together="a"))

    assert ["AND", "XOR"] == sorted(form.joins.values())


def test_an_event_that_starts_the_process_is_its_start_node():
    steps = (Step("rang", "It rang", kind="event", flows=(Flow("a"),)), Step("a", "A"))

    assert ("event", "rang") == form_of(Process("P", steps)).start


@pytest.mark.parametrize("flows", [(), (Flow(END),), (Flow(END, share=1.0),)])
def test_an_event_that_ends_the_process_is_its_end_node_however_the_file_says_so(flows):
    steps = (Step("a", "A", flows=(Flow("done"),)), Step("done", "Done", kind="event", flows=flows))

    assert ("event", "done") == form_of(Process("P", steps)).end


def test_an_event_cannot_be_both_the_start_and_the_end():
    form = form_of(Process("P", (Step("rang", "It rang", kind="event"),)))

    assert [(("event", "rang"), ("end", ""))] == list(form.network.edges)


def test_a_gateway_that_joins_and_splits_stays_one_node():
    form = form_of(
        chart({"a": {"b": 0.5, "g": 0.5}, "b": "g", "g": "c d", "c": "", "d": ""}, routing="g", together="g")
    )

    assert "AND" == form.splits["gateway", "g"]
    assert "XOR" == form.joins["gateway", "g"]


def test_a_step_that_leads_to_itself_gets_a_join_and_a_split():
    form = form_of(chart({"a": {"a": 0.5, "end": 0.5}}))

    assert form.network.has_edge(("split", "a"), ("join", "a"))


def test_an_empty_process_is_a_start_and_an_end():
    form = form_of(Process("Nothing"))

    assert [("start", ""), ("end", "")] == list(form.network)
    assert 0 == form.network.number_of_edges()


@given(processes())
def test_every_step_is_one_node(process):
    steps = [node[1] for node in form_of(process).network if node[0] in ("step", "event", "gateway")]

    assert [step.id for step in process.steps] == sorted(steps, key=[s.id for s in process.steps].index)


@given(processes())
def test_only_connectors_have_several_arcs_in_or_out(process):
    form = form_of(process)
    inward = {node for node, degree in form.network.in_degree() if degree > 1}
    onward = {node for node, degree in form.network.out_degree() if degree > 1}

    assert inward == set(form.joins)
    assert onward == set(form.splits)


@given(processes())
def test_weights_out_of_an_exclusive_split_add_up_to_one(process):
    form = form_of(process)
    sums = [sum(w for *_, w in form.network.out_edges(n, data="weight")) for n, k in form.splits.items() if k == "XOR"]

    assert all(abs(total - 1.0) < 1e-9 for total in sums)


@given(structured_processes(inclusive=True))
def test_every_node_of_a_structured_process_lies_between_start_and_end(process):
    form = form_of(process)

    assert set(form.network) - {form.start} == nx.descendants(form.network, form.start)
    assert set(form.network) - {form.end} == nx.ancestors(form.network, form.end)


@given(structured_processes())
def test_its_size_does_not_depend_on_the_order_of_the_file(process):
    turned = form_of(Process(process.name, process.steps[::-1], starts=process.starts))

    assert nx.utils.graphs_equal(form_of(process).network, turned.network)


def test_oracle_0b_has_a_join_for_each_loop_and_one_that_waits():
    form = form_of(oracle_0b())

    assert {("join", "s"): "XOR", ("join", "x"): "XOR", ("join", "q"): "AND"} == form.joins
