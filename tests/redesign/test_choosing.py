"""Accepting and refusing single changes of a proposal."""

from pathlib import Path

import pytest

from flowtrim.changes import apply_plan, describe
from flowtrim.formats import loads, read
from flowtrim.measures import Survey
from flowtrim.redesign import Choosing, trim
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
    leaving = next(one for one in choice.proposal.changes if one.moves and "It follows" not in " ".join(one.against))
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


HANDED_ON = """
process: Lend a van
outputs: [van]
roles:
  clerk: {name: Clerk, why: none, skills: [care]}
  boss: {name: Boss, skills: [care]}
  team: {name: Team, why: none, skills: [care]}
starts: [ask]
steps:
  - {id: ask, name: Ask for it, owner: boss, why: Two vans of group 1 were lost in 2002 without it., next: choose}
  - {id: choose, name: Choose it, kind: decide, owner: boss, why: Vans differ by two tons., next: [find, wash, look]}
  - {id: find, name: Find it, owner: clerk, skill: care, why: Nobody else has the keys to the yard., next: [again, give]}
  - {id: again, name: Ask again, owner: boss, why: Borrowers forget the date every third time., next: give}
  - {id: wash, name: Wash it, owner: team, skill: care, why: The last borrower left mud in it., next: give}
  - {id: look, name: Look at it, kind: approve, owner: boss, why: A wheel came off in 2019., next: give}
  - {id: give, name: Give the key, owner: boss, why: Without the key nobody drives., outputs: [van], next: end}
"""


@pytest.mark.parametrize("kept", [{1}, {2}, {1, 2}])
def test_a_role_that_goes_hands_over_what_it_has_and_no_more(kept):
    choosing = Choosing(Survey(loads(HANDED_ON, file="p.yml", today=TODAY).process, today=TODAY))
    all_of = {one.number: one for one in choosing.proposal.changes}
    choosing.keep_only(lambda one: one.number in kept)

    assert {1: ("find",), 2: ("wash",)} == {number: one.steps for number, one in all_of.items()}
    assert kept == {one.number for one in choosing.proposal.changes}
    assert {"boss"} == {move.to for one in all_of.values() for move in one.moves}
    assert not [said for one in all_of.values() for said in one.against if "follows from" in said]


IN_SOME_CASES = """
process: Answer a letter
outputs: [answer]
starts: [read]
steps:
  - {id: read, name: Read it, owner: Clerk, why: Nobody knows before what is asked., next: [FIRST, SECOND]}
  - {id: call, name: Call them, owner: Clerk, why: none, outputs: [answer], next: end}
  - {id: write, name: Write to them, owner: Boss, why: Half of all complaints ask for it in writing.,
     outputs: [answer], next: NEXT}
"""


@pytest.mark.parametrize(
    ("first", "second", "onward", "held"),
    [("call", "write", "end", True), ("write", "call", "end", True), ("write", "call", "call", False)],
)
def test_who_alone_makes_something_in_some_cases_goes_only_by_a_question(first, second, onward, held):
    text = IN_SOME_CASES.replace("FIRST", first).replace("SECOND", second).replace("NEXT", onward)
    if not held:
        text = text.replace("[write, call]", "write")
    (drop,) = trim(Survey(loads(text, file="p.yml", today=TODAY).process, today=TODAY)).changes

    assert ("call", not held) == (drop.change.step, drop.safe)
    assert held == ("In some cases only it makes 'answer', which the process delivers." in drop.against)
