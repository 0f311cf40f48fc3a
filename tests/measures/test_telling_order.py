"""What shares change of a graph, and of how a process is told, and what they do not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator import speech
from flowtrim.measures.sensitivity import with_share
from tests.processes import processes, processes_with_everything

ANY = st.one_of(processes(min_steps=2), processes_with_everything())
SHAPE = ("reachable", "consequences", "loops", "loop_of", "back_arcs", "work_back")
WEIGHED = ("visits", "work_after", "reading_order", "usual_first", "telling_order")


@st.composite
def reweighted(draw):
    """A process with a choice, and the same with another share of one of its ways."""
    process = draw(ANY.filter(lambda one: any(len(step.flows) > 1 and step.split == "one" for step in one.steps)))
    ways = [
        (step.id, number)
        for step in process.steps
        if len(step.flows) > 1 and step.split == "one"
        for number in range(len(step.flows))
    ]
    return process, with_share(process, draw(st.sampled_from(ways)), draw(st.sampled_from((0.0, 0.2, 0.5, 0.99, 1.0))))


@given(reweighted())
def test_a_graph_with_other_shares_is_the_one_that_is_made_anew(pair):
    process, other = pair
    anew, taken_over = FlowGraph(other), FlowGraph(process).weighted(other)
    for name in (*SHAPE, *WEIGHED):
        assert getattr(anew, name) == getattr(taken_over, name), name


@given(reweighted())
def test_processes_of_one_telling_order_are_told_alike(pair):
    process, other = map(FlowGraph, pair)
    if process.telling_order == other.telling_order:
        assert speech(process).text == speech(other).text
