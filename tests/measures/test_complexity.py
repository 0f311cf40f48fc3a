"""Size and complexity of the normal form."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.graph import FlowGraph, NormalForm
from flowtrim.measures import longest
from flowtrim.measures.blocks import reduce_to_blocks
from flowtrim.measures.complexity import complexity, cross_connectivity
from flowtrim.model import Flow, Process, Step
from tests.charts import chart, oracle_0a
from tests.processes import processes, structured_processes


def form_of(process):
    return NormalForm(FlowGraph(process))


def measured(process):
    form = form_of(process)
    return complexity(form, reduce_to_blocks(form))


def ipv01():
    """Return the published model iPV01, retyped: a choice inside one of two parallel branches."""
    ways = {
        "measure": "send", "send": "check calc", "check": {"alarm": 0.5, "over": 0.5}, "alarm": "over",
        "over": "both", "calc": "update", "update": "both", "both": "end",
    }  # fmt: skip
    return chart(ways, together="send", waits="both", routing="over both")


def test_oracle_5a_ipv01_size_and_ratios():
    result = measured(ipv01())

    assert (12, 13) == (result.nodes, result.arcs)
    assert pytest.approx(0.098, abs=5e-4) == result.density
    assert pytest.approx(1.083, abs=5e-4) == result.cnc
    assert pytest.approx(14.083, abs=5e-4) == result.cnc2
    assert 2 == result.cyclomatic


def test_oracle_5a_ipv01_connectors():
    result = measured(ipv01())

    assert (3, 3) == (result.cfc, result.join_complexity)
    assert (3.0, 3) == (result.average_connector_degree, result.maximum_connector_degree)
    assert pytest.approx(0.631, abs=5e-4) == result.heterogeneity
    assert 1 == result.token_split
    assert 0 == result.mismatch


def test_oracle_5a_ipv01_partition_and_nesting():
    result = measured(ipv01())

    assert pytest.approx(0.4) == result.separability
    assert pytest.approx(0.231, abs=5e-4) == result.sequentiality
    assert 2 == result.depth
    assert 1.0 == result.structuredness
    assert 0.0 == result.cyclicity


def test_oracle_5b_the_loop_of_0a():
    result = measured(oracle_0a())

    assert (8, 9) == (result.nodes, result.arcs)
    assert pytest.approx(0.1607, abs=1e-4) == result.density
    assert 1.125 == result.cnc
    assert (2, 3) == (result.cyclomatic, result.cfc)
    assert pytest.approx(10 / 3) == result.average_connector_degree
    assert 4 == result.maximum_connector_degree
    assert 0.5 == result.separability
    assert pytest.approx(1 / 9) == result.sequentiality
    assert (0.0, 0, 0.5) == (result.heterogeneity, result.token_split, result.cyclicity)


def test_inclusive_splits_count_their_combinations():
    ways = {"a": "b c d", "b": "e", "c": "e", "d": "e", "e": ""}
    result = measured(chart(ways, some="a", waits_some="e"))

    assert (7, 7, 2) == (result.cfc, result.join_complexity, result.token_split)


def test_an_inclusive_split_of_thousands_still_has_a_figure_that_prints():
    many = [f"s{n}" for n in range(5000)]
    result = measured(chart({"a": " ".join(many), **dict.fromkeys(many, "")}, some="a"))

    assert f"{2**1000 - 1:,}" == f"{result.cfc:,}"


def test_a_row_of_steps_has_neither_connectors_nor_depth():
    result = measured(chart({"a": "b", "b": ""}))

    assert (None, None) == (result.average_connector_degree, result.maximum_connector_degree)
    assert (0, 4, 1.0, 1.0) == (result.depth, result.diameter, result.sequentiality, result.separability)


def test_an_empty_process_is_a_start_and_an_end():
    result = measured(Process("Nothing"))

    assert (2, 0, 0, None, None) == (result.nodes, result.arcs, result.depth, result.diameter, result.separability)
    assert (None, None) == (result.sequentiality, result.structuredness)


def test_a_process_without_an_end_has_no_diameter():
    assert measured(chart({"a": "b", "b": "a"})).diameter is None


def listed(form):
    """Return depth and diameter by listing every loop-free way."""
    inward, outward, longest_way = {}, {}, None
    for node in form.network:
        for way in ways(form.network, form.start, node):
            nesting = sum(n in form.splits for n in way[:-1]) - sum(n in form.joins for n in way)
            inward[node] = max(inward.get(node, 0), nesting)
            longest_way = max(longest_way or 0, len(way)) if node == form.end else longest_way
        for way in ways(form.network.reverse(), form.end, node):
            nesting = sum(n in form.joins for n in way[:-1]) - sum(n in form.splits for n in way)
            outward[node] = max(outward.get(node, 0), nesting)
    return max((min(inward[n], outward[n]) for n in inward.keys() & outward.keys()), default=0), longest_way


def ways(network, start, node):
    return [[start]] if start == node else nx.all_simple_paths(network, start, node)


@given(processes(max_steps=6))
def test_depth_and_diameter_are_those_of_listing_every_way(process):
    result = measured(process)

    assert listed(form_of(process)) == (result.depth, result.diameter)
    assert not result.truncated


@given(processes())
def test_nodes_in_loops_are_those_of_the_normal_form(process):
    form = form_of(process)
    loops = nx.strongly_connected_components(form.network)
    looping = sum(len(loop) for loop in loops if len(loop) > 1 or any(node in form.network.adj[node] for node in loop))

    assert pytest.approx(looping / len(form.network)) == measured(process).cyclicity


@given(structured_processes(inclusive=True))
def test_the_order_of_the_file_changes_no_figure(process):
    assert measured(process) == measured(replace(process, steps=process.steps[::-1]))


def test_a_tangle_too_large_to_search_is_marked(monkeypatch):
    monkeypatch.setattr(longest, "MOST_LOOKS", 100)
    names = [f"s{n}" for n in range(12)]
    tangle = {"go": " ".join(names), **{name: " ".join([*names, "end"]) for name in names}}

    assert measured(chart(tangle)).truncated


def strongest(form):
    """Return cross-connectivity by listing every way."""
    degree = form.network.degree
    weigh = {
        node: {
            "XOR": 1 / max(1, degree(node)),
            "AND": 1.0,
            "OR": 1 / (2 ** degree(node) - 1) * (1 + (2 ** degree(node) - 2) / max(1, degree(node))),
        }[form.connectors[node]]
        if node in form.connectors
        else 1.0
        for node in form.network
    }
    total = 0.0
    for one in form.network:
        for other in form.network:
            best = 0.0
            for way in nx.all_simple_paths(form.network, one, other) if one != other else ():
                strength = 1.0
                for tail, head in pairwise(way):
                    strength *= weigh[tail] * weigh[head]
                best = max(best, strength)
            total += best
    return total / (len(form.network) * (len(form.network) - 1))


@given(processes(min_steps=1, max_steps=4))
def test_cross_connectivity_is_that_of_listing_every_way(process):
    form = form_of(process)

    assert pytest.approx(strongest(form)) == cross_connectivity(form)


def test_cross_connectivity_is_left_out_where_it_would_take_too_long():
    row = Process(
        "Row", tuple(Step(f"s{n}", "S", flows=(Flow(f"s{n + 1}" if n < 600 else "end"),)) for n in range(601))
    )

    assert cross_connectivity(form_of(row)) is None
    assert cross_connectivity(form_of(Process("Nothing"))) is None


@pytest.mark.parametrize(
    ("ways", "depth", "diameter"),
    [
        ({"a": "b", "b": "a"}, 0, None),
        # ways part and meet, and no case ever ends
        ({"a": {"b": 0.5, "c": 0.5}, "b": "a", "c": "a"}, 0, None),
        ({"x": "a", "a": {"b": 0.5, "c": 0.5}, "b": "d", "c": "d", "d": "a"}, 0, None),
        ({"a": {"b": 0.5, "end": 0.5}, "b": ""}, 1, 6),
        ({"a": {"b": 0.5, "c": 0.5}, "b": "d", "c": "d", "d": ""}, 1, 7),
        ({"a": {"b": 0.5, "c": 0.5}, "b": {"d": 0.5, "c": 0.5}, "c": "d", "d": ""}, 1, 10),
        ({"a": {"b": 0.5, "f": 0.5}, "b": {"c": 0.5, "d": 0.5}, "c": "e", "d": "e", "e": "f", "f": ""}, 2, 11),
        ({"a": {"a": 0.5, "b": 0.5}, "b": ""}, 0, 6),
    ],
    ids=str,
)
def test_nothing_is_nested_where_nothing_ends_that_began(ways, depth, diameter):
    found = measured(chart(ways))

    assert (depth, diameter) == (found.depth, found.diameter)
