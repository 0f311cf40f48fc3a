"""The hand-checked values C1 to C6: moves allowed, cases that fit, and where cases leave the process."""

from collections import Counter

import pytest

from flowtrim.evidence.conformance import conformance, follows
from flowtrim.evidence.replayed_cases import TokenGame
from flowtrim.model import Flow, Process, Step


def step(name, *targets, **more):
    return Step(name, name.upper(), flows=tuple(map(Flow, targets)), **more)


N1 = Process(
    "N1",
    steps=(
        step("a", "g"),
        step("g", "p", "e", kind="gateway"),
        step("p", "b", "c", kind="gateway", split="all"),
        step("b", "q"),
        step("c", "q"),
        step("q", "j", kind="gateway", join="all"),
        step("e", "j"),
        step("j", "d", kind="gateway"),
        step("d"),
    ),
)
N2 = Process("N2", steps=(step("A", "B"), step("B", "A", "C", "end"), step("C")))
N3 = Process("N3", steps=(step("a", "b"), step("b", "c"), step("c")))

VALUES = {
    "C1": (N1, {"abcd": 3, "acbd": 2, "aed": 1}, (29, 29), (6, 6), {}),
    "C2": (N1, {"abcd": 3, "abd": 1}, (19, 19), (3, 4), {("b", "d"): 1}),
    "C3": (N1, {"abcd": 2, "ad": 1, "aed": 7}, (40, 41), (9, 10), {("a", "d"): 1}),
    "C4": (N1, {"ab": 1, "bcd": 1, "aed": 2}, (13, 15), (2, 4), {("b", None): 1, (None, "b"): 1}),
    "C5": (N2, {"ABC": 70, "AB": 10, "ABABC": 15, "ABAC": 5}, (420, 425), (95, 100), {("A", "C"): 5}),
    "C6": (N3, {"abc": 8, "acb": 2}, (34, 40), (8, 10), {("a", "c"): 2}),
}


@pytest.mark.parametrize("name", VALUES)
def test_conformance_has_the_values_worked_out_by_hand(name):
    process, cases, allowed, fitting, deviations = VALUES[name]

    told = conformance(TokenGame(process), Counter({tuple(case): n for case, n in cases.items()}))

    assert allowed == (told.allowed.count, told.allowed.of)
    assert fitting == (told.fitting.count, told.fitting.of)
    assert deviations == {(left.source, left.target): left.cases for left in told.deviations}


def test_the_follows_relation_closes_over_silent_gateways():
    pairs = {(a or "^") + (b or "$") for a, b in follows(TokenGame(N1))}

    assert {"^a", "ab", "ac", "ae", "bc", "cb", "bd", "cd", "ed", "d$"} == pairs
