"""How far a figure moves with a share that nobody declared, and how precise a simulated time is."""

import pytest

from flowtrim.graph import FlowGraph
from flowtrim.measures.sensitivity import sensitivities, with_share
from flowtrim.measures.simulation import Percentile
from flowtrim.model import END, Flow, Process, Step


def ways(*told, split="one"):
    """a gives to b, b has these ways on, c is the end of it: x does a, y does b and c."""
    return Process("P", (
        Step("a", "A", owner="x", flows=(Flow("b"),)),
        Step("b", "B", owner="y", split=split, flows=told),
        Step("c", "C", owner="y", flows=(Flow(END),)),
    ))  # fmt: skip


def moved(process):
    def measured(changed):
        graph = FlowGraph(changed)
        crossing = sum(
            (graph.visits[one] or 0.0) * graph.work_after[one].get(other, 0.0)
            for one, other in (("a", "b"), ("b", "a"))
        )
        return crossing, None, float(len(changed.steps))

    return {(each.step, each.to): each for each in sensitivities(process, measured)}


def test_a_way_back_is_tried_up_to_99_in_100_and_the_way_on_down_to_1():
    found = moved(ways(Flow("a"), Flow("c")))

    # at 99 % a case comes to b a hundred times: 100 handoffs there, 99 back
    assert {("b", "a"): (1.0, 199.0), ("b", "c"): (1.0, 199.0)} == {
        way: pytest.approx(each.handoffs) for way, each in found.items()
    }
    assert [(0.5, None, (3.0, 3.0))] * 2 == [(each.assumed, each.minutes, each.rides) for each in found.values()]


def test_a_share_that_is_declared_or_left_over_is_not_tried():
    assert {} == moved(ways(Flow("a", share=0.5), Flow("c", share=0.5)))
    assert {} == moved(ways(Flow("a", share=0.5), Flow("c")))
    assert {} == moved(ways(Flow("c"), Flow(END), split="all"))
    assert {("b", "c"), ("b", END)} == moved(ways(Flow("a", share=0.5), Flow("c"), Flow(END))).keys()


@pytest.mark.parametrize(
    ("share", "shares"),
    [(0.0, (0.0, 0.6, 0.4)), (0.5, (0.5, 0.3, 0.2)), (1.0, (1.0, 0.0, 0.0))],
)
def test_the_other_ways_keep_their_proportions(share, shares):
    process = ways(Flow("a", share=0.5), Flow("c", share=0.3), Flow(END, share=0.2))

    assert pytest.approx(shares) == [flow.share for flow in with_share(process, ("b", 0), share).step("b").flows]


@pytest.mark.parametrize(
    ("least", "most", "error", "precise"),
    [(99.0, 101.0, 1.0, True), (98.5, 100.5, 1.5, False), (99.5, 101.5, 1.5, False), (100.0, 100.0, 0.0, True)],
)
def test_a_time_is_precise_where_both_its_bounds_are_at_most_1_in_100_away(least, most, error, precise):
    found = Percentile(0.9, 100.0, least, most, cases=1000, seed=1)

    assert (error, precise) == (found.error, found.precise)
