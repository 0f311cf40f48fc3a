"""The samples, trimmed by the program alone; what was measured before and after is pinned.

Steps, roles and handoffs of both, and why each step goes or stays, were counted again from the files alone by a
program that shares nothing with this one; below, a naive count does so for those before and after.
"""

from pathlib import Path

import pytest

from flowtrim.changes import apply_plan, describe
from flowtrim.changes.difference.diff import diff
from flowtrim.formats import read
from flowtrim.measures import Survey
from flowtrim.model import Drop, Release
from flowtrim.redesign import Figures, trim
from tests.days import TODAY

SAMPLES = Path(__file__).parents[2] / "samples"


def proposal(name, **options):
    process = read(SAMPLES / name / "process.yml", today=TODAY).process
    return trim(Survey(process, today=TODAY), **options)


def figures(survey):
    told = Figures.of(survey)
    return told.steps, told.roles, told.handoffs, told.rides


def test_the_showcase_is_trimmed_from_twelve_roles_to_four_and_from_six_rides_to_one():
    found = proposal("billing-question")

    assert (31, 12, 29, 6) == figures(found.before)
    assert (9, 4, 5, 1) == figures(found.after)
    assert ["agent", "team-leader", "back-office", "complaints"] == [role.id for role in found.after.process.performers]


def test_in_the_showcase_every_removal_has_a_reason_and_a_rule():
    removals = [one for one in proposal("billing-question").changes if isinstance(one.change, Drop | Release)]

    assert 30 == len(removals)
    assert all(one.change.because and one.rule for one in removals)


def test_in_the_showcase_every_question_says_what_speaks_against_it():
    asked = [
        one for one in proposal("billing-question").changes if not one.safe and not isinstance(one.change, Release)
    ]

    assert all(one.against for one in asked)


def test_in_the_showcase_law_contract_and_separated_duties_stay():
    kept = {step.id for step in proposal("billing-question").after.process.work}

    assert {
        "verify-caller",
        "post-credit",
        "answer-complaint",
        "propose-credit",
        "approve-credit",
        "explain-bill",
    } <= kept


def test_in_the_showcase_separated_duties_are_in_different_hands():
    process = proposal("billing-question").after.process

    assert [2, 2, 2] == [len({process.step(one).owner for one in group}) for group in process.separate]


def test_in_the_showcase_each_stage_of_the_story_does_its_part():
    waterfall = [(stage, told.steps, told.roles, told.rides) for stage, told in proposal("billing-question").waterfall]

    assert [
        (None, 31, 12, 6), ("why", 16, 10, 3), ("what", 9, 7, 1), ("who", 9, 4, 1)
    ] == waterfall  # fmt: skip


def test_in_the_showcase_no_choice_is_left_where_nothing_is_left_to_choose():
    process = proposal("billing-question").after.process

    assert {"find-cause", "approve-credit", "explain-bill"} == {
        step.id for step in process.steps if len(step.flows) > 1
    }
    assert [] == [step for step in process.steps if step.kind == "gateway"]


def test_in_the_showcase_nothing_goes_without_asking():
    assert () == proposal("billing-question", only_safe=True).changes
    assert all(not one.safe for one in proposal("billing-question").changes)


def test_what_is_safe_goes_alone():
    found = proposal("angebot", only_safe=True)

    assert all(one.safe for one in found.changes)
    assert figures(found.before) > figures(found.after) > figures(proposal("angebot").after)


def test_in_the_showcase_the_difference_tells_the_same_story():
    found = proposal("billing-question")
    plan = [one.change for one in found.changes]
    difference = diff(found.before.process, found.after.process, plan=plan)

    assert 22 == list(difference.fates.values()).count("dropped")
    assert 8 == sum(role.fate in ("dropped", "merged") for role in difference.roles)
    assert found.after.process == apply_plan(found.before.process, difference.changes)


def test_the_same_file_always_yields_the_same_plan():
    first, again = (
        [describe(one.change) for one in proposal(name).changes]
        for name in ("quality-and-billing", "quality-and-billing")
    )

    assert first == again


def test_a_lean_process_is_left_alone():
    found = proposal("bicycle-repair")

    assert ((), ()) == (found.changes, found.refused)


def test_where_law_and_separated_duties_bind_nothing_goes_without_asking():
    found = proposal("medicine-release")

    assert figures(found.before) == figures(found.after)
    assert () == found.changes


def counted(process):
    """Steps, roles and handoffs, counted from the fields of the steps alone."""
    steps = {step.id: step for step in process.steps}
    work = {step.id: step for step in process.steps if step.kind not in ("gateway", "event")}
    kinds = {role.id: role.kind for role in process.roles}
    names = {role.id: role.name for role in process.roles}
    staff = {
        one.owner
        for one in work.values()
        if kinds.get(one.owner) not in ("customer", "system")
        and process.customer not in (one.owner, names.get(one.owner))
    }

    def takers(step, seen):
        for way in step.flows:
            if way.to in work:
                yield work[way.to].owner, way.to
            elif way.to in steps and way.to not in seen:
                yield from takers(steps[way.to], {*seen, way.to})

    handoffs = {(one.id, to) for one in work.values() for owner, to in takers(one, set()) if owner != one.owner}
    return len(work), len(staff), len(handoffs)


@pytest.mark.parametrize(
    "name", sorted(folder.name for folder in SAMPLES.iterdir() if (folder / "process.yml").exists())
)
def test_a_naive_count_of_a_sample_agrees_before_and_after(name):
    found = proposal(name)

    assert counted(found.before.process) == figures(found.before)[:3]
    assert counted(found.after.process) == figures(found.after)[:3]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("angebot", (13, 6, 12, 2), (9, 5, 8, 1)),
        ("lost-signal", (10, 3, 6, 2), (5, 2, 3, 1)),
        ("monthly-report", (11, 6, 10, 2), (3, 1, 1, 1)),
        ("quality-and-billing", (13, 7, 9, 2), (7, 4, 6, 1)),
        ("ringi", (10, 7, 8, 1), (4, 3, 3, 1)),
        ("survey-loop", (9, 4, 6, 2), (5, 2, 4, 1)),
        ("wrong-dish", (12, 4, 7, 1), (5, 3, 4, 1)),
    ],
)
def test_steps_roles_handoffs_and_rides_of_a_sample_before_and_after(name, before, after):
    found = proposal(name)

    assert (before, after) == (figures(found.before), figures(found.after))


def lost_signal(**options):
    process = read(SAMPLES / "lost-signal" / "process.zh.yml", today=TODAY).process
    return trim(Survey(process, today=TODAY), **options)


def test_what_is_advised_does_not_depend_on_the_language_it_is_told_in():
    english, chinese = (
        [(one.change.step, one.safe) for one in found.changes if isinstance(one.change, Drop)]
        for found in (proposal("lost-signal"), lost_signal())
    )

    assert sorted(english) == sorted(chinese)
    assert ("call-roaming", False) in chinese, "whom they would call goes"


def test_a_question_says_on_which_one_it_rests():
    said = {one.number: one.against for one in proposal("monthly-report").changes}
    calls = {one.change.step: one.against for one in lost_signal().changes if isinstance(one.change, Drop)}

    assert "It follows from question 4." in said[5]  # who takes the template goes by question 4
    assert "It follows from question 4." in said[11]  # and with whom empty fields go back to
    assert any(one.startswith("It follows from question") for one in calls["call-roaming"])
    assert not any(one.startswith("It decides") for one in calls["call-roaming"])  # it is a call with one way on
