"""Which changes of hands nobody is asked about: much work for whoever approves it, and trifles with much against them."""

import pytest
from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.model import END, Assign, Decisions, Flow, Process, Role, Step, Volume
from flowtrim.redesign import trim
from flowtrim.redesign.left_alone import standing_above
from flowtrim.redesign.staff import enough_staff
from tests.days import TODAY

CLERK = Role("clerk", "Clerk", why="Only a clerk knows the tariff of each town by heart.", skills=("tariff",))
BOSS = Role("boss", "Boss", why="The board named him in minute 2025-14.", skills=("tariff",))
ABOVE = "'Boss' approves here what 'Clerk' does."


def billing(*, share=1.0, rates=(None, None), volume=6000.0, **fields):
    """A boss sorts, a clerk works out what is billed, the boss approves it, and the clerk sends it."""
    ways = (Flow("work", share=share), Flow(END, share=1.0 - share)) if share < 1.0 else (Flow("work"),)
    steps = (
        Step("sort", "Sort it", owner="boss", takes=30.0, outputs=("pile",), flows=ways),
        Step("work", "Work it out", owner="clerk", takes=10.0, skill="tariff", inputs=("pile",), outputs=("sum",)),
        Step("sign", "Sign it", owner="boss", takes=2.0, kind="approve", inputs=("sum",), decisions=Decisions(900, 80)),
        Step("send", "Send it", owner="clerk", takes=1.0, inputs=("sum",), outputs=("bill",)),
    )
    onward = {"work": (Flow("sign"),), "sign": (Flow("send"),), "send": (Flow(END),)}
    made = {one.id: {"flows": onward.get(one.id, one.flows), **fields.get(one.id, {})} for one in steps}
    steps = tuple(replace(one, why=f"Two towns were billed twice before {one.id}.", **made[one.id]) for one in steps)
    roles = tuple(replace(role, rate=rate) for role, rate in zip((CLERK, BOSS), rates, strict=True))
    return Process("Billing", steps, roles, outputs=("bill",), volume=Volume(volume) if volume else None)


def fate(process):
    """What becomes of giving the work to the boss: whether it is asked, or what is said where it is left alone."""
    proposal = trim(Survey(process, today=TODAY))
    asked = [one for one in proposal.changes if isinstance(one.change, Assign) and one.change.step == "work"]
    return "asked" if asked else [one.reason for one in proposal.refused if one.change == Assign("work", "boss")]


@pytest.mark.parametrize(
    ("fields", "load"),
    [
        (
            {"work": {"takes": 40.0}},
            "'Boss' would take over 4,000 hours a year, and works 3,200 here today: who has the time for that?",
        ),
        ({"work": {"takes": 20.0}}, "'Boss' would take over 2,000 hours a year, and works 3,200 here today."),
        (
            {"work": {"takes": 70.0}, "volume": None},
            "'Boss' would take over 1.17 hours of work in a case, and has 32 minutes today: who has the time for that?",
        ),
        ({"rates": (30.0, 32.0)}, "It costs 2,000 a year more."),
    ],
)
def test_much_work_does_not_go_up_to_whoever_approves_it(fields, load):
    assert [f"{ABOVE} {load}"] == fate(billing(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        {},  # a third of what the boss does today
        {"rates": (32.0, 32.0)},
        {"work": {"takes": 0.5}, "sort": {"takes": 0.5}, "sign": {"takes": 0.1}},  # much of little
        {"work": {"takes": None}},  # nobody said how long it takes
        {"work": {"takes": 20.0}, "sign": {"kind": "check"}},  # who checks is not above
    ],
)
def test_little_work_may_go_to_whoever_approves_it_and_much_to_anybody_else(fields):
    assert fate(billing(**fields)) == "asked"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ABOVE),
        ({"sign": {"kind": "check"}}, None),
        ({"sign": {"kind": "do"}, "send": {"accountable": "boss"}}, "'Boss' answers here for what 'Clerk' does."),
        ({"work": {"kind": "check"}}, ABOVE),  # whoever approves what was checked
        ({"send": {"kind": "approve", "inputs": ("pile",)}}, None),  # each approves what the other does
        ({"send": {"accountable": "boss"}, "sort": {"accountable": "clerk"}, "sign": {"kind": "do"}}, None),
    ],
)
def test_who_approves_or_answers_for_what_another_does_stands_above(fields, said):
    survey = Survey(billing(**fields), today=TODAY)

    assert said == standing_above(survey, "boss", "clerk")
    assert standing_above(survey, "clerk", "boss") is None


@pytest.mark.parametrize(
    ("share", "alone"), [(0.02, ["'Boss' would approve its own work: 'Work it out'."]), (0.5, "asked")]
)
def test_a_trifle_with_much_against_it_is_left_alone_with_the_gravest_reason(share, alone):
    assert alone == fate(billing(share=share, work={"takes": 1.0, "serves": "law"}))


@pytest.mark.parametrize(("takes", "enough"), [(10.0, ("boss",)), (20.0, None)])
def test_a_role_is_not_enough_that_would_do_much_for_which_it_only_answers(takes, enough):
    process = billing(work={"takes": takes, "accountable": "boss"}, send={"skill": "tariff"}, sign={"kind": "do"})
    survey = Survey(replace(process, roles=(replace(CLERK, why="none"), BOSS)), today=TODAY)

    assert enough == enough_staff(survey, survey, ("boss",))
