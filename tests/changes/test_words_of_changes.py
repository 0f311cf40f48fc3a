"""A change in words, with ids and with names, and what is said elsewhere of a step that goes or gets another id."""

import re
from datetime import date

import pytest
from msgspec.structs import replace

from flowtrim.changes import apply
from flowtrim.changes.description import deed, describe
from flowtrim.changes.verbs.references import forget, holding, rename
from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import (
    END,
    Acceptance,
    Add,
    Assign,
    Deadline,
    Drop,
    Edit,
    Flow,
    Interruption,
    Kpi,
    Merge,
    Move,
    Parallel,
    Process,
    Promise,
    Release,
    Role,
    Start,
    Step,
)

STEPS = (
    Step("a", "Ask", flows=(Flow("b"),)), Step("b", "Bill", flows=(Flow("c"),)), Step("c", "Close", owner="x", flows=(Flow("d"),)),
    Step("d", "Deliver"),
)  # fmt: skip
PROCESS = Process("P", STEPS, roles=(Role("x", "Care"), Role("y", "Billing")))


@pytest.mark.parametrize(
    ("change", "by_id", "by_name"),
    [
        (Drop("a"), "drop 'a'", "Drop 'Ask'"),
        (Drop("gone"), "drop 'gone'", "Drop 'gone'"),
        (Assign("a", "x"), "assign 'a' to 'x'", "Give 'Ask' to Care"),
        (Merge(("a", "b")), "merge 'a', 'b'", "Make one step of 'Ask' and 'Bill'"),
        (Move("a", after="b"), "move 'a' after 'b'", "Move 'Ask' after 'Bill'"),
        (Move("a", before="b"), "move 'a' before 'b'", "Move 'Ask' before 'Bill'"),
        (Move("a", after="b", before="c"), "move 'a' after 'b' before 'c'", "Move 'Ask' after 'Bill' before 'Close'"),
        (Parallel(("a", "b")), "let 'a', 'b' run in parallel", "Let 'Ask' and 'Bill' run at the same time"),
        (Edit("a", {"why": "", "takes": 1.0}), "edit 'a' (why, takes)", "Change 'Ask': why, takes"),
        (Edit("", {"why": ""}), "edit the process (why)", "Change the process: why"),
        (Add(Step("n", "New")), "add 'n'", "Add 'New'"),
        (Add(Step("n", "N" * 90), after="a"), "add 'n' after 'a'", f"Add '{'N' * 90}' after 'Ask'"),
        (Release("x"), "release 'x'", "Let the role Care go"),
        (
            Release("x", to="y"),
            "release 'x' and give its work to 'y'",
            "Let the role Care go; Billing takes what is left",
        ),
    ],
)
def test_a_change_is_told_by_ids_and_by_names(change, by_id, by_name):
    assert (by_id, by_name) == (describe(change), str(deed(change, PROCESS)))


# ---- what speaks of a step --------------------------------------------------------------------------

LATE = Deadline(5.0, since="a", then="b")


@pytest.mark.parametrize(
    ("fields", "held"),
    [
        ({}, None),
        ({"anytime": (Interruption("it burns", "b"),)}, "a case may come there at any time (it burns)."),
        ({"anytime": (Interruption("it burns", "c", since=("b",)),)}, None),
        ({"promise": Promise(within=5.0, since="b")}, "the promise to the customer counts from it or to it."),
        ({"promise": Promise(within=5.0, until="b")}, "the promise to the customer counts from it or to it."),
        ({"promise": Promise(within=5.0, until="c")}, None),
        ({"within": (LATE,)}, "a deadline counts from it or leads to it."),
        ({"within": (Deadline(5.0, since="b"),)}, "a deadline counts from it or leads to it."),
        ({"within": (Deadline(5.0, instead="b"),)}, "a deadline counts from it or leads to it."),
        ({"within": (Deadline(5.0, since="c"),)}, None),
        ({"steps": (replace(STEPS[0], within=(Deadline(5.0, then="b"),)), *STEPS[1:])}, "a deadline counts from it or leads to it."),
        ({"steps": (replace(STEPS[0], within=(Deadline(5.0),)), *STEPS[1:])}, None),
    ],
)  # fmt: skip
def test_what_cannot_be_told_without_a_step_holds_it(fields, held):
    draft = Draft(replace(PROCESS, **fields))

    assert held == holding(draft, "b")
    if held:
        with pytest.raises(ChangeError, match=re.escape(held)):
            forget(draft, "b")


UNTIL = date(2027, 1, 1)


def accepted(*places):
    return tuple(Acceptance("why-none", at, "Known.", UNTIL) for at in places)


def spoken_of(draft):
    head = draft.head
    return (
        head.separate, head.separate_persons, head.together, [kpi.steps for kpi in head.kpis],
        [one.at for one in head.accepted], [each.since for each in head.anytime],
    )  # fmt: skip


SPOKEN = replace(
    PROCESS, separate=(("a", "b"), ("a", "b", "c"), ("c",)), separate_persons=(("b", "c"),), together=(("a", "c"),),
    kpis=(Kpi("K", steps=("a", "b")), Kpi("b")), accepted=accepted("b", "a->b", "a", "x", ""),
    anytime=(Interruption("w", END, since=("b", "a")), Interruption("w", END, since=("b",)), Interruption("w", "a")),
)  # fmt: skip


def test_nothing_speaks_of_a_step_that_is_gone():
    # the acceptance of the KPI called b is not one of the step
    draft = Draft(SPOKEN)
    forget(draft, "b")

    assert ((("a", "c"), ("c",)), (), (("a", "c"),), [("a",), ()], ["b", "a", "x", ""], [("a",), ()]) == spoken_of(
        draft
    )


def test_an_acceptance_of_a_step_goes_with_it():
    draft = Draft(replace(SPOKEN, kpis=()))
    forget(draft, "b")

    assert ["a", "x", ""] == [one.at for one in draft.head.accepted]


def test_everything_speaks_of_a_step_by_its_new_id():
    draft = Draft(replace(SPOKEN, kpis=SPOKEN.kpis[:1]))
    rename(draft, {"b"}, "z")

    assert (
        (("a", "z"), ("a", "z", "c"), ("c",)), (("z", "c"),), (("a", "c"),), [("a", "z")], ["z", "a->z", "a", "x", ""],
        [("z", "a"), ("z",), ()],
    ) == spoken_of(draft)  # fmt: skip


def test_promises_and_deadlines_speak_of_a_step_by_its_new_id():
    step = replace(STEPS[3], within=(Deadline(5.0, since="a", instead="b"),))
    fields = {
        "promise": Promise(within=9.0, since="a", until="b"),
        "within": (LATE,),
        "anytime": (Interruption("w", "b"),),
    }
    draft = Draft(replace(PROCESS, steps=(*STEPS[:3], step), **fields))
    rename(draft, {"b"}, "z")

    assert Promise(within=9.0, since="a", until="z") == draft.head.promise
    assert (replace(LATE, then="z"),) == draft.head.within
    assert (Interruption("w", "z"),) == draft.head.anytime
    assert (Deadline(5.0, since="a", instead="z"),) == draft.steps["d"].within


def test_a_role_that_leaves_is_deputy_and_part_of_nothing_any_more():
    roles = Role("x", "X", deputy="y"), Role("y", "Y"), Role("z", "Z", deputy="x")
    process = Process("P", STEPS[2:], roles=roles, owner="x", accepted=accepted("x", "c", "z"))
    after = apply(process, Release("x", to="z"))

    assert [("y", None), ("z", None)] == [(role.id, role.deputy) for role in after.roles]
    assert ("z", ["c", "z"]) == (after.owner, [one.at for one in after.accepted])
    after = apply(process, Release("x", to="y"))
    assert [("y", None), ("z", "y")] == [(role.id, role.deputy) for role in after.roles]


# ---- what an edit refuses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "fits"),
    [
        ((0.5, 0.5), True), ((0.5, 0.5 + 1e-7), True), ((0.5, 0.5 + 1e-5), False), ((0.5, 0.5 - 1e-7), True),
        ((0.5, 0.4), False), ((0.5, None), True), ((1.0, None), True), ((0.0, 1.0), True), ((-0.1, None), False),
        ((1.1, None), False), ((None, None), True),
    ],
)  # fmt: skip
def test_shares_of_a_choice_add_up(shares, fits):
    flows = tuple(Flow(to, share=share) for to, share in zip("bc", shares, strict=True))
    change = Edit("a", {"flows": flows})
    if fits:
        assert flows == apply(PROCESS, change).step("a").flows
    else:
        with pytest.raises(ChangeError, match="share"):
            apply(PROCESS, change)


@pytest.mark.parametrize(
    ("values", "fits"),
    [
        ({"flows": (Flow("b", share=0.3),)}, True),
        ({"flows": (Flow("b", share=0.9), Flow("c", share=0.9)), "split": "some"}, True),
        ({"flows": (Flow("b"), Flow("b")), "split": "some"}, False),
        ({"flows": (Flow("b"), Flow("b"))}, True),
        ({"flows": (Flow("end"), Flow("b")), "split": "all"}, True),
    ],
)
def test_ways_of_a_split_lead_to_different_steps(values, fits):
    if fits:
        assert values["flows"] == apply(PROCESS, Edit("a", values)).step("a").flows
    else:
        with pytest.raises(ChangeError, match="two of its ways lead to the same step"):
            apply(PROCESS, Edit("a", values))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"order": ("a", "b", "c")}, "the order has to list every step once"),
        ({"starts": (Start("z"),)}, "there is no step 'z'"),
        ({"separate": (("a", "z"),)}, "there is no step 'z'"),
        ({"together": (("a", "z"),)}, "there is no step 'z'"),
        ({"kpis": (Kpi("K", steps=("z",)),)}, "there is no step 'z'"),
        ({"steps": ()}, "there is no field 'steps'"),
    ],
)
def test_a_process_speaks_of_its_own_steps_only(values, why):
    with pytest.raises(ChangeError, match=why):
        apply(PROCESS, Edit("", values))
