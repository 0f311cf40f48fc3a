"""What is at stake of a step is what is saved when it goes, wherever it is told, and it orders what is asked first."""

import pytest
from hypothesis import assume, given
from msgspec.structs import replace

from flowtrim.changes import apply
from flowtrim.conversation.questions_by_stake import all_questions
from flowtrim.errors import ChangeError
from flowtrim.measures import Survey
from flowtrim.measures.stakes import Stake, _between, _saved, _together, seconds_told, stakes, yearly_work
from flowtrim.model import Deadline, Drop, Flow, Process, Promise, Role, Step, Volume
from flowtrim.redesign import Figures, trim
from flowtrim.reports.process.advice import to_ask
from flowtrim.rules import find_rule
from tests.days import TODAY
from tests.processes import processes

GOOD = "The customer gets a number to ask for."
OWNERS = ("clerk", "clerk", "boss", "clerk", "bank", "bank", "mail")


def survey(process):
    return Survey(process, today=TODAY)


def row(owners=OWNERS, **fields):
    names = "abcdefghijk"[: len(owners)]
    onward = [*((Flow(name),) for name in names[1:]), ()]
    made = (
        Step(name, f"Do {name}", owner=owner, flows=flows, why=GOOD if number == 0 else None)
        for number, (name, owner, flows) in enumerate(zip(names, owners, onward, strict=True))
    )
    return Process("P", tuple(made), **fields)


@pytest.mark.parametrize(("step", "saved"), [("a", 0.0), ("c", 2.0), ("d", 1.0), ("e", 0.0), ("g", 1.0)])
def test_a_handoff_that_bridges_the_place_of_a_step_is_not_at_stake(step, saved):
    assert saved == stakes(survey(row())).of_step(step).handoffs


def test_of_a_role_all_that_it_does_is_at_stake():
    found = stakes(survey(row()))

    assert (2.0, 1.0) == (found.of_role("boss").handoffs, found.of_role("bank").handoffs)


@given(processes(min_steps=2))
def test_it_is_what_the_plan_saves_that_drops_the_step(process):
    seen = survey(process)
    step = next(iter(process.work), None)
    assume(step is not None)
    try:
        after = survey(apply(process, Drop(step.id)))
    except ChangeError:
        assume(False)
    saved = Figures.of(seen).saved(Figures.of(after))
    assume(saved.expected_handoffs is not None)

    assert max(0.0, saved.expected_handoffs) == pytest.approx(stakes(seen).of_step(step.id).handoffs)
    assert (None if saved.hours is None else max(0.0, saved.hours)) == stakes(seen).of_step(step.id).hours
    assert seconds_told(seen).get(step.id, 0.0) == stakes(seen).of_step(step.id).seconds


def test_a_process_too_large_to_be_measured_often_tells_the_same_of_a_row(monkeypatch):
    steps, roles = "abcdefg", ("clerk", "boss", "bank", "mail")
    measured = stakes(survey(row()))
    monkeypatch.setattr("flowtrim.measures.stakes.MOST_MEASURING", 0)
    own = stakes(survey(row()))

    assert [measured.of_step(step).handoffs for step in steps] == [own.of_step(step).handoffs for step in steps]
    assert [measured.of_role(role).handoffs for role in roles] == [own.of_role(role).handoffs for role in roles]


def test_what_cannot_go_by_itself_has_its_own_part_at_stake():
    held = survey(row(promise=Promise(within=60.0, since="c")))

    assert stakes(survey(row())).of_step("c").handoffs == stakes(held).of_step("c").handoffs == 2.0


def test_advice_plan_and_agenda_ask_in_one_order_and_count_what_the_findings_count():
    seen = survey(row())
    asked = stakes(seen).to_ask()
    found = [one.at for one in find_rule("why-missing").ask(seen)]
    (told,) = (line for line in to_ask(seen) if line.startswith("Ask why"))
    agenda = [one.at for one in all_questions(seen) if one.kind == "step" and one.topic == "why"]

    assert ["c", "d", "g", "e", "b", "f"] == asked
    assert sorted(found) == sorted(asked)
    assert "Ask why of 6 steps, beginning with '3 Do c', '4 Do d' and '7 Do g'." == told
    assert asked == [one.at for one in trim(seen).questions if one.at in asked] == [at for at in agenda if at in asked]


def test_what_leads_to_a_step_says_why_it_is_there_so_that_nobody_asks():
    late = Step("late", "Remind the clerk", owner="clerk")
    tell = Step("tell", "Tell the buyer", owner="clerk", kind="notify", informs=("buyer",))
    begin = Step("a", "Do a", owner="clerk", why=GOOD, flows=(Flow("b"),), within=(Deadline(60.0, then="late"),))
    on = [
        Step(one, f"Do {one}", owner="clerk", why=f"{GOOD} {one}", flows=(Flow(to),))
        for one, to in ("bc", ("c", "tell"))
    ]
    seen = survey(Process("P", (begin, *on, tell, late), roles=(Role("buyer", "Buyer", kind="customer"),)))

    assert (("tell", "late"), ()) == (seen.justification.unjustified, tuple(stakes(seen).to_ask()))
    assert [] == [*find_rule("why-missing").ask(seen)]
    assert [] == [line for line in to_ask(seen) if line.startswith("Ask why")]
    assert [] == [one for one in trim(seen).changes if one.rule == "why-missing"]
    assert not trim(seen).asking_first


@pytest.mark.parametrize("most", [0, 5_000])
@pytest.mark.parametrize(
    ("fields", "volume", "hours", "cost"),
    [
        ({"takes": 6.0, "cost": 4.0}, 1000.0, 50.0, 2000.0),
        ({"takes": 90.0}, 40.0, 30.0, None),
        ({"cost": 4.0}, 1000.0, None, 2000.0),
        ({"takes": 0.0, "cost": 0.0}, 1000.0, 0.0, 0.0),
        ({"takes": 6.0, "cost": 4.0}, None, None, None),
        ({}, 1000.0, None, None),
    ],
)
def test_half_of_the_cases_take_half_of_the_hours_and_the_cost(most, fields, volume, hours, cost, monkeypatch):
    monkeypatch.setattr("flowtrim.measures.stakes.MOST_MEASURING", most)
    ways = Flow("b", share=0.5), Flow("c", share=0.5)
    steps = (
        Step("a", "Do a", owner="clerk", why=GOOD, flows=ways),
        Step("b", "Do b", owner="boss", flows=(Flow("c"),), **fields),
        Step("c", "Do c", owner="clerk"),
    )
    found = stakes(survey(Process("P", steps, volume=volume and Volume(volume))))

    assert [(hours, cost)] * 2 == [(one.hours, one.cost) for one in (found.of_step("b"), found.of_role("boss"))]


def test_what_nobody_knows_how_often_it_is_done_has_no_hours(monkeypatch):
    monkeypatch.setattr("flowtrim.measures.stakes.MOST_MEASURING", 0)
    steps = Step("a", "Do a", takes=6.0, flows=(Flow("b"),)), Step("b", "Do b", takes=6.0, flows=(Flow("a"),))
    found = stakes(survey(Process("P", steps, volume=Volume(1000.0))))

    assert (None, None) == (found.of_step("a").hours, found.of_step("a").cost)


@pytest.mark.parametrize(
    ("stake", "words"),
    [
        (Stake(), None),
        (Stake(0.0049, 0.49, 0.49, 0.49), None),
        (Stake(handoffs=0.005), "0.01 handoffs in a case"),
        (Stake(handoffs=1.0), "1 handoff in a case"),
        (Stake(handoffs=1.006), "1.01 handoffs in a case"),
        (Stake(0.0, 0.5, 0.5, 0.5), None),  # rounded, that is none
        (Stake(seconds=0.51), "1 second of the telling"),
        (Stake(seconds=1.4), "1 second of the telling"),
        (Stake(hours=0.49), None),
        (Stake(hours=1.2), "1 hour a year"),
        (Stake(hours=2.6), "3 hours a year"),
        (Stake(cost=0.49), None),
        (Stake(cost=12.6), "a cost of 13 a year"),
        (Stake(2.0, 3.0, 4.0, 5.0), "2 handoffs in a case, 3 seconds of the telling, 4 hours a year and a cost of 5 a year"),
    ],
)  # fmt: skip
def test_what_is_at_stake_is_said_from_half_a_unit_on(stake, words):
    assert words == (stake.words and str(stake.words))


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (Stake(handoffs=2.0), Stake(handoffs=1.0, seconds=9.0, hours=9.0, cost=9.0)),
        (Stake(1.0, seconds=2.0), Stake(1.0, seconds=1.0, hours=9.0, cost=9.0)),
        (Stake(1.0, 1.0, hours=2.0), Stake(1.0, 1.0, hours=1.0, cost=9.0)),
        (Stake(1.0, 1.0, 1.0, cost=2.0), Stake(1.0, 1.0, 1.0, cost=1.0)),
        (Stake(1.0, 1.0, hours=1.0), Stake(1.0, 1.0)),
        (Stake(1.0 - 4e-7, seconds=1.0), Stake(1.0)),  # that is only rounding
        (Stake(1.0), Stake(1.0 - 6e-7, seconds=1.0)),
    ],
)
def test_what_has_most_at_stake_comes_first(more, less):
    assert more.order < less.order


@pytest.mark.parametrize(
    ("fields", "stake"),
    [
        ({"takes": 6.0}, Stake(hours=100.0)),
        ({"cost": 2.0}, Stake(cost=2000.0)),
        ({"takes": 6.0, "cost": 2.0}, Stake(hours=100.0, cost=2000.0)),
        ({"takes": 6.0, "owner": "bank"}, Stake(hours=0.0)),
        ({"takes": 6.0, "alongside": ("bank",)}, Stake(hours=100.0)),
        ({"takes": 6.0, "alongside": ("boss",)}, Stake(hours=200.0)),
    ],
    ids=str,
)
def test_of_a_year_only_our_own_work_counts(fields, stake):
    step = Step("a", "Do a", **{"owner": "clerk"} | fields)
    process = Process("P", (step,), roles=(Role("bank", "Bank", kind="partner"),), volume=Volume(1000.0))

    assert {"a": stake} == yearly_work(survey(process))
    assert {} == yearly_work(survey(replace(process, volume=None)))


@pytest.mark.parametrize(
    ("was", "now", "saved"),
    [
        (None, None, None),
        (None, 1.0, None),
        (3.0, None, 3.0),
        (3.0, 1.0, 2.0),
        (1.0, 1.0, 0.0),
        (1.0, 3.0, 0.0),
        (0.0, None, 0.0),
    ],
)
def test_no_less_than_nothing_is_saved(was, now, saved):
    assert saved == _saved(was, now)


@pytest.mark.parametrize(
    ("steps", "groups"),
    [
        ("", []), ("a", ["a"]), ("ab", ["ab"]), ("ac", ["a", "c"]), ("abd", ["ab", "d"]), ("gfe", ["efg"]),
        ("abcdefg", ["abcdefg"]), ("bdf", ["b", "d", "f"]),
    ],
)  # fmt: skip
def test_what_one_case_comes_to_in_a_row_is_one_group(steps, groups):
    assert groups == sorted("".join(sorted(group)) for group in _together(survey(row()).graph, steps))


@pytest.mark.parametrize(
    ("givers", "takers", "often"),
    [
        ({}, {}, 0.0),
        ({"x": 1.0}, {}, 0.0),
        ({"x": 1.0}, {"x": 1.0}, 0.0),
        ({"x": 1.0}, {"y": 0.5}, 0.5),
        ({"x": 0.5, "y": 0.5}, {"y": 1.0}, 0.5),
        ({"x": 0.5, "y": 0.5}, {"x": 0.25, "z": 0.75}, 0.875),
        ({None: 1.0}, {"y": 1.0}, 0.0),
        ({"x": 1.0}, {None: 1.0}, 0.0),
    ],
)
def test_the_work_changes_hands_between_two_who_are_known(givers, takers, often):
    assert often == _between(givers, takers)
