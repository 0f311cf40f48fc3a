"""What is only passed on, and which approval repeats another one."""

import pytest

from flowtrim.graph import FlowGraph
from flowtrim.measures.passing_on import (
    approvals_again_by_class,
    empty_approvals,
    first_steps,
    needless_of_two,
    pass_through_share,
    serial_approvals,
)
from flowtrim.measures.waste import back_flows, with_flows
from flowtrim.model import CaseClass, Decisions, Flow, Process, Step
from tests.charts import chart

KINDS = {
    "A": "approve",
    "T": "transfer",
    "N": "notify",
    "W": "wait",
    "D": "do",
    "C": "check",
    "G": "gateway",
    "E": "event",
}


def process(*told, **fields):
    """Steps by what they are and where they lead: ``a=A b c`` approves and goes on to b or c."""
    return Process("P", tuple(_step(each) for each in told), **fields)


def _step(told, **fields):
    if isinstance(told, Step):
        return told
    (name, kind), *ways = told.split()[0].split("="), *told.split()[1:]
    return Step(name, name, kind=KINDS[kind], flows=tuple(Flow(to) for to in ways), **fields)


def approve(name, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(name, name, kind="approve", flows=flows, **fields)


@pytest.mark.parametrize(
    ("kinds", "visits", "share"),
    [
        ("DT", (1.0, 3.0), 0.75),
        ("DD", (1.0, 3.0), 0.0),
        ("TN", (1.0, 3.0), 1.0),
        ("WT", (0.0, 3.0), 1.0),
        ("DT", (0.0, 0.0), None),
        ("DT", (None, 1.0), None),
        ("DT", (1.0, None), None),
        ("", (), None),
    ],
)
def test_the_share_that_is_only_passed_on_is_that_of_what_is_done(kinds, visits, share):
    steps = [Step(f"s{number}", "S", kind=KINDS[kind]) for number, kind in enumerate(kinds)]

    assert share == pass_through_share(steps, {step.id: times for step, times in zip(steps, visits, strict=True)})


YES, NO = Flow("b", "approved"), Flow("end", "refused")
ONCE = approve("a", "b")


@pytest.mark.parametrize(
    ("of", "again"),
    [
        (process("a=A b", "b=A end"), {"b": "a"}),
        (process("a=A t", "t=T b", "b=A end"), {"b": "a"}),
        (process("a=A t", "t=T u", "u=W b", "b=A end"), {"b": "a"}),
        (process("a=A d", "d=D b", "b=A end"), {}),  # somebody worked at it since
        (process("a=A g", "g=G b", "b=A end"), {"b": "a"}),
        (process("a=C b", "b=A end"), {}),
        (process("a=A b", "b=C end"), {}),
        (process("a=A b", "b=A c", "c=A end"), {"b": "a", "c": "b"}),
        (process("s=D a c", "a=A b", "c=D b", "b=A end"), {}),  # not on each way
        (process("s=D a c", "a=A b", "c=A b", "b=A end"), {"b": "a"}),
        (process("s=D a b", "a=A b", "b=A end"), {}),
        (process("a=A b", "b=A a end"), {"b": "a"}),
        # by what it decided
        (process(approve("a", YES, NO), "b=A end"), {"b": "a"}),
        (process(approve("a", Flow("b", "refused"), Flow("end", "approved")), "b=A end"), {}),
        (process(approve("a", Flow("b", "no answer"), Flow("end", "approved")), "b=A end"), {}),
        # what is new to it
        (process(approve("a", "b", inputs=("x",)), approve("b", inputs=("x",))), {"b": "a"}),
        (process(approve("a", "b", outputs=("x",)), approve("b", inputs=("x",))), {"b": "a"}),
        (process(approve("a", "b"), approve("b", inputs=("x",))), {}),
        (process(approve("a", "b", inputs=("x",)), approve("b", inputs=("x", "y"))), {}),
        # what it has to be, or refuses
        (process(ONCE, approve("b", serves="law")), {}),
        (process(ONCE, approve("b", serves="contract")), {}),
        (process(ONCE, approve("b", serves="risk")), {"b": "a"}),
        (process(ONCE, approve("b", decisions=Decisions(100, 1))), {}),
        (process(ONCE, approve("b", decisions=Decisions(100))), {"b": "a"}),
        (process(ONCE, approve("b"), separate=(("a", "b"),)), {}),
        (process(ONCE, approve("b"), separate=(("a", "c"),)), {"b": "a"}),
    ],
)
def test_an_approval_repeats_one_that_was_given_on_every_way_to_it(of, again):
    assert again == serial_approvals(FlowGraph(of))


@pytest.mark.parametrize(("many", "again"), [(3, True), (4, True), (5, False)])
def test_of_many_alternatives_none_is_the_last_approval(many, again):
    names = "abcdef"[:many]
    of = process(f"s=D {' '.join(names)}", *(f"{each}=A z" for each in names), "z=A end")

    assert ({"z": "a"} if again else {}) == serial_approvals(FlowGraph(of))


NONE, SOME = Decisions(100), Decisions(100, 5)


def stamps(first, *between, later=SOME, ways=("z",), **fields):
    return process(
        approve("a", *ways, **{"decisions": NONE} | first), *between, approve("z", "end", decisions=later), **fields
    )


@pytest.mark.parametrize(
    ("of", "empty"),
    [
        (stamps({}), {"a": "z"}),
        (stamps({}, "t=T z", ways=("t",)), {"a": "z"}),
        (stamps({}, "t=D z", ways=("t",)), {}),
        (stamps({"decisions": None}), {}),
        (stamps({"decisions": SOME}), {}),
        (stamps({"decisions": Decisions(0)}), {}),
        (stamps({}, later=NONE), {}),
        (stamps({}, later=None), {}),
        (stamps({"serves": "law"}), {}),
        (stamps({"serves": "contract"}), {}),
        (stamps({"serves": "risk"}), {"a": "z"}),
        (stamps({}, separate=(("a", "z"),)), {}),
        (stamps({}, separate=(("a", "t"),)), {"a": "z"}),
        # all that it lets pass comes there
        (stamps({}, ways=(Flow("z", "approved"), Flow("end", "refused"))), {"a": "z"}),
        (stamps({}, "t=T end", ways=(Flow("z", "approved"), Flow("t", "refused"))), {"a": "z"}),
        (stamps({}, "t=T end", ways=(Flow("z", "approved"), Flow("t", "small"))), {}),
        (stamps({}, "t=T z end", ways=("t",)), {"a": "z"}),
        (stamps({}, "t=T u z", "u=T end", ways=("t",)), {}),
        (stamps({}, "t=T u", "u=T t z", ways=("t",)), {"a": "z"}),
    ],
)
def test_an_approval_that_refused_none_is_empty_where_the_next_one_sees_all_of_it_and_refuses_some(of, empty):
    assert empty == empty_approvals(FlowGraph(of))


SMALL, LARGE = ("amount", "small"), ("amount", "large")


@pytest.mark.parametrize(
    ("ways", "shares", "again"),
    [
        ((Flow("end", band=SMALL), Flow("b", band=LARGE)), (0.9, 0.1), {("a", "b"): ({"amount": "large"},)}),
        ((Flow("b", band=SMALL), Flow("b", band=LARGE)), (0.9, 0.1),
         {("b", "a"): ({"amount": "small"}, {"amount": "large"})}),  # neither is the lower one
        ((Flow("end", band=SMALL), Flow("b", band=LARGE)), (1.0, 0.0), {}),  # there are none of these
        ((Flow("end", "approved", band=SMALL), Flow("b", "above", band=LARGE)), (0.9, 0.1),
         {("a", "b"): ({"amount": "large"},)}),
        ((Flow("end"),), (0.9, 0.1), {}),
    ],
)  # fmt: skip
def test_an_approval_repeats_another_for_the_classes_that_come_to_both(ways, shares, again):
    amount = CaseClass("amount", tuple(zip(("small", "large"), shares, strict=True)))

    assert again == approvals_again_by_class(process(approve("a", *ways), approve("b", "end"), cases=(amount,)))


@pytest.mark.parametrize(
    ("earlier", "later", "is_lower", "goes"),
    [
        ({}, {}, True, "a"),
        ({}, {}, False, "b"),
        ({"decisions": NONE}, {}, False, "a"),
        ({"decisions": NONE}, {"decisions": NONE}, False, "b"),
        ({"decisions": NONE}, {"decisions": NONE}, True, "a"),
        ({"decisions": SOME}, {}, False, "b"),
        ({"decisions": SOME}, {}, True, None),
        ({"decisions": SOME}, {"decisions": NONE}, True, "b"),
        ({"decisions": SOME}, {"decisions": NONE, "serves": "law"}, True, None),
        ({"decisions": SOME}, {"decisions": SOME}, True, None),
        ({"serves": "law"}, {}, True, None),
        ({"serves": "contract"}, {}, False, "b"),
        ({}, {"serves": "law"}, False, None),
    ],
)
def test_of_two_approvals_the_one_that_refuses_stays_and_else_the_higher_one(earlier, later, is_lower, goes):
    one, other = approve("a", **earlier), approve("b", **later)
    pair = {"a": ("a", "b"), "b": ("b", "a"), None: None}

    assert pair[goes] == needless_of_two(one, other, is_lower=is_lower)


@pytest.mark.parametrize(
    ("of", "first"),
    [
        (process("a=D b", "b=D end"), "a"),
        (process("e=E a", "a=D b", "b=D end"), "a"),
        (process("g=G a b", "a=D c", "b=D c", "c=D end"), "ab"),
        (process("e=E g", "g=G a b", "a=D b", "b=D end"), "ab"),
        (process("a=D a end"), "a"),
    ],
)
def test_the_first_steps_are_those_to_which_a_case_comes_before_any_other(of, first):
    assert first == "".join(sorted(first_steps(FlowGraph(of))))


def ways_of(*flows, split="one"):
    return Step("a", "A", flows=tuple(flows), split=split)


@pytest.mark.parametrize(
    ("step", "kept", "left"),
    [
        (ways_of(Flow("b", share=0.5), Flow("c", share=0.3), Flow("d", share=0.2)), [False, True, True],
         [("c", 0.6), ("d", 0.4)]),
        (ways_of(Flow("b", share=0.5), Flow("c", share=0.5)), [True, True], [("b", 0.5), ("c", 0.5)]),
        (ways_of(Flow("b"), Flow("c"), Flow("d")), [True, True, False], [("b", 0.5), ("c", 0.5)]),
        (ways_of(Flow("b", share=1.0), Flow("c", share=0.0)), [False, True], [("c", 0.0)]),  # nobody went there
        (ways_of(Flow("b"), Flow("c")), [False, False], []),
        (ways_of(Flow("b"), Flow("c"), split="all"), [False, True], [("c", None)]),
        (ways_of(Flow("b", share=0.5), Flow("c", share=0.4), split="some"), [False, True], [("c", 0.4)]),
    ],
)  # fmt: skip
def test_of_alternatives_the_others_share_what_one_had_that_is_left_out(step, kept, left):
    assert left == [
        (flow.to, flow.share if flow.share is None else pytest.approx(flow.share))
        for flow in with_flows(step, kept).flows
    ]


@pytest.mark.parametrize(
    ("ways", "back"),
    [
        ({"a": "b", "b": "c", "c": {"a": 0.2, "end": 0.8}}, [("c", "a", 0.2, 2)]),
        ({"a": {"a": 0.5, "end": 0.5}}, [("a", "a", 0.5, 0)]),
        ({"a": "b c", "b": "d", "c": "x", "x": "d", "d": {"a": 0.1, "end": 0.9}}, [("d", "a", 0.1, 2)]),
        ({"a": "b", "b": {"a": 0.1, "c": 0.9}, "c": {"a": 0.2, "b": 0.3, "end": 0.5}},
         [("b", "a", 0.1, 1), ("c", "a", 0.2, 2), ("c", "b", 0.3, 1)]),
        ({"a": "b", "b": ""}, []),
    ],
    ids=str,
)  # fmt: skip
def test_a_way_back_is_as_long_as_the_shortest_way_there(ways, back):
    found = back_flows(FlowGraph(chart(ways)))

    assert back == [(one.source, one.target, pytest.approx(one.share), one.distance) for one in found]
