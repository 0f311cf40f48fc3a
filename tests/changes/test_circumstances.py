"""Changes to a process that says more than steps and flows: interruptions, deadlines, promises, helpers and deputies."""

import pytest
from msgspec.structs import replace

from flowtrim.changes import apply, apply_plan
from flowtrim.errors import ChangeError
from flowtrim.model import (
    Deadline,
    Drop,
    Edit,
    Flow,
    Interruption,
    Merge,
    Process,
    Promise,
    Release,
    Repetition,
    Role,
    Step,
)

WITHDRAWN = Interruption("withdrawn", to="close", since=("stamp", "pay"))


def claim(**fields):
    steps = (
        Step("fill", "Fill in", owner="clerk", flows=(Flow("stamp"),)),
        Step("stamp", "Stamp", owner="boss", alongside=("clerk",), flows=(Flow("pay"),)),
        Step("pay", "Pay", owner="clerk"),
        Step("close", "Close", owner="clerk"),
    )
    return Process("Claim", steps, (Role("clerk", "Clerk", deputy="boss"), Role("boss", "Boss")), **fields)


def test_a_step_that_is_gone_can_no_longer_be_interrupted():
    after = apply(claim(anytime=(WITHDRAWN,)), Drop("stamp"))

    assert (replace(WITHDRAWN, since=("pay",)),) == after.anytime


def test_what_could_interrupt_only_a_step_that_is_gone_happens_no_more():
    assert () == apply(claim(anytime=(replace(WITHDRAWN, since=("stamp",)),)), Drop("stamp")).anytime


def test_what_may_happen_during_all_steps_still_may():
    always = replace(WITHDRAWN, since=())

    assert (always,) == apply(claim(anytime=(always,)), Drop("stamp")).anytime


@pytest.mark.parametrize(
    ("fields", "step", "reason"),
    [
        ({"anytime": (WITHDRAWN,)}, "close", r"a case may come there at any time \(withdrawn\)"),
        ({"promise": Promise(within=60.0, since="stamp")}, "stamp", "the promise to the customer counts from it"),
        ({"within": (Deadline(60.0, then="close"),)}, "close", "a deadline counts from it or leads to it"),
    ],
)
def test_a_step_is_not_dropped_that_something_cannot_be_told_without(fields, step, reason):
    with pytest.raises(ChangeError, match=reason):
        apply(claim(**fields), Drop(step))


def test_a_deadline_of_another_step_holds_the_step_that_it_counts_from():
    process = claim()
    late = replace(process.steps[2], within=(Deadline(60.0, since="stamp"),))

    with pytest.raises(ChangeError, match="a deadline counts from it"):
        apply(replace(process, steps=(*process.steps[:2], late, process.steps[3])), Drop("stamp"))


def test_everything_that_names_a_step_follows_when_it_gets_another_id():
    process = claim(
        anytime=(replace(WITHDRAWN, to="stamp"),), promise=Promise(within=60.0, until="stamp"),
        separate_persons=(("stamp", "pay"),), within=(Deadline(60.0, then="stamp"),),
    )  # fmt: skip
    late = replace(process.steps[2], within=(Deadline(5.0, since="stamp"),))
    process = replace(process, steps=(*process.steps[:2], late, process.steps[3]))
    after = apply(process, Edit("stamp", {"id": "sign"}))

    assert (Interruption("withdrawn", to="sign", since=("sign", "pay")),) == after.anytime
    assert ("sign", (("sign", "pay"),)) == (after.promise.until, after.separate_persons)
    assert ("sign", "sign") == (after.within[0].then, after.step("pay").within[0].since)


def test_a_role_that_leaves_helps_no_more_and_its_heir_is_deputy():
    process = replace(claim(), roles=(*claim().roles, Role("aide", "Aide", deputy="clerk")))
    after = apply(process, Release("clerk", to="boss"))

    assert () == after.step("stamp").alongside
    assert ["boss"] == [role.deputy for role in after.roles if role.id == "aide"]


def test_nobody_becomes_the_own_deputy():
    assert None is apply(claim(), Release("boss", to="clerk")).role("clerk").deputy


def test_steps_that_are_not_done_equally_often_stay_apart():
    process = claim()
    each = replace(process.steps[2], each=Repetition("invoice", 12.0))
    process = replace(process, steps=(*process.steps[:2], each, process.steps[3]))

    with pytest.raises(ChangeError, match="not done equally often"):
        apply(process, Merge(("stamp", "pay"), {"owner": "clerk"}))


def test_a_united_step_keeps_the_deadlines_of_its_members():
    process = claim()
    late = replace(process.steps[2], within=(Deadline(60.0),))
    process = replace(process, steps=(*process.steps[:2], late, process.steps[3]))

    assert (Deadline(60.0),) == apply(process, Merge(("stamp", "pay"), {"owner": "clerk"})).step("stamp").within


def test_duties_of_two_persons_keep_two_steps():
    with pytest.raises(ChangeError, match="separation of duties"):
        apply(claim(separate_persons=(("stamp", "pay"),)), Merge(("stamp", "pay"), {"owner": "clerk"}))


def test_how_a_case_ends_is_still_told_without_the_last_step():
    steps = (
        Step("sort", "Sort", flows=(Flow("pay", when="right", share=0.9), Flow("refuse", when="wrong", share=0.1))),
        Step("pay", "Pay", flows=(Flow("end", outcome="paid"),)),
        Step("refuse", "Refuse", flows=(Flow("end", outcome="refused"),)),
    )
    after = apply_plan(Process("Claim", steps), [Drop("pay"), Drop("refuse")])

    assert [("right", "paid"), ("wrong", "refused")] == [(one.when, one.outcome) for one in after.steps[0].flows]


def test_a_class_of_cases_keeps_its_way_when_a_step_on_it_goes():
    steps = (
        Step("sort", "Sort", flows=(
            Flow("look", when="up to 100", share=0.9, band=("amount", "up to 100")), Flow("sign", when="above 100"))),
        Step("look", "Look", flows=(Flow("pay"),)),
        Step("sign", "Sign", flows=(Flow("pay"),)),
        Step("pay", "Pay"),
    )  # fmt: skip
    after = apply_plan(Process("Claim", steps), [Drop("look")])

    assert Flow("pay", when="up to 100", share=0.9, band=("amount", "up to 100")) == after.steps[0].flows[0]
