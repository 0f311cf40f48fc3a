"""What a way back costs, worked out by hand (docs/theory.md#cost-of-a-loop)."""

import pytest

from flowtrim.graph import FlowGraph
from flowtrim.measures.loop_costs import _less, loop_costs, without_flow
from flowtrim.measures.spelled_graphs import SpelledGraphs
from flowtrim.model import END, Flow, Process, Step, Volume


def step(step_id, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(step_id, step_id.upper(), flows=flows, **fields)


def costs_of(*steps, **fields):
    plain = FlowGraph(Process("P", steps, **fields))
    return loop_costs(SpelledGraphs(plain), plain)


@pytest.mark.parametrize(
    ("ways", "left"),
    [
        (
            [Flow("a", share=0.5), Flow("b", share=0.25), Flow(END, share=0.25)],
            [Flow("b", share=0.5), Flow(END, share=0.5)],
        ),
        ([Flow("a", share=0.5), Flow("b"), Flow(END)], [Flow("b", share=0.5), Flow(END, share=0.5)]),
        ([Flow("a", share=1.0), Flow("b", share=0.0)], [Flow("b")]),
        ([Flow("a", share=0.2), Flow("b", "x", 0.8, band=("size", "big"))], [Flow("b", "x", 1.0)]),
    ],
)
def test_those_that_went_back_take_the_other_ways(ways, left):
    process = Process("P", (step("a", "c"), step("c", *ways), step("b")))
    after = without_flow(process, "c", "a")

    assert tuple(left) == after.step("c").flows
    assert [process.step("a"), process.step("b")] == [after.step("a"), after.step("b")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # a quarter goes back: a and b are done 4/3 times, so that a third of both is for the way back
        ({}, (2 / 3, 10.0, 20.0, None, None)),
        ({"volume": Volume(120.0)}, (2 / 3, 10.0, 20.0, 20.0, 2400.0)),
    ],
)
def test_a_way_back_costs_what_goes_away_with_it(fields, expected):
    a = step("a", "b", owner="x", takes=21.0, cost=60.0)
    (found,) = costs_of(
        a, step("b", Flow("a", share=0.25), Flow("c", share=0.75), owner="y", takes=9.0), step("c", owner="y"), **fields
    )

    assert ("b", "a") == (found.source, found.target)
    assert expected == pytest.approx(
        (found.handoffs, found.minutes, found.cost, found.hours_per_year, found.cost_per_year)
    )


def test_a_way_back_is_decided_where_a_choice_leads_to_it():
    steps = (
        step("a", "b", takes=10.0),
        step("b", Flow("c", share=0.5), Flow(END, share=0.5)),
        step("c", "d"),
        step("d", "a"),
    )
    (found,) = costs_of(*steps)

    assert (("d", "a"), 10.0) == ((found.source, found.target), pytest.approx(found.minutes))


def test_where_nobody_decides_to_go_back_nothing_goes_away():
    assert () == costs_of(step("a", "b"), step("b", "a"))
    assert [None, None] == [costs_of(step("a", "a", END))[0].minutes, costs_of(step("a", "a", END))[0].cost]


@pytest.mark.parametrize(
    ("one", "other", "less"),
    [
        (3.0, 1.0, 2.0),
        (1.0, 1.0, 0.0),
        (1.0, 3.0, 0.0),
        (0.0, 0.0, 0.0),
        # of what is below one it is a thousand millionth, of more a thousand millionth of that
        (1e-9, 0.0, 0.0),
        (2e-9, 0.0, 2e-9),
        (0.5, 0.5 - 5e-10, 0.0),
        (1000.0, 1000.0 - 5e-7, 0.0),
        (1000.0, 1000.0 - 2e-6, 2e-6),
    ],
)
def test_what_only_rounding_leaves_is_nothing(one, other, less):
    assert less == pytest.approx(_less(one, other), rel=1e-3, abs=0.0)


@pytest.mark.parametrize(("most", "told"), [(0, 0), (1, 0), (2, 2), (3, 2)])
def test_of_too_many_ways_back_no_single_one_matters(most, told, monkeypatch):
    monkeypatch.setattr("flowtrim.measures.loop_costs.MOST_LOOPS", most)
    steps = (
        step("a", "b"),
        step("b", Flow("a", share=0.5), Flow("c", share=0.5)),
        step("c", Flow("b", share=0.5), Flow(END, share=0.5)),
    )

    assert [("b", "a"), ("c", "b")][:told] == [(one.source, one.target) for one in costs_of(*steps)]
