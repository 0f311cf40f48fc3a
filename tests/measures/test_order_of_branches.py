"""In which order somebody wrote down the branches of a step, or the steps, tells nothing about the process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.formats import loads
from flowtrim.graph import FlowGraph
from flowtrim.graph.loops import reverse_postorder
from flowtrim.measures import Survey
from flowtrim.measures.data_use import data_use
from flowtrim.measures.figures import FIGURES
from flowtrim.model import Flow, Process, Step
from flowtrim.rules import check
from tests.charts import chart
from tests.days import TODAY
from tests.processes import processes, structured_processes

TOLD = {"rides", "seconds"}
"""What the telling decides: of branches that are as frequent, it keeps the order of the file."""


def facts(process, *, untold=TOLD):
    survey = Survey(process, today=TODAY)
    figures = {name: figure.read(survey) for name, figure in FIGURES.items() if name not in untold}
    figures = {name: round(value, 6) if isinstance(value, float) else value for name, value in figures.items()}
    found = sorted((one.rule, one.at, one.message) for one in check(survey) if one.rule != "elevator-too-long")
    return figures, found, sorted(survey.justification.unjustified)


@given(processes() | structured_processes(), st.randoms(use_true_random=False))
def test_the_order_of_branches_changes_no_figure_and_no_finding(process, chance):
    def shuffled(step):
        return replace(step, flows=tuple(chance.sample(step.flows, len(step.flows))))

    written = replace(process, starts=process.entries)

    assert facts(written) == facts(replace(written, steps=tuple(map(shuffled, process.steps))))


@given(structured_processes(), st.randoms(use_true_random=False))
def test_the_order_of_steps_changes_no_figure_and_no_finding(process, chance):
    steps = tuple(chance.sample(process.steps, len(process.steps)))

    assert facts(process) == facts(replace(process, steps=steps))


@pytest.mark.parametrize("first", ["b", "check"])
def test_where_two_ways_are_as_usual_a_thing_made_again_is_told_by_either(first):
    ways = {"b": Flow("b"), "check": Flow("check")}
    flows = tuple(sorted(ways.values(), key=lambda flow: flow.to != first))
    process = Process("Claim", steps=(
        Step("check", "Wait for it", kind="wait", outputs=("claim",), flows=flows),
        Step("b", "Write it", outputs=("claim",), flows=(Flow("end"),)),
    ))  # fmt: skip

    assert {"b": {"claim": "check"}} == data_use(FlowGraph(process)).made_again


def told(order):
    flows = {"rare": Flow("send-back", share=0.1), "usual": Flow("pay", share=0.9)}
    return Survey(
        Process("Claim", steps=(
            Step("check", "Check", flows=tuple(flows[name] for name in order)),
            Step("send-back", "Send it back", flows=(Flow("end"),)),
            Step("pay", "Pay it"),
        )),
        today=TODAY,
    ).elevator.text  # fmt: skip


def test_the_frequent_branch_is_told_first():
    assert told(["usual", "rare"]) == told(["rare", "usual"])
    assert told(["usual", "rare"]).index("Pay it") < told(["usual", "rare"]).index("Send it back")


def back(ways):
    return sorted(FlowGraph(chart(ways)).back_arcs)


def test_a_flow_leads_back_where_its_target_dominates_its_source():
    assert [("ask", "check")] == back({"check": {"ask": 0.4, "pay": 0.6}, "ask": "check", "pay": "end"})


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_in_a_loop_with_two_entries_the_flow_taken_least_leads_back(order):
    shares = {"a": 0.65, "b": 0.35}
    ways = {"s": {name: shares[name] for name in order}, "a": {"b": 0.1, "end": 0.9}, "b": {"a": 0.8, "end": 0.2}}

    assert [("a", "b")] == back(ways)


def test_only_what_closes_a_loop_leads_back_however_seldom_it_is_taken():
    """An incident: known, it is confirmed at once; else fixed, seldom by the vendor, and confirmed; or begun again."""
    ways = {
        "known": {"confirm": 0.35, "find": 0.65}, "find": {"fix": 0.9, "vendor": 0.1}, "fix": "confirm",
        "vendor": "confirm", "confirm": {"find": 0.2, "end": 0.8},
    }  # fmt: skip

    assert [("confirm", "find")] == back(ways)


@given(processes() | structured_processes())
def test_each_flow_that_leads_back_closes_a_loop_with_those_that_do_not(process):
    graph = FlowGraph(process)
    forward = {node: [to for to in graph.after[node] if (node, to) not in graph.back_arcs] for node in graph.after}

    assert all(tail in reverse_postorder([head], forward) for tail, head in graph.back_arcs if tail in graph.reachable)


def test_in_a_loop_with_two_entries_every_node_is_still_reached():
    ways = {"s": {"x": 0.5, "y": 0.5}, "x": {"z": 0.01, "end": 0.99}, "z": "y", "y": {"x": 0.5, "end": 0.5}}
    graph = FlowGraph(chart(ways))

    assert {"s", "x", "y", "z"} == set(graph.reading_order)
    assert ("x", "z") not in graph.back_arcs


@pytest.mark.parametrize("order", ["bc", "cb"])
def test_what_only_another_branch_takes_is_used_by_nobody(order):
    steps = (
        Step("a", "Wash", flows=tuple(Flow(name, share=0.5) for name in order)),
        Step("b", "Weigh", inputs=("x",), flows=(Flow("end"),)),
        Step("c", "Paint", outputs=("x",), flows=(Flow("end"),)),
    )

    assert {"c": ("x",)} == data_use(FlowGraph(Process("P", steps))).unused


ENDS = """
process: Ship an order
steps:
  - {id: look, name: Look, owner: Clerk, next: [{to: both, share: 20%}, {to: ship, share: 80%}]}
  - {id: both, name: Mark it, owner: Clerk, next: {all: [call, ship]}}
  - {id: call, name: Call, owner: Clerk, next: end}
  - {id: ship, name: Ship, owner: Store, next: NEXT}
"""


@pytest.mark.parametrize(
    ("onward", "sound"), [("end", True), ("[{to: call, share: 10%}, {to: end, share: 90%}]", False)]
)
def test_ends_reached_together_in_some_cases_and_alone_in_others_are_proper(onward, sound):
    process = loads(ENDS.replace("NEXT", onward), file="p.yml", today=TODAY).process

    assert sound == Survey(process, today=TODAY).soundness.verdict
