"""What can come after what in a case: by ways, loops, deadlines and interruptions, and side by side."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.formats import loads
from flowtrim.graph import FlowGraph
from flowtrim.model import END
from tests.days import TODAY
from tests.processes import structured_processes

CHOICE = """
process: Repair
starts: [look]
steps:
  - {id: swap, name: Swap it, owner: Fitter, next: pay}
  - {id: mend, name: Mend it, owner: Fitter, next: pay}
  - {id: look, name: Look, owner: Fitter, next: [{to: mend, share: 70%}, {to: swap, share: 30%}]}
  - {id: pay, name: Pay, owner: Buyer, next: end}
"""
BACK = CHOICE.replace("next: end", "next: [{to: look, share: 10%}, {to: end, share: 90%}]")
PARALLEL = CHOICE.replace(
    "next: [{to: mend, share: 70%}, {to: swap, share: 30%}]", "next: {all: [mend, swap]}"
).replace("name: Pay,", "name: Pay, join: all,")
LATE = """
process: Sign
steps:
  - {id: ask, name: Ask, owner: Clerk}
  - {id: sign, name: Sign, owner: Boss, within: {time: 2d, DO: remind}}
  - {id: pay, name: Pay, owner: Clerk, next: end}
  - {id: remind, name: Remind, owner: Clerk, next: end}
"""
ANYTIME = """
process: Claim
steps:
  - {id: ask, name: Ask, owner: Clerk}
  - {id: sign, name: Sign, owner: Boss}
  - {id: pay, name: Pay, owner: Clerk, next: end}
  - {id: close, name: Close it, owner: Clerk, next: end}
anytime: [{when: withdrawn, share: 10%, to: closeSINCE}]
"""


def graph_of(text):
    return FlowGraph(loads(text, file="p.yml", today=TODAY).process)


@pytest.mark.parametrize(
    ("text", "one", "other", "can"),
    [
        (CHOICE, "look", "pay", True), (CHOICE, "pay", "look", False), (CHOICE, "mend", "swap", False),
        (CHOICE, "swap", "mend", False), (CHOICE, "mend", "mend", False), (CHOICE, "swap", "pay", True),
        (BACK, "pay", "look", True), (BACK, "mend", "swap", True), (BACK, "mend", "mend", True),
        (PARALLEL, "mend", "swap", True), (PARALLEL, "swap", "mend", True), (PARALLEL, "pay", "mend", False),
        (LATE.replace("DO", "then"), "sign", "remind", True), (LATE.replace("DO", "then"), "remind", "pay", True),
        (LATE.replace("DO", "then"), "ask", "remind", True), (LATE.replace("DO", "instead"), "pay", "remind", False),
        (LATE.replace("DO", "instead"), "ask", "remind", True),
        (ANYTIME.replace("SINCE", ""), "sign", "close", True), (ANYTIME.replace("SINCE", ""), "pay", "close", True),
        (ANYTIME.replace("SINCE", ""), "close", "pay", False),
        (ANYTIME.replace("SINCE", ", from: [ask]"), "ask", "close", True),
        (ANYTIME.replace("SINCE", ", from: [ask]"), "sign", "close", False),
    ],
)  # fmt: skip
def test_what_can_follow(text, one, other, can):
    assert can == graph_of(text).can_follow(one, other)


def played(process, chance):
    """The steps of one case in the order in which they are done, tokens taken in any order."""
    steps = {step.id: step for step in process.steps}
    before = {
        step.id: {other.id for other in process.steps for flow in other.flows if flow.to == step.id}
        for step in process.steps
    }
    ready, waiting, done = [chance.choice(process.entries).at], {}, []
    while ready and len(done) < 60:
        step = steps[ready.pop(chance.randrange(len(ready)))]
        done.append(step.id)
        flows = step.flows if step.split == "all" else step.flows and [chance.choice(step.flows)]
        for to in (flow.to for flow in flows if flow.to != END):
            if steps[to].join == "all":
                came = waiting.setdefault(to, set())
                came.add(step.id)
                if came != before[to]:
                    continue
                del waiting[to]
            ready.append(to)
    return done


@given(structured_processes(), st.integers(0, 2**32))
def test_whatever_a_case_does_after_a_step_can_follow_it(process, seed):
    graph, chance = FlowGraph(process), random.Random(seed)
    seen = {
        (one, other)
        for _ in range(20)
        for done in [played(process, chance)]
        for number, one in enumerate(done)
        for other in done[number + 1 :]
    }

    assert all(graph.can_follow(one, other) for one, other in seen)


@given(structured_processes(), st.integers(0, 2**32))
def test_what_can_follow_a_step_does_so_in_some_case(process, seed):
    graph, chance = FlowGraph(process), random.Random(seed)
    if len(process.steps) > 6:
        return
    seen = {
        (one, other)
        for _ in range(3000)
        for done in [played(process, chance)]
        for number, one in enumerate(done)
        for other in done[number + 1 :]
    }
    reached = graph.reachable

    assert seen == {(a, b) for a in reached for b in reached if graph.can_follow(a, b)}
