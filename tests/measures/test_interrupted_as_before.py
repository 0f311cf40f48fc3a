"""What a change does to a process in which something may come up at any time: nothing to the steps that stay."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.changes import Trial
from flowtrim.errors import ChangeError
from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.model import Drop
from flowtrim.redesign import trim
from tests.days import TODAY
from tests.processes import processes_with_terms

ROW = """
process: Claim
volume: 1000/year
steps:
  - {id: fill, name: Fill it in, owner: Clerk, takes: 60m, why: Only the driver was there., serves: customer}
  - {id: check, name: Check it, owner: Bank, takes: 60m, why: Nine in a hundred are wrong., serves: risk}
  - {id: copy, name: Copy it, owner: Bank, takes: 60m, why: none}
  - {id: pay, name: Pay it, owner: Bank, takes: 60m, why: The insured waits for it., serves: customer}
  - {id: note, name: Note it, owner: Bank, takes: 60m, why: none, next: end}
  - {id: tell, name: Tell it, owner: Clerk, takes: 60m, why: Whoever withdraws wants to read it., serves: customer, next: end}
anytime: [{when: the claim is withdrawn, share: 30%, to: tell}]
"""


def survey(text):
    return Survey(loads(text, file="p.yml", today=TODAY).process, today=TODAY)


def without(today, *steps):
    trial = Trial(today.process)
    for step in steps:
        trial.make(Drop(step))
    return today.changed(trial.process())


@pytest.mark.parametrize(
    "gone", [("fill",), ("check",), ("copy",), ("note",), ("copy", "pay"), ("pay", "note"), ("check", "copy", "note")]
)
def test_a_step_that_goes_changes_no_other_one(gone):
    today = survey(ROW)
    left = without(today, *gone)

    assert {step: often for step, often in today.visits.items() if step not in gone} == pytest.approx(dict(left.visits))
    assert today.yearly.hours - left.yearly.hours == pytest.approx(1000 * sum(today.visits[step] for step in gone))


def test_one_change_after_the_other_is_measured_as_both_at_once():
    today = survey(ROW)
    trial = Trial(without(today, "copy").process)
    trial.make(Drop("check"))

    assert dict(without(today, "copy", "check").visits) == dict(without(today, "copy").changed(trial.process()).visits)


def test_trimming_and_comparing_tell_the_same_figures():
    today = survey(ROW)
    proposal = trim(today)
    after = Survey(proposal.after.process, today=TODAY, origin=(today.process, ()))

    assert {"copy", "note"} == {change.step for change in proposal.planned if isinstance(change, Drop)}
    assert dict(proposal.after.visits) == pytest.approx(dict(after.visits))
    assert [
        pytest.approx(1000 * today.visits[one.change.step]) for one in proposal.changes if isinstance(one.change, Drop)
    ] == [one.gain.hours for one in proposal.changes if isinstance(one.change, Drop)]


def test_steps_that_have_other_ids_now_are_interrupted_as_before():
    today = survey(ROW)
    named_anew = without(today, "copy").process.renamed({"check": "copy", "pay": "p"})
    after = Survey(named_anew, today=TODAY, origin=(today.process, ()))

    assert today.visits["check"] == pytest.approx(after.visits["copy"])
    assert today.visits["pay"] == pytest.approx(after.visits["p"])


@pytest.mark.parametrize(
    ("told", "anew"), [("share: 30%", "share: 20%"), ("to: tell", "to: end"), ("withdrawn", "lost")]
)
def test_what_is_declared_anew_is_spread_anew(told, anew):
    today, other = survey(ROW), survey(ROW.replace(told, anew))

    assert dict(other.visits) == dict(today.changed(other.process).visits)


def test_where_no_step_is_left_at_which_it_could_come_up_it_is_spread_anew():
    today, other = survey(ROW), survey(ROW)
    ids = {step.id: f"{step.id}2" for step in other.process.steps if step.id != "tell"}
    renamed = other.process.renamed(ids)

    assert today.visits["pay"] == pytest.approx(
        today.changed(replace(renamed, anytime=today.process.anytime)).visits["pay2"]
    )


def test_nobody_is_interrupted_where_branches_ran_until_the_end_of_what_is_left():
    text = ROW.replace("serves: risk}", "serves: risk, next: {all: [copy, pay]}}", 1)
    text = text.replace("why: none}", "why: none, next: note}").replace("id: note,", "id: note, join: all,")
    today = survey(text)
    left = without(today, "note")

    assert [today.visits[one] for one in ("copy", "pay")] == pytest.approx(
        [left.visits[one] for one in ("copy", "pay")]
    )


@given(processes_with_terms(), st.data())
def test_a_step_that_goes_never_changes_how_often_what_comes_before_it_is_done(process, data):
    today = Survey(process, today=TODAY)
    gone = data.draw(st.sampled_from([step.id for step in process.work]))
    trial = Trial(process)
    try:
        trial.make(Drop(gone))
    except ChangeError:
        assume(False)
    left = today.changed(trial.process())
    calm = {
        step: Survey(replace(one, anytime=()), today=TODAY).visits
        for step, one in (("was", process), ("now", left.process))
    }

    ids = [step.id for step in left.process.work]
    for step_id in ids:
        unmoved = process.has_step(step_id) and calm["was"][step_id] == pytest.approx(calm["now"][step_id])
        if unmoved and not today.graph.can_follow(gone, step_id):
            assert today.visits[step_id] == pytest.approx(left.visits[step_id])
    alone = all(len(process.step(source).flows) == 1 for source in today.graph.before[gone])
    if alone and all(process.has_step(one) and calm["was"][one] == pytest.approx(calm["now"][one]) for one in ids):
        assert {one: today.visits[one] for one in ids} == pytest.approx({one: left.visits[one] for one in ids})
