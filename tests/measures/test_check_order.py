"""Which order of two checks costs less, and what is too little to tell."""

import pytest

from flowtrim.graph import FlowGraph
from flowtrim.graph.visits import visits
from flowtrim.measures.knock_outs import _less, _product, _refusal, is_notable, knock_outs, refuses_too_late
from flowtrim.model import Decisions, Flow, Process, Step
from tests.charts import chart


@pytest.mark.parametrize(
    ("then", "now", "notable"),
    [(95.0, 100.0, True), (95.1, 100.0, False), (100.0, 100.0, False), (0.0, 100.0, True), (0.0, 0.0, True)],
)
def test_a_twentieth_is_notable(then, now, notable):
    assert notable == is_notable(then, now)


def check(name, refuses, **fields):
    ways = (Flow("pay", share=1 - refuses), Flow("end", share=refuses)) if refuses is not None else (Flow("pay"),)
    return Step(name, name, kind="check", flows=ways, **fields)


@pytest.mark.parametrize(
    ("early", "late", "too_late"),
    [
        (check("a", 0.1, takes=300.0), check("b", 0.1, takes=5.0), True),
        (check("a", 0.1, takes=5.0), check("b", 0.1, takes=300.0), False),
        (check("a", 0.1, takes=10.0), check("b", 0.1, takes=10.0), False),
        (check("a", 0.1, takes=10.0), check("b", 0.5, takes=10.0), True),
        (check("a", 0.5, takes=10.0), check("b", 0.1, takes=10.0), False),
        (check("a", 0.1, takes=10.0), check("b", 0.15, takes=10.0), False),  # too little to tell
        (check("a", 0.1, takes=10.0), check("b", 0.2, takes=10.0), True),
        (check("a", 0.1, takes=300.0), check("b", 0.1), False),  # nobody knows how long it takes
        (check("a", 0.1, cost=300.0), check("b", 0.1, cost=5.0), True),
        (check("a", 0.1, takes=10.0, cost=300.0), check("b", 0.1, takes=10.0, cost=5.0), False),  # time comes first
        (check("a", 0.1, takes=10.0, cost=300.0), check("b", 0.1, cost=5.0), True),
        (check("a", 0.1, takes=300.0, outputs=("x",)), check("b", 0.1, takes=5.0, inputs=("x",)), False),
        (check("a", 0.1, takes=300.0, outputs=("x",)), check("b", 0.1, takes=5.0, inputs=("y",)), True),
    ],
)  # fmt: skip
def test_a_check_comes_too_late_that_refuses_more_for_its_effort(early, late, too_late):
    assert too_late == refuses_too_late(early, late)


def gates(ways, *of, **how):
    takes = dict.fromkeys(of, 10.0)
    process = chart(ways, takes=takes, **how)
    steps = tuple(
        Step(
            s.id,
            s.name,
            kind="check" if s.id in of else s.kind,
            takes=s.takes,
            flows=s.flows,
            split=s.split,
            join=s.join,
        )
        for s in process.steps
    )
    graph = FlowGraph(Process("P", steps))
    return knock_outs(graph, visits(graph))


@pytest.mark.parametrize(
    ("ways", "of", "together", "waits", "refused", "minutes"),
    [
        ({"a": {"b": 0.9, "end": 0.1}, "b": {"c": 0.8, "end": 0.2}, "c": ""}, "ab", "", "", {"a": 0.1, "b": 0.18}, 1.8),
        ({"a": "b", "b": {"c": 0.8, "end": 0.2}, "c": ""}, "ab", "", "", {"b": 0.2}, 2.0),
        ({"a": "b", "b": "c", "c": ""}, "ab", "", "", {}, 0.0),
        ({"a": "b", "b": {"a": 0.3, "c": 0.5, "end": 0.2}, "c": ""}, "ab", "", "", {}, 0.0),  # it is tried again
        ({"a": {"b": 0.5, "c": 0.5}, "b": {"c": 0.6, "end": 0.4}, "c": ""}, "ab", "", "", {"b": 0.2}, 2.0),
        ({"s": "a b", "a": "j", "b": "j", "j": "c", "c": {"d": 0.8, "end": 0.2}, "d": ""}, "abc", "s", "j",
         {"c": 0.2}, 4.0),
    ],
    ids=str,
)  # fmt: skip
def test_checks_are_in_vain_as_often_as_a_later_one_refuses(ways, of, together, waits, refused, minutes):
    found = gates(ways, *of, together=together, waits=waits)

    assert refused == pytest.approx(dict(found.refused))
    assert minutes == pytest.approx(found.minutes)


@pytest.mark.parametrize(
    ("ways", "fields", "refusal"),
    [
        ([], {}, None),
        ([Flow("end")], {}, None),
        ([Flow("pay"), Flow("ask")], {}, None),
        ([Flow("pay", share=0.9), Flow("end", share=0.1)], {}, 0.1),
        ([Flow("pay", share=1.0), Flow("end", share=0.0)], {}, 0.0),
        ([Flow("end", share=0.9), Flow("end", share=0.1)], {}, 1.0),
        ([Flow("pay", share=0.5), Flow("end", share=0.25), Flow("end", share=0.25)], {}, 0.5),
        ([Flow("pay", share=0.9), Flow("end", share=0.1)], {"split": "all"}, None),
        ([Flow("pay"), Flow("end")], {}, None),
        ([Flow("pay"), Flow("end")], {"decisions": Decisions(4, 1)}, 0.25),
        ([Flow("pay"), Flow("end")], {"decisions": Decisions(0, 0)}, None),
        ([Flow("pay"), Flow("end", share=0.1)], {"decisions": Decisions(4, 1)}, 0.1),  # declared comes first
        ([Flow("pay"), Flow("end", share=0.1), Flow("end")], {"decisions": Decisions(4, 1)}, 0.25),
    ],
    ids=str,
)
def test_a_check_refuses_by_its_shares_or_as_was_counted(ways, fields, refusal):
    assert refusal == _refusal(Step("a", "A", kind="check", flows=tuple(ways), **fields))


@pytest.mark.parametrize(
    ("early", "late", "too_late"),
    [
        (check("a", 0.1, takes=0.0), check("b", 0.1, takes=0.0), False),
        (check("a", 0.1, takes=10.0), check("b", 0.1, takes=0.0), True),
        (check("a", 0.1, takes=0.0), check("b", 0.1, takes=10.0), False),
        (check("a", 0.0, takes=10.0), check("b", 0.0, takes=10.0), False),
        (check("a", 1.0, takes=10.0), check("b", 1.0, takes=300.0), False),
        (check("a", 1.0, takes=300.0), check("b", 1.0, takes=10.0), True),
        (check("a", None, takes=300.0), check("b", 0.1, takes=5.0), False),
        (check("a", 0.1, takes=300.0), check("b", None, takes=5.0), False),
    ],
)
def test_what_takes_nothing_or_refuses_all_or_nothing(early, late, too_late):
    assert too_late == refuses_too_late(early, late)


@pytest.mark.parametrize(
    ("amount", "share", "product"),
    [(0.0, None, 0.0), (None, 0.0, 0.0), (None, 0.5, None), (2.0, None, None), (None, None, None), (2.0, 0.5, 1.0)],
)
def test_of_what_never_happens_nothing_is_unknown(amount, share, product):
    assert product == _product(amount, share)


@pytest.mark.parametrize(
    ("amount", "part", "less"),
    [
        (None, 0.5, None),
        (0.5, 0.5, 0.0),
        (0.5 + 9e-10, 0.5, 0.0),
        (0.5 + 2e-9, 0.5, 2e-9),
        (0.2, 0.5, 0.0),
        (1.0, 0.25, 0.75),
    ],
)
def test_what_rounding_leaves_refuses_nobody(amount, part, less):
    assert less == (_less(amount, part) if less is None else pytest.approx(_less(amount, part), rel=1e-3, abs=0.0))
