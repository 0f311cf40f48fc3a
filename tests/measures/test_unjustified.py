from datetime import date

from hypothesis import given

from flowtrim.graph import FlowGraph
from flowtrim.measures.justification import justification, unjustified_steps
from flowtrim.model import Limits, Process, Step
from tests.processes import processes

GOOD = "Only the customer can say what looks wrong on the bill."


@given(processes())
def test_the_short_answer_is_that_of_the_whole_justification(process):
    whole = justification(FlowGraph(process), today=date(2026, 3, 2), limits=Limits())

    assert whole.unjustified == unjustified_steps(FlowGraph(process), limits=Limits())


def test_a_step_is_justified_through_one_whose_own_reason_is_weak():
    steps = (
        Step("a", "Log it", outputs=("x",)),
        Step("b", "Stamp it", why="We have always done it.", inputs=("x",), outputs=("y",)),
        Step("c", "Pay it", why=GOOD, inputs=("y",)),
    )

    assert unjustified_steps(FlowGraph(Process("Claim", steps=steps)), limits=Limits()) == ()


def test_a_reason_that_another_step_gives_too_justifies_nothing():
    steps = (
        Step("a", "Log it", outputs=("x",)),
        Step("b", "Stamp it", why=GOOD, inputs=("x",)),
        Step("c", "Pay it", why=GOOD),
    )

    assert unjustified_steps(FlowGraph(Process("Claim", steps=steps)), limits=Limits()) == ("a",)
