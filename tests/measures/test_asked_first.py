"""What to ask before a step goes, and who finds out by what a case goes its way."""

from itertools import permutations

import pytest
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures.asked_first import (
    lacked,
    last_of_role,
    measured_at,
    reason_told,
    sent_back_to,
    theirs,
    whole_branch,
)
from flowtrim.measures.choices import condition, conditions, decides, finds_out, found_for, parts_ways, together
from flowtrim.model import END, Flow, Kpi, Process, Role, Step
from tests.charts import chart


def step(name, *ways, **fields):
    return Step(name, f"Do {name}", flows=tuple(way if isinstance(way, Flow) else Flow(way) for way in ways), **fields)


def said(words):
    return [str(one) for one in words]


ROLES = (
    Role("buyer", "Buyer", kind="customer"),
    Role("law", "Head", serves="law", source="Act 7"),
    Role("deal", "Guard", serves="contract", source="Annex B"),
    Role("bare", "Bare", serves="law"),
    Role("risk", "Risk", serves="risk", source="Act 7"),
)


@pytest.mark.parametrize(
    ("owner", "told"),
    [("buyer", ["'Buyer' does it, not we: ask them first."]), ("law", []), ("new", []), (None, [])],
)
def test_what_the_customer_does_is_not_ours_to_drop(owner, told):
    process = Process("P", (step("a", owner=owner),), roles=ROLES)

    assert told == said(theirs(process, process.steps[0]))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"alongside": ("deal",)}, ["'Guard' does it too: ask them first."]),
        ({"alongside": ("deal", "buyer")}, ["'Guard' and 'Buyer' do it too: ask them first."]),
        ({"alongside": ("deal",), "kind": "notify"}, ["'Guard' does it too: ask them first."]),
        ({"alongside": ("law",)}, []),  # the doer
        ({"alongside": ("machine",)}, []),
        ({"accountable": "deal", "kind": "approve"}, ["'Guard' answers for it: ask them first."]),
        ({"accountable": "deal", "kind": "check"}, ["'Guard' answers for it: ask them first."]),
        ({"accountable": "deal", "kind": "check", "alongside": ("deal",)}, ["'Guard' does it too: ask them first."]),
        ({"accountable": "deal"}, []),  # who answers for work was there when nobody could say what it is for
        ({"accountable": "law", "kind": "approve"}, []),
        ({"kind": "approve"}, []),
        ({"consults": ("deal",), "informs": ("risk",), "kind": "approve"}, []),
    ],
)
def test_others_who_do_a_step_or_answer_for_a_judgement_are_asked(fields, told):
    process = Process("P", (step("a", owner="law", **fields),), roles=(*ROLES, Role("machine", "X", kind="system")))

    assert told == said(theirs(process, process.steps[0]))


@pytest.mark.parametrize(
    ("owner", "others", "told"),
    [
        ("law", [], ["It is all that 'Head' does, who is there for the law (Act 7)."]),
        ("law", ["law"], []),
        ("law", ["deal"], ["It is all that 'Head' does, who is there for the law (Act 7)."]),
        ("deal", [], ["It is all that 'Guard' does, who is there for the contract (Annex B)."]),
        ("bare", [], []),
        ("risk", [], []),
        (None, [], []),
    ],
)
def test_the_last_step_of_a_role_that_has_to_be_there_is_told(owner, others, told):
    process = Process("P", (step("a", owner=owner), *(step(f"b{who}", owner=who) for who in others)), roles=ROLES)

    assert told == said(last_of_role(process, process.steps[0]))


@pytest.mark.parametrize(
    ("why", "told"),
    [("It pays.", ["Its reason is said to be: It pays."]), ("none", []), ("TBD", []), (None, []), ("", [])],
)
def test_a_reason_is_quoted_where_one_was_given(why, told):
    assert told == said(reason_told(step("a", why=why)))


TAKEN = "Only it makes 'x', which 'Do b' takes."


@pytest.mark.parametrize(
    ("steps", "gone", "told"),
    [
        ([step("a", "b", outputs=("x",)), step("b", "c", inputs=("x",)), step("c")], "", [TAKEN]),
        ([step("a", "b", outputs=("x",)), step("b", "c", inputs=("x",)), step("c")], "b", []),
        ([step("a", "b", outputs=("x",)), step("b", "c", inputs=("x",)), step("c", outputs=("x",))], "", []),
        ([step("a", "b", outputs=("x",)), step("b", "c", inputs=("x",)), step("c", outputs=("x",))], "c", [TAKEN]),
        ([step("b", "a", inputs=("x",)), step("a", outputs=("x",))], "", []),  # it was taken before
        ([step("a", "b", outputs=("x", "y", "x")), step("b", inputs=("y", "x"))], "",
         [TAKEN, "Only it makes 'y', which 'Do b' takes."]),
        ([step("a", "b", outputs=("x",)), step("b")], "", []),
        # it takes it itself, or another makes or takes it whose id comes before
        ([step("a", "b", inputs=("x",), outputs=("x",)), step("b", "a", END)], "", []),
        ([step("a", "A", outputs=("x",)), step("A", inputs=("x",))], "", [TAKEN.replace("Do b", "Do A")]),
        ([step("a", "b", outputs=("x",)), step("b", "A", inputs=("x",)), step("A", outputs=("x",))], "", []),
        ([step("a", "c", outputs=("x",)), step("c", "b", inputs=("x",)), step("b", inputs=("x",))], "",
         [TAKEN.replace("Do b", "Do c")]),
    ],
)  # fmt: skip
def test_what_only_it_makes_and_somebody_takes_is_named(steps, gone, told):
    today = FlowGraph(Process("P", tuple(steps)))
    now = Process("P", tuple(one for one in steps if one.id not in gone))

    assert told == said(lacked(today, now, today.process.step("a")))


@pytest.mark.parametrize(
    ("measured", "told"),
    [
        ([], []),
        (["a"], ["The KPI 'K0' is measured at it and nowhere else."]),
        (["a", "a"], ["The KPIs 'K0' and 'K1' are measured at it and nowhere else."]),
        (["ab"], ["The KPI 'K0' is measured from it."]),
        (["ab", "ac"], ["The KPIs 'K0' and 'K1' are measured from it."]),
        (["ba"], ["The KPI 'K0' is measured up to it."]),
        (["ba", "ca"], ["The KPIs 'K0' and 'K1' are measured up to it."]),
        (["ax"], ["The KPI 'K0' is measured at it and nowhere else."]),  # x is not there
        (["b", "bc"], []),
        (["bac"], []),
        (["ab", "ca", "a"], ["The KPI 'K2' is measured at it and nowhere else.", "The KPI 'K0' is measured from it.",
                             "The KPI 'K1' is measured up to it."]),
    ],
)  # fmt: skip
def test_each_kpi_that_begins_or_ends_at_a_step_is_named(measured, told):
    kpis = tuple(Kpi(f"K{number}", steps=tuple(steps)) for number, steps in enumerate(measured))
    process = Process("P", tuple(step(each) for each in "abc"), kpis=kpis)

    assert told == said(measured_at(process, process.steps[0]))


TORN_ALONE = (
    "It is all that happens on its branch ('it is torn', 5%): ask first what becomes of those cases without it."
)
FEW = (Flow("a", "it is torn", 0.05),)


@pytest.mark.parametrize(
    ("emptied", "alone", "usual", "optional", "told"),
    [
        ({}, None, False, None, []),
        ({}, None, True, None, []),
        ({}, None, False, 0.5, ["It is done in some cases only: ask first what becomes of those without it."]),
        ({}, None, False, 1.0, []),
        ({}, FEW, True, None, ["It is how these cases usually end: ask first who relies on it."]),
        ({}, FEW, False, 0.5, [TORN_ALONE]),
        ({}, (), False, None,
         ["It is all that happens on its branch: ask first what becomes of those cases without it."]),
        ({"a": FEW}, FEW, True, None,
         ["Everything on its branch ('it is torn', 5%) would go: ask first what becomes of those cases."]),
        ({"a": (Flow("a"),)}, None, False, None,
         ["Everything on its branch would go: ask first what becomes of those cases."]),
        ({"b": FEW}, None, False, None, []),
    ],
)  # fmt: skip
def test_what_is_all_that_happens_on_a_branch_is_asked_about(emptied, alone, usual, optional, told):
    assert told == said(whole_branch(step("a", optional=optional), emptied, alone=alone, usual=usual))


def back(when=None, *, to="a"):
    return Flow(to, when, 0.1), Flow(END, share=0.9)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([step("a", "b"), step("b", *back("torn"))],
         ["Cases are sent back to it ('torn'): ask first what becomes of them without it."]),
        ([step("a", "b"), step("b", *back())],
         ["Cases are sent back to it: ask first what becomes of them without it."]),
        ([step("a", *back("torn"))],
         ["It is done again in some cases ('torn'): ask first whether those can go on without it."]),
        ([step("a", *back())], ["It is done again in some cases: ask first whether those can go on without it."]),
        ([step("a", "b"), step("b", "end")], []),
        ([step("a", "b"), step("b", Flow("c"), Flow(END)), step("c", "a")], []),  # no choice leads straight to it
        ([step("m", "a", kind="gateway"), step("a", "b"), step("b", *back("torn", to="m"))],
         ["Cases are sent back to it ('torn'): ask first what becomes of them without it."]),
        ([step("m", "a"), step("a", "b"), step("b", *back("torn", to="m"))], []),  # somebody does m before
        ([step("m", "a", "b", kind="gateway"), step("a", "b"), step("b", *back("torn", to="m"))], []),
    ],
)  # fmt: skip
def test_where_cases_are_sent_back_to_a_step_it_is_asked_what_becomes_of_them(steps, told):
    process = Process("P", tuple(steps))

    assert told == said(sent_back_to(FlowGraph(process), process.step("a")))


# ---- choices -----------------------------------------------------------------------------------------

SMALL, LARGE = Flow("b", "small", band=("amount", "small")), Flow("c", "large", band=("amount", "large"))


@pytest.mark.parametrize(
    ("of", "parts", "chooses", "finds"),
    [
        (step("a", "b", "c", kind="check"), True, True, True),
        (step("a", "b", "c", kind="do"), True, True, False),
        (step("a", "b", "c", kind="contact"), True, True, True),
        (step("a", "b", "c", kind="check", split="all"), False, False, False),
        (step("a", "b", "c", kind="check", split="some"), True, True, True),
        (step("a", "b", kind="check"), False, False, False),
        (step("a", "b", "a", kind="check"), False, False, False),  # to do it again is no choice of others
        (step("a", Flow("b", "x"), Flow("b", "y"), kind="check"), False, False, False),
        (step("a", kind="check"), False, False, False),
        (step("a", SMALL, LARGE, kind="approve"), True, False, False),  # it is known without it
        (step("a", SMALL, LARGE, kind="decide"), True, True, True),
        (step("a", SMALL, "c", kind="approve"), True, True, True),
    ],
)
def test_a_step_chooses_where_flows_differ_and_finds_out_where_it_judges_or_asks(of, parts, chooses, finds):
    assert (parts, chooses, finds) == (parts_ways(of), decides(of), finds_out(of))
    assert (of.kind != "do") == finds_out(of, {"a"})


TORN, WHOLE = Flow("e", "it is torn"), Flow(END, "it is whole")


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([step("a", "g"), step("g", TORN, WHOLE, kind="gateway"), step("e")], {"a": "g"}),
        ([step("a", "g", kind="check"), step("g", TORN, WHOLE, kind="gateway"), step("e")], {"a": "g"}),
        ([step("a", "g"), step("g", "e", "end", kind="gateway"), step("e")], {}),  # nothing is told
        ([step("a", "g", kind="check"), step("g", "e", "end", kind="gateway"), step("e")], {"a": "g"}),
        ([step("a", "g"), step("g", Flow("e", "over 100"), Flow(END, "up to 100"), kind="gateway"), step("e")], {}),
        ([step("a", "g"), step("g", Flow("e", "over 100"), WHOLE, kind="gateway"), step("e")], {"a": "g"}),
        ([step("a", "t"), step("t", "g", kind="transfer"), step("g", TORN, WHOLE, kind="gateway"), step("e")],
         {"a": "g"}),
        ([step("a", "t"), step("t", TORN, WHOLE, kind="transfer"), step("e")], {"a": "t"}),
        ([step("a", "t"), step("t", TORN, WHOLE), step("e")], {}),  # who does it finds it out
        ([step("s", "a", "b"), step("a", "g"), step("b", "g"), step("g", TORN, WHOLE, kind="gateway"), step("e")],
         {}),  # nobody knows which of them
        ([step("s", "a", "b"), step("a", "g", kind="check"), step("b", "g"), step("g", TORN, WHOLE, kind="gateway"),
          step("e")], {"a": "g"}),
        ([step("g", TORN, WHOLE, kind="gateway"), step("e")], {}),
        ([step("v", "g", kind="event"), step("g", TORN, WHOLE, kind="gateway"), step("e", "g")], {}),
    ],
)  # fmt: skip
def test_who_was_last_at_a_case_finds_out_what_a_choice_after_it_goes_by(steps, found):
    told = found_for(FlowGraph(Process("P", tuple(steps))))

    assert found == {name: "".join(choice.id for choice in choices) for name, choices in told.items()}


@pytest.mark.parametrize(
    ("flow", "told"),
    [
        (Flow("a", "torn"), "'torn'"), (Flow("a", "torn", 0.0), "'torn'"), (Flow("a", "torn", 0.1), "'torn' (10%)"),
        (Flow("a", "torn", 0.01), "'torn' (1%)"), (Flow("a", "torn", 0.004), "'torn' (0.4%)"),
        (Flow("a", "torn", 0.0096), "'torn' (0.96%)"), (Flow("a", "torn", 0.034), "'torn' (3.4%)"),
        (Flow("a", "torn", 1.0), "'torn' (100%)"),
    ],
)  # fmt: skip
def test_a_condition_is_told_with_its_share(flow, told):
    assert told == condition(flow)


@pytest.mark.parametrize(
    ("flows", "told"),
    [
        ((), None),
        ((Flow("b"),), None),
        ((Flow("b", "x", 0.2), Flow("c", "y", 0.8)), "'x' (20%)"),
        ((Flow("b", "x", 0.8), Flow("c", "y", 0.2)), "'y' (20%)"),
        ((Flow("b", "x"), Flow("c", "y")), "'x' or 'y'"),
        ((Flow("b", "x", 0.2), Flow("c", "y")), "'x' (20%) or 'y'"),
        ((Flow("b", "x", 0.2), Flow("c", share=0.8)), "'x' (20%)"),
        ((Flow("b", share=0.2), Flow("c", "y", 0.8)), None),
    ],
)
def test_the_conditions_are_those_by_which_cases_leave_the_usual_way(flows, told):
    assert told == conditions(replace(step("a"), flows=flows))


@pytest.mark.parametrize(
    ("flows", "told"),
    [
        ((), None),
        ((Flow("a", share=0.1),), None),
        ((Flow("a", "x"),), "'x'"),
        ((Flow("a", "x", 0.1),), "'x', 10%"),
        ((Flow("a", "x", 0.1), Flow("a", "y", 0.05)), "'x' and 'y', 15%"),
        ((Flow("a", "x", 0.1), Flow("a", "y")), "'x' and 'y', 10%"),
        ((Flow("a", "x", 0.1), Flow("a", share=0.5)), "'x', 10%"),
    ],
)
def test_conditions_to_one_place_are_told_together_with_how_many_go_there(flows, told):
    assert told == together(flows)


def test_a_chart_without_a_choice_has_nobody_who_finds_out():
    assert {} == found_for(FlowGraph(chart({"a": "b", "b": ""})))


@pytest.mark.parametrize("shares", [(None, None, None), (0.2, 0.2, 0.6), (0.1, 0.3, 0.6)])
def test_in_which_order_somebody_wrote_the_ways_changes_nothing_that_is_told(shares):
    ways = [Flow(to, when, share) for to, when, share in zip("bcd", ("late", "broken", "fine"), shares, strict=True)]

    assert 1 == len({str(conditions(replace(step("a"), flows=(*flows,)))) for flows in permutations(ways)})
    assert 1 == len({str(together(flows)) for flows in permutations(ways)})
