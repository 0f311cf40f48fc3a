"""Checks that are done in vain."""

from itertools import permutations

import pytest
from hypothesis import given

from flowtrim.graph import FlowGraph
from flowtrim.graph.visits import visits
from flowtrim.measures.knock_outs import knock_outs
from flowtrim.model import Flow, Process, Step
from tests.processes import processes

ORACLE = {"a": (10.0, 0.2), "b": (2.0, 0.1), "c": (30.0, 0.5)}
"""Effort and probability of refusal of three checks (docs/theory.md#checks-in-vain)."""


def found_in(*steps, **fields):
    graph = FlowGraph(Process("Loan", steps=(*steps, Step("grant", "Grant it")), **fields))
    return knock_outs(graph, visits(graph))


def check(name, onward, *, takes=None, cost=None, refuses=0.0, **fields):
    ways = (Flow(onward, share=1 - refuses), Flow("end", share=refuses))
    return Step(name, name.title(), kind="check", takes=takes, cost=cost, flows=ways, **fields)


def in_a_row(order, effort="takes"):
    onward = dict(zip(order, [*order[1:], "grant"], strict=True))
    return [check(n, onward[n], refuses=ORACLE[n][1], **{effort: ORACLE[n][0]}) for n in order]


@pytest.mark.parametrize(("order", "minutes"), [("bac", 4.68), ("acb", 5.60)])
def test_oracle_1a_effort_before_a_refusal_is_wasted(order, minutes):
    assert minutes == pytest.approx(found_in(*in_a_row(order)).minutes)


def test_oracle_1a_counts_cost_as_well():
    found = found_in(*in_a_row("bac", effort="cost"))

    assert 4.68 == pytest.approx(found.cost)
    assert None is found.minutes


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_every_order_wastes_what_theory_1_2_adds_up(order):
    wasted, still_in, done = 0.0, 1.0, 0.0
    for name in order:
        effort, refuses = ORACLE[name]
        wasted += still_in * refuses * done
        still_in, done = still_in * (1 - refuses), done + effort

    assert wasted == pytest.approx(found_in(*in_a_row(order)).minutes)


def test_each_check_is_told_with_its_refusals_and_how_often_it_is_done_in_vain():
    found = found_in(*in_a_row("bac"))

    assert {"b": 0.1, "a": 0.18, "c": 0.36} == pytest.approx(found.refused)
    assert {"b": 0.18 + 0.36, "a": 0.36} == pytest.approx(found.in_vain)


def test_gateways_and_events_between_a_check_and_its_ways_change_nothing():
    choice = Step("choice", "", kind="gateway", flows=(Flow("second", share=0.8), Flow("refused", share=0.2)))
    refused = Step("refused", "Refused", kind="event")
    first = Step("first", "First", kind="check", takes=10.0, flows=(Flow("choice"),))
    found = found_in(first, choice, refused, check("second", "grant", takes=5.0, refuses=0.5))

    assert {"first": 0.2, "second": 0.4} == pytest.approx(found.refused)
    assert 0.4 * 10 == pytest.approx(found.minutes)


def test_checks_before_and_within_a_parallel_section_are_in_vain_once_when_a_later_one_refuses():
    found = found_in(
        Step("open", "Open", kind="check", takes=100.0, flows=(Flow("x"), Flow("y")), split="all"),
        check("x", "last", takes=10.0),
        check("y", "last", takes=20.0),
        check("last", "grant", takes=1.0, refuses=0.5, join="all"),
    )

    assert {"open": 0.5, "x": 0.5, "y": 0.5} == pytest.approx(found.in_vain)
    assert 0.5 * 130 == pytest.approx(found.minutes)


def test_work_that_is_checked_again_is_in_vain_each_time():
    again = (Flow("first", share=0.5), Flow("second", share=0.5))
    found = found_in(
        Step("first", "First", kind="check", takes=10.0, flows=again), check("second", "grant", takes=1.0, refuses=0.5)
    )

    assert {"first": 2 * 0.5} == pytest.approx(found.in_vain)
    assert 10.0 == pytest.approx(found.minutes)


@pytest.mark.parametrize(
    "ways",
    [
        (),
        (Flow("grant"),),
        (Flow("first", share=0.3), Flow("end", share=0.7)),
        (Flow("last", share=0.3), Flow("end", share=0.7)),
    ],
)
def test_a_check_that_ends_the_case_and_has_no_other_way_or_only_back_refuses_nothing(ways):
    found = found_in(check("first", "last", takes=5.0), Step("last", "Last", kind="check", takes=5.0, flows=ways))

    assert ({}, {}, 0.0) == (found.refused, found.in_vain, found.minutes)


def test_work_other_than_checks_is_not_counted():
    found = found_in(Step("fetch", "Fetch", takes=60.0, flows=(Flow("a"),)), check("a", "grant", refuses=0.5))

    assert ({}, None) == (found.in_vain, found.minutes)


def test_a_loop_without_a_way_out_has_no_figure():
    found = found_in(
        check("a", "b", takes=1.0, refuses=0.5),
        Step("b", "B", kind="check", takes=2.0, flows=(Flow("c"), Flow("b")), split="all"),
        check("c", "grant", takes=3.0, refuses=0.5),
    )

    assert None is found.minutes


@given(processes())
def test_of_any_process_no_more_checks_are_in_vain_than_are_done(process):
    graph = FlowGraph(process)
    done = visits(graph)
    found = knock_outs(graph, done)

    assert all(
        times is None or done[step] is None or -1e-9 <= times <= done[step] + 1e-9
        for step, times in found.in_vain.items()
    )
