"""A log of 2,000 cases that is simulated with known truth, and what the command must find in it."""

import random

import pytest

from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.rules import check
from tests.days import TODAY
from tests.logs import observed_of

pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")

CASES = 2000
PROCESS = """
process: Refund
steps:
  - {id: ask, name: Ask, owner: Customer}
  - {id: stamp, name: Stamp, owner: Clerk}
  - {id: check, name: Check, owner: Clerk, kind: check,
     next: [{to: ask, when: refused, share: 5%}, {to: approve, when: good, share: 95%}]}
  - {id: approve, name: Approve, owner: Manager, kind: approve,
     next: [{to: pay, when: approved}, {to: end, when: refused}]}
  - {id: pay, name: Pay, owner: Cashier}
"""
AS_DONE = PROCESS.replace(
    "  - {id: stamp, name: Stamp, owner: Clerk}\n", "  - {id: stamp, name: Stamp, owner: Clerk, optional: 0%}\n"
)


@pytest.fixture(scope="module")
def simulated():
    """The ways of the cases, and how many went back: nobody stamps, everybody copies, nothing is refused."""
    draw = random.Random(20260302)
    back = [draw.random() < 0.31 for _ in range(CASES)]
    ways = [
        "Ask > Check > Ask > Check > Copy > Approve > Pay" if each else "Ask > Check > Copy > Approve > Pay"
        for each in back
    ]
    return "\n".join(f"{way} x 1" for way in ways), sum(back)


def test_every_deviation_that_was_simulated_is_found_and_no_other(simulated):
    ways, _ = simulated
    process = loads(PROCESS, file="p.yml", today=TODAY).process
    observed = observed_of(process, ways)
    found = check(Survey(process, today=TODAY, observed=observed), profile="all", debug=True)

    assert {"evidence-step-never-done@stamp", "evidence-work-undeclared@process"} == {
        finding.key for finding in found if finding.rule.startswith("evidence-")
    }
    assert 0 == observed.conformance.fitting.count


def test_with_the_declared_way_as_it_is_done_rework_and_refusals_are_the_simulated_ones(simulated):
    ways, back = simulated
    process = loads(AS_DONE, file="p.yml", today=TODAY).process
    observed = observed_of(process, ways)
    found = check(Survey(process, today=TODAY, observed=observed), profile="all", debug=True)
    steps = {step.step: step for step in observed.steps}

    assert (CASES, CASES) == (observed.conformance.fitting.count, observed.conformance.fitting.of)
    assert {"ask": back, "approve": CASES} == next(choice.ways for choice in observed.choices if choice.step == "check")
    assert (0, CASES) == (steps["approve"].refused.count, steps["approve"].refused.of)
    assert (CASES, back) == (observed.undeclared["Copy"], steps["check"].repeated)
    assert {"evidence-share-differs@check", "evidence-approval-refuses-none@approve"} <= {f.key for f in found}
