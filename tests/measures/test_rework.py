"""Where work goes back."""

import pytest
from hypothesis import given

from flowtrim.graph import FlowGraph
from flowtrim.measures.sent_back import _parts_that_come_back
from flowtrim.measures.waste import BackFlow, back_flows
from flowtrim.model import END, Flow, Process, Step
from tests.processes import processes


def test_oracle_0a_goes_back_from_b_to_a():
    loop = Process(
        "0.A",
        (
            Step("a", "A", flows=(Flow("b"),)),
            Step("b", "B", flows=(Flow("a", share=0.2), Flow("c", share=0.7), Flow("end", share=0.1))),
            Step("c", "C"),
        ),
    )

    assert (BackFlow("b", "a", share=0.2, distance=1),) == back_flows(FlowGraph(loop))


def test_a_step_that_repeats_itself_goes_back_no_distance():
    again = Process("p", (Step("a", "A", flows=(Flow("a", share=0.5), Flow("end", share=0.5))),))

    assert (BackFlow("a", "a", share=0.5, distance=0),) == back_flows(FlowGraph(again))


def test_a_sequence_never_goes_back():
    assert () == back_flows(FlowGraph(Process("p", (Step("a", "A", flows=(Flow("b"),)), Step("b", "B")))))


def test_gateways_on_the_way_back_do_not_count_as_steps():
    loop = Process(
        "p",
        (
            Step("a", "A", flows=(Flow("b"),)),
            Step("b", "B", flows=(Flow("g"),)),
            Step("g", "G", kind="gateway", flows=(Flow("a", share=0.1), Flow("end", share=0.9))),
        ),
    )

    assert (BackFlow("b", "a", share=0.1, distance=1),) == back_flows(FlowGraph(loop))


@given(processes())
def test_without_its_back_flows_no_process_goes_round(process):
    graph = FlowGraph(process)
    back = {(flow.source, flow.target) for flow in back_flows(graph)}
    waiting = {s: {t for t in targets if (s, t) not in back} for s, targets in graph.work_after.items()}
    while waiting and (done := [s for s, targets in waiting.items() if not targets & waiting.keys()]):
        for step in done:
            del waiting[step]

    assert {} == waiting


@pytest.mark.parametrize(
    ("split", "join", "shares", "part"),
    [
        ("some", "some", (1.0, 0.1), 1.0),
        ("all", "all", (None, None), 1.0),
        # of 10 that are heard for each 7 that end, 1 came past the review: 1 - 0.1 * 0.7
        ("one", "any", (0.9, 0.1), pytest.approx(0.93)),
    ],
)
def test_who_was_at_the_target_on_another_branch_was_there_before(split, join, shares, part):
    ways = tuple(Flow(to, share=share) for to, share in zip(("review", "consult"), shares, strict=True))
    appeal = Process(
        "Appeal",
        (
            Step("spread", "Who is asked?", kind="gateway", flows=ways, split=split),
            Step("review", "Review", "office", flows=(Flow("hear"),)),
            Step("consult", "Consult", "agency", flows=(Flow("hear"),)),
            Step("hear", "Hear", "counsel", join=join, flows=(Flow("review", share=0.3), Flow(END, share=0.7))),
        ),
    )
    flow = BackFlow("hear", "review", 0.3, 1)

    assert {flow: part} == _parts_that_come_back(FlowGraph(appeal), [flow])
