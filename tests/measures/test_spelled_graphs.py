"""Which graph of a process counts what: with what happens beside, in classes, and with what interrupts a case."""

from math import nan

import pytest

from flowtrim.graph import FlowGraph
from flowtrim.measures.interruptions import _chance, exits, exits_at_once
from flowtrim.measures.spelled_graphs import SpelledGraphs
from flowtrim.measures.term_amounts import between_rounds, times_done, times_in_a_row, times_within, wait_before
from flowtrim.model import END, CaseClass, Deadline, Flow, Interruption, Part, Process, Repetition, Rounds, Step


def spelled(*steps, **fields):
    return SpelledGraphs(FlowGraph(Process("P", steps, **fields)))


def reached(graph, step_id):
    return any(node.split("@")[0].startswith(step_id) and graph.visits[node] for node in graph.visits)


LATE = (
    Step("a", "A", within=(Deadline(5.0, then="beside", share=0.25),), flows=(Flow("b"),)),
    Step("b", "B", within=(Deadline(9.0, instead="other", share=0.5),), flows=(Flow(END),)),
    Step("beside", "Beside", flows=(Flow(END),)),
    Step("other", "Other", flows=(Flow(END),)),
)


def test_what_happens_beside_a_late_step_is_counted_and_takes_no_time_of_the_case():
    graphs = spelled(*LATE)

    assert pytest.approx(0.25) == graphs.visits["beside"]
    assert pytest.approx(0.5) == graphs.visits["other"] == graphs.visits["b"]
    assert [True, False, False, False] == [
        reached(graph, "beside") for graph in (graphs.counted, graphs.timed, graphs.unclassed, graphs.shape)
    ]
    assert all(reached(graph, "other") for graph in (graphs.counted, graphs.timed, graphs.unclassed, graphs.shape))


def test_a_process_without_terms_has_one_graph():
    graphs = spelled(Step("a", "A", flows=(Flow("b"),)), Step("b", "B"))

    assert graphs.counted is graphs.timed is graphs.unclassed is graphs.shape
    assert not graphs.assumed


def test_classes_of_cases_go_their_own_ways_only_where_time_and_handoffs_are_counted():
    ways = tuple(Flow(to, band=("sum", band)) for to, band in (("b", "low"), ("c", "high")))
    steps = Step("a", "A", flows=ways), Step("b", "B", flows=(Flow(END),)), Step("c", "C", flows=(Flow(END),))
    graphs = spelled(*steps, cases=(CaseClass("sum", (("low", 0.75), ("high", 0.25))),))

    assert {"a": 1.0, "b": 0.75, "c": 0.25} == pytest.approx(dict(graphs.visits))
    assert len(graphs.unclassed.visits) < len(graphs.counted.visits) == len(graphs.timed.visits)
    assert len(graphs.unclassed.visits) == len(graphs.shape.visits) == 3


def test_a_share_is_assumed_where_none_is_declared():
    steps = Step("a", "A", flows=(Flow(END),)), Step("b", "B", flows=(Flow(END),))

    for share, assumed in ((0.1, False), (None, True)):
        assert assumed == spelled(*steps, anytime=(Interruption("x", "b", share=share),)).assumed


@pytest.mark.parametrize(
    ("share", "passed", "chance"),
    [
        (0.1, {"a": 1.0}, 0.1),
        (0.1, {"a": 0.5}, 0.2),
        (0.1, {"a": 0.25, "b": 0.25}, 0.2),
        (0.1, {"a": 1.0, "b": 1.0, "c": 9.0}, 0.05),
        (0.5, {"a": 0.25}, 1.0),  # it can strike no more than come by
        (0.1, {"a": 0.0}, 0.0),
        (0.1, {}, 0.0),
        (0.1, {"a": nan}, 0.0),
    ],
)
def test_the_chance_at_a_point_is_what_strikes_the_declared_share_of_those_who_pass(share, passed, chance):
    assert chance == pytest.approx(_chance(Interruption("x", "s", share=share), ("a", "b"), passed))


def test_an_interruption_strikes_as_many_as_are_declared_wherever_it_can():
    steps = (
        Step("a", "A", flows=(Flow("b", share=0.5), Flow("c", share=0.5))), Step("b", "B", flows=(Flow("c"),)),
        Step("c", "C", flows=(Flow(END),)), Step("s", "S", flows=(Flow(END),)),
    )  # fmt: skip
    for since, at in (((), ["a", "b", "c"]), (("b",), ["b"]), (("c", "b"), ["b", "c"])):
        process = Process("P", steps, anytime=(Interruption("x", "s", share=0.2, since=since),))
        found = exits(process)

        assert at == list(found)
        assert 1 == len({ways[0].share for ways in found.values()})
        assert pytest.approx(0.2) == SpelledGraphs(FlowGraph(process)).visits["s"]
        assert {at[0]: 0.2} == {step: ways[0].share for step, ways in exits_at_once(process).items()}


# ---- parts ------------------------------------------------------------------------------------------


def picking(repetition, **fields):
    steps = tuple(
        Step(one, one, owner=one, part=part, each=each, flows=(Flow(to),))
        for one, part, each, to in (
            ("find", "Pick", None, "take"), ("take", "Pick", Repetition("box", 2.0), "pack"), ("pack", None, None, "seal"),
            ("seal", "Close", None, END),
        )
    )  # fmt: skip
    return Process("Order", steps, parts=(Part("Close"), Part("Pick", repetition)), **fields)


@pytest.mark.parametrize(
    ("repetition", "source", "target", "times"),
    [
        (Repetition("line", 4.0), "find", "take", 4.0),
        (Repetition("line", 4.0), "take", "find", 4.0),
        (Repetition("line", 4.0, parallel=True), "find", "take", 4.0),
        (Repetition("line", 4.0), "take", "pack", 1.0),
        (Repetition("line", 4.0), "pack", "take", 1.0),
        (Repetition("line", 4.0), "pack", "pack", 1.0),
        (Repetition("line", 4.0), "seal", "seal", 1.0),
        (None, "find", "take", 1.0),
    ],
)
def test_work_goes_from_a_step_to_another_once_for_each_round_of_their_part(repetition, source, target, times):
    assert times == times_within(picking(repetition), source, target)


@pytest.mark.parametrize(
    ("repetition", "done", "in_a_row"),
    [
        (Repetition("line", 4.0), (4.0, 8.0, 1.0), (4.0, 8.0, 1.0)),
        (Repetition("line", 4.0, parallel=True), (4.0, 8.0, 1.0), (1.0, 2.0, 1.0)),
        (None, (1.0, 2.0, 1.0), (1.0, 2.0, 1.0)),
    ],
)
def test_a_step_is_done_for_each_of_its_things_and_of_those_of_its_part(repetition, done, in_a_row):
    process = picking(repetition)
    steps = [process.step(one) for one in ("find", "take", "pack")]

    assert done == tuple(times_done(process, step) for step in steps)
    assert in_a_row == tuple(times_in_a_row(process, step) for step in steps)


@pytest.mark.parametrize(
    ("repetition", "again"),
    [
        (Repetition("line", 4.0), [("take", "find", 3.0)]),
        (Repetition("line", 1.0), []),
        (Repetition("line", 4.0, parallel=True), []),
        (None, []),
    ],
)
def test_a_part_that_is_done_in_a_row_goes_back_to_its_first_step_once_less_than_it_is_done(repetition, again):
    graph = FlowGraph(picking(repetition))

    assert again == list(between_rounds(graph, dict.fromkeys(("find", "take", "pack", "seal"), 1.0)))


@pytest.mark.parametrize(
    ("fields", "wait"),
    [({}, None), ({"waits": 0.0}, 0.0), ({"waits": 7.0, "every": Rounds(60.0)}, 7.0), ({"every": Rounds(60.0)}, 30.0)],
)
def test_whoever_comes_at_any_time_waits_for_half_a_round(fields, wait):
    assert wait == wait_before(Step("a", "A", **fields))


def test_a_part_with_two_ways_in_and_out_goes_back_from_each_end_to_each_beginning():
    steps = (
        Step("s", "S", owner="s", flows=(Flow("find", share=0.75), Flow("take", share=0.25))),
        Step("find", "Find", owner="f", part="Pick", flows=(Flow("take", share=0.8), Flow(END, share=0.2))),
        Step("take", "Take", owner="t", part="Pick", flows=(Flow(END),)),
    )
    graph = FlowGraph(Process("Order", steps, parts=(Part("Pick", Repetition("line", 3.0)),)))
    found = {(last, first): often for last, first, often in between_rounds(graph, graph.visits)}

    # 0.75 begin with find, of whom 0.15 end there; the other 0.85 end with take; two rounds follow the first
    assert found == pytest.approx({
        ("find", "find"): 0.15 * 2 * 0.75, ("find", "take"): 0.15 * 2 * 0.25,
        ("take", "find"): 0.85 * 2 * 0.75, ("take", "take"): 0.85 * 2 * 0.25,
    })  # fmt: skip
    endless = {last: often for last, _, often in between_rounds(graph, {"s": 1.0, "find": None, "take": 1.0})}
    assert endless["find"] is None
