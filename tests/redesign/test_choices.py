"""A choice that stands in a gateway right after a step is that of the step: the same is advised."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.model import FINDING_OUT, Decisions, Drop, Flow, Process, Step
from flowtrim.redesign import trim
from flowtrim.rules import check
from tests.days import TODAY
from tests.processes import explained_processes


def with_gateways(process):
    """Write each choice that a step makes by what it finds out as a gateway right after it."""
    steps = []
    for step in process.steps:
        if step.kind in FINDING_OUT and step.split == "one" and len(step.flows) > 1:
            gateway = Step(f"{step.id}?", step.name, kind="gateway", flows=step.flows)
            steps += [replace(step, flows=(Flow(gateway.id),)), gateway]
        else:
            steps.append(step)
    return replace(process, steps=tuple(steps))


def told(process):
    """What is found, and which steps may go; the gateway's name is said where a way leaves it.

    The language is declared: where it is guessed, one more name may tell another one.
    """
    survey = Survey(replace(process, language="en"), today=TODAY)
    found = sorted(
        (one.rule, one.at.replace("?", ""), one.message) for one in check(survey) if one.rule != "elevator-too-long"
    )
    proposal = trim(survey)
    drops = [(one.change.step, one.safe, one.against) for one in proposal.changes if isinstance(one.change, Drop)]
    return found, drops


@given(explained_processes())
def test_a_choice_in_a_gateway_is_advised_on_as_one_of_the_step(process):
    assert told(process) == told(with_gateways(process))


@pytest.mark.parametrize("gateway", [True, False])
def test_with_a_stamp_the_way_goes_that_it_never_sends_anybody(gateway):
    ways = (Flow("book", when="it is signed", share=1.0), Flow("tell", when="it is refused", share=0.0))
    process = Process("Approve leave", outputs=("leave",), steps=(
        Step("ask", "Enter it", why="Two of a team cannot be away at once.", outputs=("request",), flows=(Flow("sign"),)),
        Step("sign", "Sign it", kind="approve", why="none", decisions=Decisions(412), flows=ways),
        Step("tell", "Tell why", why="People want to know why.", serves="customer", flows=(Flow("end"),)),
        Step("book", "Book it", why="Payroll counts the days.", inputs=("request",), outputs=("leave",)),
    ))  # fmt: skip

    after = trim(Survey(with_gateways(process) if gateway else process, today=TODAY)).after

    assert ["ask", "book"] == [step.id for step in after.process.steps]
