"""Accepting and refusing single changes of a proposal."""

from pathlib import Path

from flowtrim.changes import apply_plan, describe
from flowtrim.formats import read
from flowtrim.measures import Survey
from flowtrim.redesign import Choosing
from tests.days import TODAY

SAMPLES = Path(__file__).parents[2] / "samples"


def choosing(name="quality-and-billing", **options):
    process = read(SAMPLES / name / "process.yml", today=TODAY).process
    return Choosing(Survey(process, today=TODAY), **options)


def words(choice):
    return {one.number: describe(one.change) for one in choice.proposal.changes}


def test_changes_are_numbered_from_one():
    numbers = [one.number for one in choosing().proposal.changes]

    assert list(range(1, len(numbers) + 1)) == numbers


def test_a_refused_change_is_gone_and_the_others_keep_their_numbers():
    choice = choosing()
    before = words(choice)
    choice.refuse(lambda one: one.number == 6)
    after = words(choice)

    assert "drop 'weigh-for-production'" == before[6]
    assert 6 not in after
    assert after.items() <= before.items()


def test_what_follows_only_from_a_refused_change_is_worked_out_anew():
    choice = choosing("billing-question")
    choice.refuse(lambda one: describe(one.change) == "drop 'enter-ratings'")
    left = {step.id for step in choice.proposal.after.process.work}

    assert "enter-ratings" in left
    assert "drop 'enter-ratings'" not in words(choice).values()


def test_everything_can_be_refused():
    choice = choosing()
    choice.refuse(lambda _: True)

    assert () == choice.proposal.changes
    assert choice.proposal.before.process == choice.proposal.after.process


def test_only_what_was_accepted_is_kept_and_measured_again():
    choice = choosing()
    before = {one.number: one for one in choice.proposal.changes}
    choice.keep_only(lambda one: one.number in (1, 2))
    kept = choice.proposal

    assert [1, 2] == [one.number for one in kept.changes]
    assert [before[1].change, before[2].change] == [one.change for one in kept.changes]
    assert kept.after.process == apply_plan(kept.before.process, [one.change for one in kept.changes])


def test_what_nobody_accepted_is_on_record():
    choice = choosing()
    choice.keep_only(lambda one: one.number == 1)
    reasons = {refused.reason for refused in choice.proposal.refused}

    assert "Nobody accepted it." in reasons


def test_a_role_is_not_let_go_while_its_work_is_kept():
    choice = choosing()
    choice.keep_only(lambda one: describe(one.change).startswith("release") and not one.moves)

    assert () == choice.proposal.changes


def test_to_let_a_role_go_hands_over_all_its_work():
    choice = choosing()
    leaving = next(one for one in choice.proposal.changes if one.moves)
    choice.keep_only(lambda one: one.number == leaving.number)

    assert [leaving.number] == [one.number for one in choice.proposal.changes]
    assert leaving.change.role not in {step.owner for step in choice.proposal.after.process.work}


def test_a_role_that_is_to_stay_keeps_its_work():
    choice = choosing()
    leaving = next(one for one in choice.proposal.changes if one.moves)
    choice.refuse(lambda one: one.number == leaving.number)

    assert not set(leaving.steps) & {step for one in choice.proposal.changes for step in one.steps}


def test_to_accept_everything_changes_nothing():
    choice = choosing()
    before = choice.proposal
    choice.keep_only(lambda _: True)

    assert before is choice.proposal
