"""Which ways back are rework, and who decides on them."""

import pytest

from flowtrim.graph import FlowGraph
from flowtrim.measures.sent_back import one_of_each, sent_back, those_to_the_next_one
from flowtrim.measures.waste import back_flows
from flowtrim.model import Flow, Process, Step
from tests.charts import chart


def found_in(process):
    graph = FlowGraph(process)
    return {
        f"{one.flow.source}-{one.flow.target}": (one.decided_at, one.share and round(one.share, 6), one.carried_by)
        for one in sent_back(graph, back_flows(graph))
    }


def kinds(process, **of):
    steps = (Step(s.id, s.name, kind=of.get(s.id, s.kind), flows=s.flows, split=s.split) for s in process.steps)
    return Process("P", tuple(steps), starts=process.starts)


@pytest.mark.parametrize(
    ("ways", "found"),
    [
        ({"a": "b", "b": {"a": 0.2, "end": 0.8}}, {"b-a": ("b", 0.2, 0)}),
        ({"a": {"a": 0.2, "end": 0.8}}, {"a-a": ("a", 0.2, 0)}),
        ({"a": "b", "b": {"a": 0.005, "end": 0.995}}, {"b-a": ("b", 0.005, 0)}),
        ({"a": "b", "b": {"a": 0.0049, "end": 0.9951}}, {}),  # hardly a case
        ({"a": "b", "b": "a end"}, {"b-a": ("b", None, 0)}),  # nobody declared how often
        # who only carries back what another one decided
        ({"a": "b", "b": {"c": 0.2, "end": 0.8}, "c": "a"}, {"c-a": ("b", 0.2, 1)}),
        ({"a": "b", "b": {"c": 0.2, "end": 0.8}, "c": "d", "d": "a"}, {"d-a": ("b", 0.2, 2)}),
        ({"a": "b", "b": "c end", "c": "a"}, {"c-a": ("b", None, 1)}),
        ({"a": "b", "b": {"c": 0.2, "end": 0.8}, "c": {"a": 0.5, "end": 0.5}}, {"c-a": ("c", 0.5, 0)}),
        ({"a": "b e", "b": {"c": 0.2, "end": 0.8}, "e": {"c": 0.4, "end": 0.6}, "c": "a"}, {"c-a": ("c", None, 0)}),
        # an answer
        ({"a": {"b": 0.1, "end": 0.9}, "b": "a"}, {}),
        ({"a": {"b": 0.1, "end": 0.9}, "b": "c", "c": "a"}, {}),
        ({"a": {"b": 0.1, "end": 0.9}, "b": {"a": 0.9, "end": 0.1}}, {"b-a": ("b", 0.9, 0)}),
        ({"x": "a", "a": "b", "b": {"c": 0.2, "end": 0.8}, "c": "x"}, {"c-x": ("b", 0.2, 1)}),
        # what is declared elsewhere or not does not matter
        ({"x": "a y", "y": "a", "a": "b", "b": {"a": 0.2, "end": 0.8}}, {"b-a": ("b", 0.2, 0)}),
        ({"a": "b", "b": "c", "c": {"a": 0.1, "b": 0.2, "end": 0.7}}, {"c-a": ("c", 0.1, 0), "c-b": ("c", 0.2, 0)}),
        ({"a": "b", "b": "end"}, {}),
    ],
    ids=str,
)
def test_a_way_back_is_decided_by_the_last_step_that_had_a_choice(ways, found):
    assert found == found_in(chart(ways))


@pytest.mark.parametrize(
    ("ways", "routing", "found"),
    [
        ({"a": "b", "b": "g", "g": {"a": 0.2, "end": 0.8}}, "g", {"b-a": ("b", 0.2, 0)}),
        ({"a": "b", "b": "g", "g": "a end"}, "g", {"b-a": ("b", None, 0)}),
        ({"a": "b", "b": {"g": 0.5, "end": 0.5}, "g": {"a": 0.2, "end": 0.8}}, "g", {"b-a": ("b", 0.1, 0)}),
        ({"a": "b", "b": {"g": 0.5, "end": 0.5}, "g": "a end"}, "g", {"b-a": ("b", None, 0)}),
        ({"a": "b h", "h": "b", "b": {"g": 0.5, "end": 0.5}, "g": "a"}, "g h", {"b-a": ("b", 0.5, 0)}),
    ],
    ids=str,
)
def test_a_gateway_decides_nothing_itself(ways, routing, found):
    assert found == found_in(chart(ways, routing=routing))


def test_who_begins_in_the_midst_of_a_loop_was_not_there_before():
    """Half of the cases begin at a, half at c: of five that come to b, three were at c."""
    process = chart({"a": "b", "b": {"c": 0.2, "end": 0.8}, "c": "a"}, starts="a c")

    assert {"b-c": ("b", 0.12, 0)} == found_in(process)


@pytest.mark.parametrize(
    ("of", "found"),
    [
        ({"b": "notify"}, {}),  # a reminder
        ({"b": "contact"}, {"b-a": ("b", 0.2, 0)}),
        ({"a": "notify"}, {"b-a": ("b", 0.2, 0)}),
    ],
    ids=str,
)
def test_who_reminds_somebody_sends_nothing_back(of, found):
    assert found == found_in(kinds(chart({"a": "b", "b": {"a": 0.2, "end": 0.8}}), **of))


def test_a_notice_of_what_another_one_decided_carries_it_back():
    process = kinds(chart({"a": "b", "b": {"c": 0.2, "end": 0.8}, "c": "a"}), c="notify")

    assert {"c-a": ("b", 0.2, 1)} == found_in(process)


def test_only_that_part_is_sent_back_that_was_there_before():
    """Half of the cases come past a to b: of those that go from b to a, these were never there."""
    process = chart({"s": {"a": 0.5, "b": 0.5}, "a": "b", "b": {"a": 0.2, "end": 0.8}})

    assert {"b-a": ("b", 0.12, 0)} == found_in(process)


ROOMS = "another room is left"


def rooms(*flows, kind="do"):
    return Process("Rooms", (
        Step("take", "Take a key", flows=(Flow("clean"),)),
        Step("clean", "Clean a room", kind=kind, flows=flows),
        Step("more", "More", flows=(Flow("end"),)),
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("process", "told", "visits"),
    [
        (rooms(Flow("clean", ROOMS, 0.9), Flow("end", share=0.1)), {"clean-clean": ROOMS}, (1.0, 1.0, 0.0)),
        (rooms(Flow("take", ROOMS, 0.9), Flow("end", share=0.1)), {"clean-take": ROOMS}, (1.0, 1.0, 0.0)),
        (rooms(Flow("take", "it is still dirty", 0.5), Flow("end", share=0.5)), {}, (2.0, 2.0, 0.0)),
        (rooms(Flow("take", share=0.5), Flow("end", share=0.5)), {}, (2.0, 2.0, 0.0)),
        (rooms(Flow("more", ROOMS, 0.9), Flow("end", share=0.1)), {}, (1.0, 1.0, 0.9)),  # it leads on
        (rooms(Flow("end", ROOMS, 0.9), Flow("more", share=0.1)), {}, (1.0, 1.0, 0.1)),
        (rooms(Flow("take", ROOMS, 0.5), Flow("more", share=0.25), Flow("end", share=0.25)),
         {"clean-take": ROOMS}, (1.0, 1.0, 0.5)),
    ],
)  # fmt: skip
def test_the_next_of_several_things_is_no_rework(process, told, visits):
    graph = FlowGraph(process)
    next_ones = those_to_the_next_one(graph, back_flows(graph))
    alone = one_of_each(graph)

    assert told == {f"{flow.source}-{flow.target}": when for flow, when in next_ones.items()}
    assert not told or () == sent_back(graph, back_flows(graph))
    assert visits == pytest.approx(tuple(alone.visits.get(step) or 0.0 for step in ("take", "clean", "more")))


@pytest.mark.parametrize(
    ("flows", "split"),
    [
        ((Flow("end"),), "one"),
        ((Flow("a", ROOMS),), "one"),  # its only way
        ((Flow("a", ROOMS), Flow("b", ROOMS)), "one"),  # no way would be left
        ((Flow("b", ROOMS), Flow("end")), "all"),
        ((Flow("b"), Flow("end")), "one"),
        ((Flow("end", ROOMS), Flow("end")), "one"),
    ],
    ids=str,
)
def test_one_of_each_goes_as_all_where_no_way_to_the_next_one_can_be_left_out(flows, split):
    process = Process("P", (Step("a", "A", flows=(Flow("b"),)), Step("b", "B", flows=flows, split=split)))

    assert process.steps == one_of_each(FlowGraph(process)).process.steps


def test_the_condition_on_the_next_one_may_stand_behind_a_gateway():
    process = Process("P", (
        Step("a", "Clean", flows=(Flow("g"),)),
        Step("g", "Is one left?", kind="gateway", flows=(Flow("h", ROOMS, 0.5), Flow("end", share=0.5))),
        Step("h", "H", kind="gateway", flows=(Flow("a"),)),
    ))  # fmt: skip
    graph = FlowGraph(process)

    assert [ROOMS] == [*those_to_the_next_one(graph, back_flows(graph)).values()]
    assert 1.0 == one_of_each(graph).visits["a"]
