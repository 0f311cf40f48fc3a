"""The working copy on which the verbs work, and what is done around a step that goes (docs/theory.md#taking-a-step-out)."""

import pytest
from msgspec.structs import replace

from flowtrim.changes import apply
from flowtrim.changes.verbs.bridging import bridge, take_out
from flowtrim.changes.verbs.tidy import settle_join, tidy
from flowtrim.changes.working_copy import Draft, aimed, direct
from flowtrim.errors import ChangeError
from flowtrim.model import END, Deadline, Drop, Flow, Interruption, Process, Start, Step
from tests.changes.checks import flows_of


def step(step_id, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(step_id, step_id.title(), flows=flows, **fields)


def gate(step_id, *ways, **fields):
    return step(step_id, *ways, kind="gateway", **fields)


def event(step_id, *ways):
    return step(step_id, *ways, kind="event")


def draft(*steps, starts=(), **fields):
    return Draft(Process("P", steps, starts=tuple(Start(*one) for one in starts), **fields))


# ---- where cases begin ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "fields", "expected"),
    [
        ((), {}, ()),
        ((step("a", "b"), step("b")), {}, ("a",)),
        ((step("a", "b"), event("b"), event("c", "a")), {}, ("c",)),
        ((step("a"), event("z", "a"), event("c", "a")), {}, ("z", "c")),
        ((step("a", within=(Deadline(5.0, then="late"),)), event("go", "a"), event("late")), {}, ("go",)),
        ((step("a", within=(Deadline(5.0, instead="late"),)), event("go", "a"), event("late")), {}, ("go",)),
        ((step("a"), event("go", "a"), event("stop")), {"anytime": (Interruption("the customer leaves", "stop"),)}, ("go",)),
        ((step("a", within=(Deadline(5.0),)), event("go", "a"), event("on")), {}, ("go", "on")),
    ],
)  # fmt: skip
def test_cases_begin_at_events_that_nothing_leads_to_else_at_the_first_step(steps, fields, expected):
    assert expected == tuple(start.at for start in draft(*steps, **fields).starts)


def test_events_that_come_late_begin_cases_in_the_order_of_the_file():
    copy = draft(step("a"), event("z", "a"))
    copy.insert(event("b", "a"), before="a")

    assert ("b", "z") == tuple(start.at for start in copy.implied_starts())


def test_starts_are_written_where_somebody_declared_them_or_the_file_would_say_others():
    copy = draft(step("a", "b"), step("b"))
    assert () == copy.process().starts
    copy.settle()
    assert () == copy.process().starts
    copy.start_at("a", "b")
    copy.settle()
    assert (Start("b"),) == copy.process().starts
    copy.set_starts(())
    assert () == copy.process().starts
    copy.set_starts((Start("a"),))
    assert (Start("a"),) == copy.process().starts


def test_where_no_start_is_left_the_file_says_it_again():
    copy = draft(step("a"), step("b"), starts=[("a",)])
    assert (Start("a"),) == copy.process().starts
    copy.remove("a")
    assert () == copy.starts
    copy.settle()
    assert ((Start("b"),), ()) == (copy.starts, copy.process().starts)


def test_of_several_starts_only_that_at_the_step_moves():
    copy = draft(step("a"), step("b"), step("c"), starts=[("a", 0.4), ("b", 0.6)])
    copy.start_at("a", "c")

    assert (Start("c", 0.4), Start("b", 0.6)) == copy.starts
    assert [False, True, True] == [copy.is_start(each) for each in "abc"]


# ---- steps ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("taken", ["a", END, ""])
def test_an_id_that_is_taken_or_says_nothing_is_not_free(taken):
    with pytest.raises(ChangeError, match=f"the id '{taken}' is not free"):
        draft(step("a")).insert(step(taken))


def test_a_flow_into_nothing_is_refused_at_once():
    with pytest.raises(ChangeError, match="'a' would lead to 'z', which is no step"):
        draft(step("a", "z"))


def test_a_free_id_is_the_one_wanted_or_the_next_with_a_number():
    copy = draft(step("a"), step("b"), step("b-2"))

    assert ["c", "a-2", "b-3", "end-2"] == [copy.free_id(each) for each in ("c", "a", "b", END)]


def test_what_leads_to_a_step_is_known_however_it_is_changed():
    copy = draft(step("a", "b", "b", END), step("b", "b", "c"), step("c"))
    assert [(), ("a", "b"), ("b",)] == [copy.sources(each) for each in "abc"]
    copy.put(step("b", "a", END))
    assert [("b",), ("a",), ()] == [copy.sources(each) for each in "abc"]
    copy.rename("b", "z")
    assert [("z",), ("a",), ()] == [copy.sources(each) for each in "azc"]
    copy.redirect("z", "a", "c")
    assert {"a": ["z", "z", END], "z": ["c", END], "c": []} == flows_of(copy.process())
    copy.remove("c") if not copy.sources("c") else copy.put(step("z"))
    assert () == copy.sources("c")


def test_a_step_that_repeats_itself_still_does_under_another_id():
    copy = draft(step("a", "b"), step("b", "b", END))
    copy.rename("b", "z")

    assert {"a": ["z"], "z": ["z", END]} == flows_of(copy.process())
    assert ("a", "z") == tuple(sorted(copy.sources("z")))


def test_deadlines_and_events_are_known_however_a_step_is_changed():
    late = (Deadline(5.0),)
    copy = draft(step("a", within=late), event("b"), step("c"))
    assert ["a"] == list(copy.timed)
    copy.rename("a", "z")
    copy.put(step("c", within=late))
    assert ["z", "c"] == list(copy.timed)
    copy.put(step("z"))
    copy.remove("c")
    assert [] == list(copy.timed)
    assert (Start("b"),) == copy.implied_starts()
    copy.rename("b", "y")
    assert (Start("y"),) == copy.implied_starts()
    copy.put(step("y"))
    assert (Start("z"),) == copy.implied_starts()
    copy.insert(event("x"))
    assert (Start("x"),) == copy.implied_starts()
    copy.remove("x")
    assert (Start("z"),) == copy.implied_starts()


def test_only_the_flow_that_is_meant_leads_elsewhere():
    assert step("a", Flow("z", "x", 0.4), "c") == aimed(step("a", Flow("b", "x", 0.4), "c"), "b", "z")


@pytest.mark.parametrize(
    ("given", "to", "expected"),
    [
        (step("a", "b", "c"), "c", step("a", "c")),
        (step("a", "b", "c", split="all"), "d", step("a", "d")),
        (step("a", Flow("b", "x", 0.5), END), END, step("a")),
        (step("a", "b", Flow(END, outcome="done")), END, step("a", Flow(END, outcome="done"))),
        (step("a", "b", Flow(END, outcome="done")), "b", step("a", "b")),
    ],
)
def test_one_flow_and_no_choice_is_left(given, to, expected):
    assert expected == direct(given, to)


# ---- a step goes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ways", "expected"),
    [
        ([("a", 0.3), ("b", 0.7)], ["c"], [("c", 0.3), ("b", 0.7)]),
        ([("b", 0.7), ("a", 0.3)], ["b"], [("b",)]),
        ([("a",), ("b",)], ["b"], [("b",)]),
        ([("a",), ("b", 0.7)], ["b"], [("b",)]),
        ([("a", 0.3), ("b",)], ["b"], [("b",)]),
        ([("a", 0.1), ("b", 0.2), ("c", 0.7)], ["b"], [("b", 0.3), ("c", 0.7)]),
        ([("c", 0.7), ("b", 0.2), ("a", 0.1)], ["b"], [("c", 0.7), ("b", 0.3)]),
        ([("b", 0.2), ("c", 0.8)], ["b"], [("b", 0.2), ("c", 0.8)]),
        ([("a",), ("b", 0.2), ("c", 0.7)], ["b"], None),
        ([("a", 0.1), ("b",), ("c", 0.7)], ["b"], None),
        ([("a",), ("b",), ("c",)], ["b"], None),
        ([("a", 0.3), ("b", 0.7)], [END], None),
        ([("a", 0.3), ("b", 0.7)], ["b", "c"], None),
    ],
)
def test_a_start_moves_on_and_adds_its_share_or_one_start_cannot_say_it(starts, ways, expected):
    copy = draft(step("a", *ways), step("b"), step("c"), starts=starts)
    bridged = bridge(copy, copy.steps["a"])

    assert expected == (
        None if bridged is None else [(one.at, one.share)[: 2 if one.share else 1] for one in bridged[1]]
    )


@pytest.mark.parametrize(
    ("steps", "joins"),
    [
        # one way in: whatever follows stays as it is
        ((step("s", "x"), step("x", "t", join="all"), step("t")), {"t": "any"}),
        (
            (
                step("s", "x", Flow("y", share=0.5)),
                step("x", Flow("t", share=0.5), "u"),
                step("t"),
                step("u"),
                step("y"),
            ),
            {"t": "any"},
        ),
        # several ways in, and alone before what follows: the wait moves on
        ((step("s", "x", "y", split="all"), step("y", "x"), step("x", "t", join="all"), step("t")), {"t": "all"}),
        ((step("s", "x", "y"), step("y", "x"), step("x", "t"), step("t", join="all")), {"t": "any"}),
        # others arrive there as well: only where nobody waits
        ((step("s", "x", "y"), step("y", "x", "t"), step("x", "t"), step("t")), {"t": "any"}),
        ((step("s", "x", "y"), step("y", "x", "t"), step("x", "t", join="all"), step("t")), None),
        ((step("s", "x", "y"), step("y", "x", "t"), step("x", "t"), step("t", join="all")), None),
        ((step("s", "x", "y"), step("y", "x", "t"), step("x", "t", join="all"), step("t", join="all")), None),
        # a case may begin there
        ((step("s", "x", "y"), step("y", "x"), step("x", "t", join="all"), step("t")), {"t": "all"}),
        # the case ends
        ((step("s", "x", "y", split="all"), step("y", "x"), step("x", join="all")), None),
        ((step("s", "x", "y"), step("y", "x"), step("x"), step("t")), {"t": "any"}),
        # several ways in and out make a tangle
        ((step("s", "x", "y"), step("y", "x"), step("x", "t", "u"), step("t"), step("u")), None),
    ],
)
def test_a_wait_moves_to_what_follows_only_where_that_says_the_same(steps, joins):
    copy = draft(*steps)
    bridged = bridge(copy, copy.steps["x"])

    if joins is None:
        assert bridged is None
    else:
        changed = copy.steps | {one.id: one for one in bridged[0]}
        assert joins == {each: changed[each].join for each in joins}


def test_a_wait_does_not_move_to_where_cases_begin():
    steps = step("s", "x", "y", split="all"), step("y", "x"), step("x", "t", join="all"), step("t")
    copy = draft(*steps, starts=[("s", 0.5), ("t", 0.5)])

    assert None is bridge(copy, copy.steps["x"])


DEADLINE, NOBODY = Deadline(5.0, then="x"), step("u", "x")


@pytest.mark.parametrize(
    ("fields", "within", "left"),
    [
        ({}, (), ["s", "t", "u", "v"]),  # nobody comes there: nothing has to stay
        ({"within": (DEADLINE,)}, (), ["s", "t", "u", "v", "x-gateway"]),
        ({"within": (replace(DEADLINE, then=None, instead="u"),)}, (), ["s", "t", "u", "v", "x-gateway"]),
        ({}, (DEADLINE,), ["s", "t", "u", "v", "x-gateway"]),
        ({}, (Deadline(5.0),), ["s", "t", "u", "v"]),
        ({"anytime": (Interruption("it burns", "u"),)}, (), ["s", "t", "u", "v", "x-gateway"]),
        ({"starts": [("s", 0.9), ("u", 0.1)]}, (), ["s", "t", "u", "v", "x-gateway"]),
    ],
)
def test_a_gateway_stays_only_where_a_case_may_come(fields, within, left):
    ways = step("x", "t", "s"), step("t"), step("u", "x"), step("v", "x")
    copy = draft(step("s", within=within), *ways, **fields)
    take_out(copy, "x")

    assert left == sorted(copy.steps)


def test_a_gateway_without_which_the_ways_cannot_be_told_stays():
    steps = step("s", "x", "y"), step("y", "x"), gate("x", "t", "u"), step("t"), step("u")

    with pytest.raises(ChangeError, match="it is a gateway, and the ways that meet here cannot be told without it"):
        apply(Process("P", steps), Drop("x"))


def test_a_gateway_in_the_place_of_a_step_is_entered_and_left_as_that_was():
    ways = step("x", "x", Flow("t", "yes"), "u", join="all")
    copy = draft(step("s", "x", "y", split="all"), step("y", "x"), ways, step("t"), step("u"))
    take_out(copy, "x")

    assert ["s", "y", "x-gateway", "t", "u"] == list(copy.order)
    assert {"s": ["x-gateway", "y"], "y": ["x-gateway"], "x-gateway": ["t", "u"], "t": [], "u": []} == flows_of(
        copy.process()
    )
    assert gate("x-gateway", Flow("t", "yes"), "u", join="all") == replace(copy.steps["x-gateway"], name="X-Gateway")


# ---- what is left is tidied -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        # a single way passes a gateway: it goes
        ((step("a", "g"), gate("g", "b"), step("b")), {"a": ["b"], "b": []}),
        ((step("a", "g"), gate("g")), {"a": []}),
        # it routes: it stays
        ((step("a", "g"), gate("g", "b", END), step("b")), {"a": ["g"], "g": ["b", END], "b": []}),
        ((step("a", "g", "c"), gate("g", "b"), step("b"), step("c", "g")),
         {"a": ["g", "c"], "g": ["b"], "b": [], "c": ["g"]}),
        # a circle of its own goes, one around a step stays
        ((step("a", "g"), gate("g", Flow("g", share=0.5), Flow("b", share=0.5)), step("b")), {"a": ["b"], "b": []}),
        ((step("a", "g"), gate("g", "b", "g", "c"), step("b"), step("c")),
         {"a": ["g"], "g": ["b", "c"], "b": [], "c": []}),
        # nothing leads there: it goes, and what it led to is looked at
        ((step("a", "j"), gate("g", "j"), step("j")), {"a": ["j"], "j": []}),
        ((step("a"), gate("g", "h"), gate("h", "b"), step("b")), {"a": [], "b": []}),
        ((step("a"), gate("g", "g", "b"), step("b")), {"a": [], "b": []}),
    ],
)  # fmt: skip
def test_a_gateway_that_no_longer_routes_goes(steps, left):
    copy = draft(*steps)
    tidy(copy, ["g", "gone"])

    assert left == flows_of(copy.process())


def test_a_gateway_at_which_cases_begin_stays():
    copy = draft(gate("g", "a", "b", split="all"), step("a"), step("b"))
    tidy(copy, ["g"])

    assert {"g": ["a", "b"], "a": [], "b": []} == flows_of(copy.process())


def test_a_gateway_to_which_a_deadline_leads_stays():
    copy = draft(step("a", "g"), gate("g", "b"), step("b"), within=(Deadline(5.0, then="g"),))
    tidy(copy, ["g"])

    assert {"a": ["g"], "g": ["b"], "b": []} == flows_of(copy.process())


def test_what_waited_for_a_gateway_that_went_waits_no_more():
    copy = draft(step("a", "j"), gate("g", "j"), step("j", join="all"))
    tidy(copy, ["g"])

    assert "any" == copy.steps["j"].join


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        # an empty branch beside one that leads to the same join
        ((step("a", "j", "b", split="all"), step("b", "j"), step("j", join="all")), (["b"], "one", "any")),
        ((step("a", "b", "j", "c", split="all"), step("b", "j"), step("c", "j"), step("j", join="all")),
         (["b", "c"], "all", "all")),
        ((step("a", "j", "b", split="all"), step("b", "c"), step("c", "j"), step("j", join="all")), (["b"], "one", "any")),
        # it keeps an order where the other one may end otherwise, or never
        ((step("a", "j", "b", split="all"), step("b", "j", END), step("j", join="all")), (["j", "b"], "all", "all")),
        ((step("a", "j", "b", split="all"), step("b", "c"), step("c", "b"), step("j", join="all")), (["j", "b"], "all", "all")),
        ((step("a", "j", "b", split="all"), step("b"), step("j", join="all")), (["j", "b"], "all", "all")),
        # nothing waits there, or it is a choice
        ((step("a", "j", "b", split="all"), step("b", "j"), step("j")), (["j", "b"], "all", "any")),
        ((step("a", "j", "b"), step("b", "j"), step("j", join="all")), (["j", "b"], "one", "all")),
        ((step("a", "j", "b", split="some"), step("b", "j"), step("j", join="all")), (["j", "b"], "some", "all")),
    ],
)  # fmt: skip
def test_a_branch_that_leads_straight_to_its_join_goes_beside_one_that_leads_there_too(steps, left):
    copy = draft(*steps)
    tidy(copy, ["a"])
    a = copy.steps["a"]

    assert left == ([flow.to for flow in a.flows], a.split, copy.steps["j"].join)


@pytest.mark.parametrize(
    ("starts", "ways", "join"),
    [([("a",)], ["j"], "any"), ([("a",)], ["j", "b"], "all"), ([("a", 0.5), ("j", 0.5)], ["j"], "all")],
)
def test_a_step_that_one_flow_is_left_to_waits_for_nothing(starts, ways, join):
    copy = draft(step("a", *ways), step("b", *ways[1:] and ["j"]), step("j", join="all"), starts=starts)
    settle_join(copy, "j")

    assert join == copy.steps["j"].join
