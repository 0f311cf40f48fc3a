"""Which steps may change hands unasked, which roles that ends, and what is said for and against it."""

from itertools import combinations, product

import pytest
from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.model import END, Assign, Deadline, Decisions, Flow, Kpi, Process, Release, Role, Step
from flowtrim.redesign import trim
from flowtrim.redesign.asking_who import (
    _staying,
    _trades,
    ask_who,
)
from flowtrim.redesign.assignment import Assignment, Impossible
from flowtrim.redesign.assignment_problem import AssignmentProblem, done_together
from flowtrim.redesign.hands import (
    LEAST_SAVED,
    WORTH_IT,
    about_hands,
    authority,
    because_of,
    because_of_all,
    demanded_of_doer,
    left_with_nothing,
    mended,
    reasons_of_doer,
    saving_little,
    upwards,
)
from flowtrim.redesign.joining import joined, judged_pairs, own_work_then, reasons_of_judging
from flowtrim.redesign.staff import note_choices, smallest_staff
from flowtrim.redesign.turns import farewell, handed_over, leaving_roles
from flowtrim.redesign.units import connected
from flowtrim.redesign.workbench import Bench
from tests.days import TODAY

GOOD = "Two suppliers were paid twice in 2024 before this."
NAMES = {"clerk": "Clerk", "boss": "Boss", "temp": "Temp"}
WHYS = {
    "clerk": "In 2023 the auditors found open accounts of three years.",
    "boss": "The board set the limit for each order in minute 2025-14.",
    "temp": "In December twice as many letters come as in June.",
}
STAFF = tuple(Role(role_id, name, why=WHYS[role_id], skills=("ledger",)) for role_id, name in NAMES.items())


def row(*owners, **fields):
    """A process of steps a, b, c and so on, one after the other, with these owners."""
    ids = "abcdefgh"[: len(owners)]
    onward = [*ids[1:], END]
    steps = tuple(
        Step(one, f"Do {one}", owner=owner, skill="ledger", flows=(Flow(to),), why=f"{GOOD} That is for {one}.")
        for one, owner, to in zip(ids, owners, onward, strict=True)
    )
    return Process("P", steps, **{"roles": STAFF} | fields)


def changed(process, **steps):
    """The same process with other fields of some steps."""
    return replace(process, steps=tuple(replace(step, **steps.get(step.id, {})) for step in process.steps))


def bench(process, *, asking=False, **wanted):
    made = Bench(Survey(process, today=TODAY), **wanted)
    if asking:
        made.ask()
    return made


def problem(made, **fields):
    return replace(AssignmentProblem.of(made.before), **fields)


def given(*owners, handoffs=0.0):
    """The assignment that gives steps a, b, c and so on to these roles."""
    return Assignment(dict(zip("abcdefgh", owners, strict=False)), handoffs, 0.0, tuple(sorted(set(owners))), 0)


# ---- who may be given what without asking -----------------------------------------------------------


@pytest.mark.parametrize(
    ("owners", "now", "trading"),
    [
        ("cbcb", "cccb", set()),  # two handoffs less
        ("ccbb", "cbcb", {"b", "c"}),  # one handoff becomes three, by both together
        ("cbcc", "cbbc", set()),  # as many as before
        ("cccc", "cbcc", {"b"}),
        ("cbcccc", "ccccbc", {"e"}),  # what is saved at b is none of e's
        ("cbctcc", "ccbtcc", set()),  # b and c side by side: three handoffs stay three
    ],
)
def test_a_change_of_hands_that_hands_over_more_in_the_flow_is_a_trade(owners, now, trading):
    roles = {"c": "clerk", "b": "boss", "t": "temp"}
    made = bench(row(*map(roles.get, owners)))
    found = given(*map(roles.get, now))

    assert trading == _trades(made, problem(made), found)
    made.ask()
    assert set() == _trades(made, problem(made), found)


@pytest.mark.parametrize("owners", [*product(("clerk", "boss"), repeat=4)])
def test_what_trades_is_each_run_of_moved_steps_with_more_changes_of_hands_around_it(owners):
    made = bench(row(*owners))
    for now in product(("clerk", "boss"), repeat=4):
        expected = set()
        for begin, end in combinations(range(5), 2):
            moved = all(owners[n] != now[n] for n in range(begin, end))
            ends = (begin == 0 or owners[begin - 1] == now[begin - 1]) and (end == 4 or owners[end] == now[end])
            around = range(max(begin, 1), min(end + 1, 4))
            more = sum(now[n - 1] != now[n] for n in around) > sum(owners[n - 1] != owners[n] for n in around)
            expected |= set("abcd"[begin:end]) if moved and ends and more else set()
        assert expected == _trades(made, problem(made), given(*now)), now


def test_nothing_trades_where_nobody_can_do_the_work():
    made = bench(row("clerk", "boss"))

    assert set() == _trades(made, problem(made), Impossible("Nobody can."))


@pytest.mark.parametrize(
    ("asking", "now", "staying"),
    [
        (False, ("clerk", "clerk", "clerk", "boss"), set()),
        (False, ("clerk", "clerk", "clerk", "clerk"), {"boss"}),
        (True, ("clerk", "clerk", "clerk", "clerk"), set()),
        (False, ("boss", "boss", "boss", "boss"), {"clerk"}),
    ],
)
def test_a_role_with_much_work_or_a_reason_is_not_emptied_without_asking(asking, now, staying):
    made = bench(row("clerk", "boss", "clerk", "boss"), asking=asking)

    assert staying == _staying(made, problem(made), given(*now))


@pytest.mark.parametrize(
    ("steps", "why", "staying"),
    [(1, None, True), (1, "none", False), (2, "none", True), (1, WHYS["temp"], True)],
)
def test_only_a_role_with_one_step_and_no_reason_may_go_unasked(steps, why, staying):
    roles = (*STAFF[:2], replace(STAFF[2], why=why))
    made = bench(row(*["temp"] * steps, "clerk", "boss", roles=roles))

    assert ({"temp"} if staying else set()) == _staying(made, problem(made), given(*["clerk"] * (steps + 1), "boss"))


def test_a_role_that_is_wanted_to_go_stays_whole_where_some_of_its_work_has_to():
    wanted = {"accepted": [Release("boss", "clerk"), Release("temp", "clerk")], "asking": True}
    made = bench(row("clerk", "boss", "temp"), **wanted)

    assert {"boss"} == _staying(made, problem(made), given("clerk", "boss", "clerk"))
    assert {"boss", "temp"} == _staying(made, problem(made), Impossible("Nobody can."))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (("clerk", "clerk", "temp"), ["'Clerk' would approve its own work: 'Do a'."]),
        (("temp", "temp", "temp"), []),  # a moves there in the same draft, and may stay where it is after all
        (("temp", "clerk", "temp"), []),  # it does not do that work any more
    ],
)
def test_the_other_eyes_on_a_work_stay_by_who_does_it_and_not_by_who_might(now, said):
    made = bench(changed(row("clerk", "boss", "temp"), b={"kind": "approve"}), asking=True)

    assert ({"boss"} if said else set()) == _staying(made, problem(made), given(*now))
    assert said == [one.reason for one in made.refused]


def test_a_step_is_handed_over_once_among_what_is_safe_and_once_among_what_is_asked():
    made = bench(row("clerk", "boss", "clerk", "temp"))
    made.propose(Assign("b", "clerk"), rule="handoff-often", safe=True)
    assert {"b"} == handed_over(made)
    made.ask()
    assert set() == handed_over(made)
    made.propose(Release("temp", "clerk"), rule="handoff-often", safe=False, moves=(Assign("d", "clerk"),))
    assert {"d"} == handed_over(made)


def test_what_several_do_at_one_time_stays_and_so_does_what_follows():
    process = changed(row("clerk", "boss", "clerk", "boss"), b={"alongside": ("temp",)})

    assert {"b", "c"} == done_together(Survey(process, today=TODAY))
    assert set() == done_together(Survey(row("clerk", "boss"), today=TODAY))


@pytest.mark.parametrize(
    ("fields", "leaving"),
    [
        ({}, {"boss": ["b", "d"]}),
        ({"a": {"accountable": "boss"}}, {}),
        ({"a": {"alongside": ("boss",)}}, {}),
        ({"a": {"alongside": ("clerk",), "accountable": "clerk"}}, {"boss": ["b", "d"]}),
    ],
)
def test_a_role_leaves_that_has_no_work_left_and_answers_for_none(fields, leaving):
    made = bench(changed(row("clerk", "boss", "clerk", "boss"), **fields))
    found = leaving_roles(made, problem(made), given("clerk", "clerk", "clerk", "clerk"))

    assert leaving == {role: [move.step for move in moves] for role, moves in found.items()}
    assert {"clerk"} >= {move.to for moves in found.values() for move in moves}


def test_nobody_is_let_go_of_whom_it_was_decided_that_they_stay():
    made = bench(row("clerk", "boss"), refused=[Release("boss", "clerk")])

    assert {} == leaving_roles(made, problem(made), given("clerk", "clerk"))


def test_whoever_takes_most_of_a_roles_steps_takes_what_else_is_left_of_it():
    moves = [Assign("a", "temp"), Assign("b", "clerk"), Assign("c", "clerk")]

    assert Release("boss", "clerk", because="Why not?") == farewell("boss", moves, "Why not?")


# ---- what is proposed -------------------------------------------------------------------------------


def asked_who(process, *, asking=False, **wanted):
    made = bench(process, asking=asking, **wanted)
    ask_who(made)
    return made


def only_b_can_change_hands(*, boss=None, **fields):
    """Clerk could do what is the boss's now, who has no reason of their own unless it is given."""
    bound = {"skill": None}
    roles = tuple(replace(role, why=boss) if role.id == "boss" else role for role in STAFF)
    return changed(row("clerk", "boss", "clerk", "boss", roles=roles), a=bound, b=fields, c=bound, d=bound)


def test_a_step_goes_to_whom_it_is_taken_from_and_given_back_to():
    made = asked_who(only_b_can_change_hands())
    told = [(one.change, one.safe) for one in made.changes]

    assert [(Assign("b", "clerk", because="Clerk has the skill 'ledger', and hands over less."), True)] == told
    assert 1 == made.survey.handoffs
    assert not any(note.startswith("Proven") for note in made.notes), "what is safe leaves better ones to be asked"
    assert any(note.startswith("Proven") for note in asked_who(only_b_can_change_hands(), asking=True).notes)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"boss": WHYS["boss"]}, f"The reason of 'Boss' is said to be: {WHYS['boss']}"),
        (
            {"why": "Only the boss hears of claims abroad."},
            "Its reason is said to be: Only the boss hears of claims abroad.",
        ),
    ],
)
def test_a_reason_for_whoever_does_it_is_quoted_before_somebody_else_does(given, said):
    held, asked = (asked_who(only_b_can_change_hands(**given), asking=asking) for asking in (False, True))

    assert [] == held.changes
    assert [False] == [one.safe for one in asked.changes]
    assert said in asked.changes[0].against


@pytest.mark.parametrize(
    ("role_id", "why", "named"),
    [
        ("chef", "The chef's name is on the menu.", True),
        ("head-chef", "A head chef signs each menu since 2019.", True),
        ("head_chef", "Guests ask for our head chef by name.", True),
        ("head-chef", "The chef's name is on the menu.", False),
        ("chef", "Guests mischefed in 2024.", False),
        ("it", "In 2024 it was lost twice.", False),
        ("it", "Only IT may open the cabinet since 2024.", True),
        ("qa", "The quay floods when it rains.", False),
        ("料理長", "メニューに料理長の名前が載っている。", True),
    ],
)
def test_a_reason_may_name_who_does_it_by_the_id_of_the_role(role_id, why, named):
    step, role = Step("cook", "Cook", owner=role_id, why=why), Role(role_id, "Master of the kitchen")
    made = bench(Process("P", (step,), (role,)))

    assert ([f"Its reason is said to be: {why}"] if named else []) == list(reasons_of_doer(made, step))


def test_a_reason_that_only_has_the_letters_of_whoever_does_it_is_none_for_them():
    assert [True] == [
        one.safe for one in asked_who(only_b_can_change_hands(why="Embossed seals were forged in 2024.")).changes
    ]


@pytest.mark.parametrize("fields", [{"serves": "law"}, {"serves": "contract"}, {"kind": "approve"}])
def test_what_the_law_a_contract_or_authority_may_hold_where_it_is_goes_only_when_asked(fields):
    made = asked_who(only_b_can_change_hands(**fields))

    assert ([], []) == (made.changes, made.refused)
    assert [(("b",), False)] == [
        (one.steps, one.safe) for one in asked_who(only_b_can_change_hands(**fields), asking=True).changes
    ]


@pytest.mark.parametrize("asking", [False, True])
def test_a_role_of_which_it_was_decided_that_it_stays_keeps_its_work(asking):
    made = asked_who(row("clerk", "boss", "clerk", roles=STAFF[:2]), refused=[Release("boss", "clerk")], asking=asking)

    assert [] == [one for one in made.changes if "b" in one.steps]


def test_a_role_that_may_have_to_go_is_given_nothing_before_that_is_asked():
    process = changed(row("temp", "boss", "temp", "boss", roles=STAFF[1:]), d={"skill": None})

    assert [] == asked_who(process).changes
    (leaving,) = asked_who(process, asking=True).changes
    assert ("temp", {"a", "c"}) == (leaving.change.role, {move.step for move in leaving.moves})


def test_a_role_that_is_passed_over_is_given_nothing():
    made = bench(only_b_can_change_hands())
    made.passed_over = frozenset({"clerk"})
    ask_who(made)

    assert [] == made.changes


def test_a_role_leaves_with_all_its_work_in_one_question():
    made = asked_who(row("clerk", "boss", "clerk", "boss", "clerk"), asking=True)
    (leaving,) = made.changes

    assert (Release, "boss", "clerk") == (type(leaving.change), leaving.change.role, leaving.change.to)
    assert ["b", "d"] == sorted(move.step for move in leaving.moves)
    assert ["clerk"] * 5 == [step.owner for step in made.survey.process.work]
    assert f"The reason of 'Boss' is said to be: {WHYS['boss']}" in leaving.against
    assert not leaving.safe


def test_nothing_changes_hands_where_nobody_shares_a_skill():
    process = row("clerk", "boss", "clerk", roles=tuple(replace(role, skills=None) for role in STAFF))
    made = asked_who(process, asking=True)
    note_choices(made)

    assert ([], None) == (made.changes, made.conflict)
    assert ["No step could go to another role: no skills are declared that two roles share."] == made.notes
    other = bench(row("clerk", "boss"))
    note_choices(other)
    assert [] == other.notes


def test_duties_that_nobody_can_keep_are_a_conflict():
    process = row("clerk", "clerk", "clerk", separate=(("a", "c"),), roles=STAFF[:1])

    for asking in (False, True):
        made = asked_who(process, asking=asking)
        assert [] == made.changes
        assert made.conflict is not None


@pytest.mark.parametrize(
    ("process", "staff"),
    [
        (row("clerk", "boss", "temp"), ("boss",)),
        (row("clerk", "boss", "temp", separate=(("a", "b"),)), ("boss", "clerk")),
        (row("clerk", "boss", "temp", separate=(("a", "b", "c"),)), ("boss", "clerk", "temp")),
        (row("clerk", "boss", "boss", "temp", roles=()), ("boss", "clerk", "temp")),
        (row("clerk", "clerk", roles=STAFF[:1], separate=(("a", "b"),)), None),
    ],
)
def test_the_smallest_staff_is_as_many_as_the_duties_apart_ask_for(process, staff):
    found = smallest_staff(Survey(process, today=TODAY))

    assert (staff is None) == (found is None)
    assert staff is None or len(staff) == len(found)


def test_the_customer_is_none_of_the_staff():
    process = row("buyer", "clerk", "clerk", roles=(*STAFF, Role("buyer", "Buyer", kind="customer")))

    assert ("clerk",) == smallest_staff(Survey(process, today=TODAY))


# ---- what is said -----------------------------------------------------------------------------------


def test_only_an_approval_takes_authority():
    assert () == authority(Step("a", "A", kind="check"))
    assert ("'A' is an approval: who may give it is a matter of authority, not of skill.",) == authority(
        Step("a", "A", kind="approve")
    )


@pytest.mark.parametrize(
    ("owner", "taker", "said"),
    [("clerk", "boss", True), ("clerk", "temp", False), ("boss", "boss", False), ("boss", "temp", False)],
)
def test_work_goes_up_from_who_approves_nothing_to_who_does(owner, taker, said):
    survey = Survey(changed(row(owner, "boss"), b={"kind": "approve"}), today=TODAY)
    words = ("'Boss' approves here what others do: does it have the time to do that as well?",) if said else ()

    assert words == upwards(survey, survey.process.step("a"), taker)


@pytest.mark.parametrize(
    ("serves", "duties", "said"),
    [
        (None, {}, ["No separation of duties is declared, so none was checked."]),
        (None, {"separate": (("a", "b"),)}, []),
        (None, {"separate_persons": (("a", "b"),)}, []),
        ("risk", {"separate": (("a", "b"),)}, []),
        ("law", {"separate": (("a", "b"),)}, ["'Do a' serves the law, which may say who performs it."]),
        ("contract", {"separate": (("a", "b"),)}, ["'Do a' serves a contract, which may say who performs it."]),
    ],
)  # fmt: skip
def test_it_is_said_what_may_settle_who_performs_a_step(serves, duties, said):
    survey = Survey(changed(row("clerk", "boss", **duties), a={"serves": serves}), today=TODAY)

    assert said == list(about_hands(survey, survey.process.step("a")))


def test_an_approval_is_paired_with_the_work_that_it_looks_at():
    kinds = {"b": {"kind": "approve"}, "d": {"kind": "check", "inputs": ("x",)}, "a": {"outputs": ("x",)}}

    assert (("b", "a"), ("d", "a")) == judged_pairs(Survey(changed(row(*["clerk"] * 4), **kinds), today=TODAY))


def test_a_check_behind_others_is_paired_with_the_work_that_they_looked_at():
    kinds = {
        "a": {"outputs": ("change",)},
        "b": {"kind": "check", "inputs": ("change",), "outputs": ("reviewed change",)},
        "c": {"kind": "check", "inputs": ("reviewed change",), "outputs": ("report",)},
        "d": {"kind": "check", "inputs": ("report",)},
    }

    assert (("b", "a"), ("c", "a"), ("d", "a")) == judged_pairs(
        Survey(changed(row("dev", "dev", "pipeline", "qa"), **kinds), today=TODAY)
    )


@pytest.mark.parametrize(
    ("duties", "now", "said"),
    [
        ({"separate": (("a", "c"),)}, ("boss", "boss", "clerk"),
         ["'Do a' and 'Do c' must be separate, and 'Clerk' does both: by two persons?"]),
        ({"separate": (("a", "c"),)}, ("boss", "boss", "boss"), []),  # broken as before
        ({"separate": (("a", "b"),)}, ("temp", "boss", "clerk"), []),  # kept as before
        ({"separate": (("b", "c"),)}, ("boss", "boss", "clerk"), []),  # none of a's
        ({"together": (("a", "b"),)}, ("boss", "boss", "clerk"),
         ["'Do a' and 'Do b' belong in one hand, and two have them: ask first why."]),
        ({"together": (("a", "b"),)}, ("temp", "boss", "clerk"), []),
        ({"together": (("a", "c"),)}, ("boss", "boss", "boss"), []),
    ],
)  # fmt: skip
def test_a_duty_is_mended_that_is_broken_today_and_kept_then(duties, now, said):
    made = bench(row("clerk", "boss", "clerk"))

    assert said == list(mended(made, problem(made, **duties), given(*now), "a"))


@pytest.mark.parametrize(
    ("kind", "owners", "now", "said"),
    [
        ("approve", ("clerk", "boss"), ("boss", "boss"), ["'Boss' would approve its own work: 'Do a'."]),
        ("check", ("clerk", "boss"), ("clerk", "clerk"), ["'Clerk' would check its own work: 'Do a'."]),
        ("check", ("clerk", "clerk"), ("boss", "boss"), []),
        ("check", ("clerk", "boss"), ("boss", "clerk"), []),
        ("do", ("clerk", "boss"), ("boss", "boss"), []),
    ],
)
def test_who_would_come_to_judge_their_own_work_is_told_of(kind, owners, now, said):
    made = bench(changed(row(*owners, "temp"), b={"kind": kind}))

    for step_id in "ab":
        assert said == list(own_work_then(made, problem(made), given(*now, "temp"), step_id))
    assert [] == list(own_work_then(made, problem(made), given(*now, "temp"), "c"))


def test_who_else_would_have_refused_is_asked_of_a_judgement_that_refused_any():
    made = bench(changed(row("clerk", "boss"), b={"kind": "approve", "decisions": Decisions(300, 14)}))
    said = ["'Boss' would approve its own work: 'Do a'.", "'Do b' refused 14 of 300: who else would have seen that?"]

    assert said == list(own_work_then(made, problem(made), given("boss", "boss"), "a"))


@pytest.mark.parametrize(("now", "quoted"), [("boss", ["boss", "boss"]), ("clerk", ["boss", "clerk"])])
def test_the_reasons_of_whoever_judges_today_and_of_whoever_would_do_both_are_quoted(now, quoted):
    made = bench(changed(row("clerk", "boss"), b={"kind": "check"}))
    said = [f"The reason of '{NAMES[one]}' is said to be: {WHYS[one]}" for one in quoted]

    assert said == list(reasons_of_judging(made, problem(made), given(now, now), "a"))
    assert [] == list(reasons_of_judging(made, problem(made), given("clerk", "boss"), "a"))


def test_work_and_its_judgement_in_one_hand_are_asked_about_as_that_and_not_as_a_gain():
    made = bench(changed(row("clerk", "boss"), b={"kind": "check"}))
    asked = "Does it take two: one who does it, and one who looks at it?"
    posed, found = problem(made), given("boss", "boss")

    assert f"Boss has the skill 'ledger'. {asked}" == because_of(made, posed, found, "a")
    assert f"Boss has the skill for 'Do a'. {asked}" == because_of_all(made, posed, [Assign("a", "boss")], joins="work")


@pytest.mark.parametrize(
    ("kinds", "owners", "now", "said"),
    [
        (("approve", "approve"), ("boss", "temp"), ("boss", "boss"),
         ["'Boss' would approve the same thing twice: 'Do b' and 'Do c'."]),
        (("check", "approve"), ("boss", "temp"), ("temp", "temp"),
         ["'Temp' would look at the same thing twice: 'Do b' and 'Do c'."]),
        (("check", "check"), ("boss", "temp"), ("boss", "boss"),
         ["'Boss' would look at the same thing twice: 'Do b' and 'Do c'."]),
        (("approve", "approve"), ("boss", "boss"), ("temp", "temp"), []),  # one does both today
        (("approve", "approve"), ("boss", "temp"), ("temp", "boss"), []),
        (("approve", "do"), ("boss", "temp"), ("boss", "boss"), []),
    ],
)  # fmt: skip
def test_who_would_come_to_look_at_one_thing_twice_is_told_of(kinds, owners, now, said):
    made = bench(changed(row("clerk", *owners), b={"kind": kinds[0]}, c={"kind": kinds[1]}))

    for step_id, judged in product("bc", (True, False)):
        assert said == list(own_work_then(made, problem(made), given("clerk", *now), step_id, judged=judged))
    assert [] == list(own_work_then(made, problem(made), given("clerk", *now), "a"))


def test_two_looks_in_one_hand_are_asked_about_as_that_and_not_as_a_gain():
    made = bench(changed(row("clerk", "boss", "temp"), b={"kind": "approve"}, c={"kind": "approve"}))
    posed, found = problem(made), given("clerk", "boss", "boss")

    assert "Boss has the skill 'ledger'. Does it take two who look at it?" == because_of(made, posed, found, "c")
    assert "Boss has the skill for 'Do c'. Does it take two who look at it?" == because_of_all(
        made, posed, [Assign("c", "boss")], joins="looks"
    )


@pytest.mark.parametrize(
    ("now", "joins"),
    [("clerk boss temp", None), ("clerk boss boss", "looks"), ("boss boss temp", "work"), ("boss boss boss", "work")],
)
def test_work_and_its_judgement_in_one_hand_weigh_more_than_two_looks(now, joins):
    made = bench(changed(row("clerk", "boss", "temp"), b={"kind": "approve"}, c={"kind": "approve"}))

    assert joins == joined(made, problem(made), given(*now.split()), "abc")
    assert None is joined(made, problem(made), given(*now.split()), ())


def test_what_joins_work_and_judgement_is_asked_last_however_much_it_saves():
    judged = {"c": {"kind": "check", "inputs": ("x",), "skill": "seal"}, "a": {"outputs": ("x",)}}
    roles = tuple(replace(role, skills=("ledger", "seal") if role.id == "boss" else ("ledger",)) for role in STAFF)
    plain = changed(row("clerk", "temp", "boss", "clerk", "temp", "clerk", roles=roles), **judged)
    asked = bench(plain)
    asked.ask()
    ask_who(asked)
    said = [any("its own work" in words for words in one.against) for one in asked.changes]

    assert [False, True] == said


def test_it_speaks_against_a_change_that_a_role_with_a_reason_is_left_with_nothing():
    made = bench(row("clerk", "boss"))
    step, reason = made.step("b"), f"The reason of 'Boss' is said to be: {WHYS['boss']}"

    assert () == left_with_nothing(made, given("clerk", "boss"), step)
    assert (reason,) == left_with_nothing(made, given("clerk", "clerk"), step)


@pytest.mark.parametrize(
    ("owners", "duties", "now", "handoffs", "said"),
    [
        (("clerk", "boss", "clerk", "boss"), {}, ("clerk", "clerk", "clerk", "boss"), 1.0,
         "Clerk has the skill 'ledger', and hands over less."),
        (("clerk", "clerk", "boss", "boss"), {"separate": (("a", "b"),)}, ("clerk", "boss", "boss", "boss"), 1.0,
         "Boss has the skill 'ledger'; that keeps a duty that is broken today."),
        (("clerk", "boss", "temp", "temp"), {}, ("clerk", "temp", "temp", "temp"), 2.0,
         "Temp has the skill 'ledger', and hands over less."),
        (("temp", "boss", "clerk", "clerk"), {}, ("temp", "clerk", "temp", "temp"), 2.0,
         "Clerk has the skill 'ledger', and hands over less."),
        (("clerk", "boss", "temp", "boss"), {}, ("clerk", "temp", "temp", "temp"), 1.0,
         "Temp has the skill 'ledger', and hands over less."),
        (("clerk", "clerk", "boss", "clerk"), {}, ("clerk", "boss", "boss", "clerk"), 2.0,
         "Boss has the skill 'ledger'; a duty that is broken today is kept so, with the other changes."),
        (("clerk", "clerk", "clerk", "boss"), {}, ("clerk", "boss", "boss", "boss"), 0.0,
         "Boss has the skill 'ledger'; together with the other changes of hands it hands over less."),
        (("clerk", "temp", "boss", "boss"), {}, ("clerk", "clerk", "boss", "boss"), 1.0,
         "Clerk has the skill 'ledger', and hands over less."),
    ],
)  # fmt: skip
def test_it_is_said_what_is_gained_by_other_hands(owners, duties, now, handoffs, said):
    made = bench(row(*owners))

    assert said == because_of(made, problem(made, **duties), given(*now, handoffs=handoffs), "b")


def test_a_role_that_is_left_with_nothing_is_named_where_nothing_else_is_gained():
    made = bench(row("clerk", "temp", "boss", "boss"))
    found = given("clerk", "clerk", "boss", "boss", handoffs=2.0)
    same = problem(made, weights={})

    assert "Clerk has the skill 'ledger', and 'Temp' is left with nothing to do." == because_of(made, same, found, "b")


@pytest.mark.parametrize(
    ("weights", "moves", "said"),
    [
        (None, [Assign("b", "clerk"), Assign("d", "clerk")],
         "Clerk has the skills for 'Do b' and 'Do d'; that hands over less."),
        ({}, [Assign("b", "clerk"), Assign("d", "temp")],
         "Clerk has the skill for 'Do b' and Temp has the skill for 'Do d'; that is one role less."),
        ({}, [Assign("b", "clerk")], "Clerk has the skill for 'Do b'; that keeps a duty that is broken today."),
    ],
)  # fmt: skip
def test_it_is_said_what_is_gained_where_a_role_leaves(weights, moves, said):
    made = bench(row("clerk", "boss", "clerk", "boss", "temp"))
    posed = problem(made) if weights is None else problem(made, weights=weights)

    assert said == because_of_all(made, posed, moves)


@pytest.mark.parametrize(
    ("beside", "parts"),
    [
        ({}, []),
        ({"a": set(), "b": set()}, [["a"], ["b"]]),
        ({"a": {"c"}, "b": set(), "c": {"a", "d"}, "d": {"c"}}, [["a", "c", "d"], ["b"]]),
        ({"d": {"c"}, "b": set(), "c": {"a", "d"}, "a": {"c"}}, [["d", "c", "a"], ["b"]]),
    ],
)
def test_what_hangs_together_is_one_part_in_the_order_given(beside, parts):
    assert parts == connected(beside)


# ---- what a role is there for beside its steps, and what is hardly worth a change of hands -----------


def letting_go(process):
    made = bench(process, asking=True)
    ask_who(made)
    return (
        {one.change.role: one.against for one in made.changes if isinstance(one.change, Release)},
        {one.change.role: one.reason for one in made.refused if isinstance(one.change, Release)},
    )


@pytest.mark.parametrize(
    ("serves", "source", "asked", "held"),
    [
        ("law", "Decree 11/2009, article 15", None, "It is said to serve the law (Decree 11/2009, article 15)."),
        ("contract", "clause 4", None, "It is said to serve the contract (clause 4)."),
        ("law", None, "It is said to serve the law.", None),
        ("business", "the board", None, None),
    ],
)
def test_a_role_that_a_law_demands_with_its_source_stays_and_without_one_it_is_asked(serves, source, asked, held):
    temp = replace(STAFF[2], serves=serves, source=source)
    against, left = letting_go(row("clerk", "temp", "clerk", roles=(STAFF[0], temp)))

    assert left.get("temp") == held
    assert ("temp" in against) == (held is None)
    assert asked is None or asked in against["temp"]


def test_what_a_role_answers_for_and_for_whom_it_stands_in_is_said_before_it_goes():
    roles = (replace(STAFF[0], deputy="temp"), STAFF[2])
    kpis = (Kpi("Days", owner="Temp"), Kpi("Errors", owner="clerk"))
    against, _ = letting_go(row("clerk", "temp", "clerk", roles=roles, owner="Temp", kpis=kpis))

    assert [one for one in against["temp"] if "reason" not in one and "separation" not in one] == [
        "'Temp' answers for the process.",
        "'Temp' answers for the KPI 'Days'.",
        "'Temp' stands in for 'Clerk'.",
    ]


def test_nobody_stands_in_for_themselves():
    late = {"within": (Deadline(within=960.0, instead="b", share=0.1),)}
    process = changed(row("clerk", "temp", roles=(STAFF[0], STAFF[2])), a=late)
    process = replace(process, steps=(replace(process.steps[0], flows=(Flow(END),)), process.steps[1]))
    against, _ = letting_go(process)

    assert ("a", "b") in AssignmentProblem.of(Survey(process, today=TODAY)).separate
    assert {} == against


@pytest.mark.parametrize(("share", "little"), [(0.01, {"b"}), (LEAST_SAVED, set()), (0.5, set())])
def test_a_change_of_hands_for_hardly_a_handoff_is_asked_whether_it_is_worth_it(share, little):
    process = row("clerk", "boss", "boss", "boss")
    ways = (Flow("b", "seldom", share), Flow("d", "often", 1.0 - share))
    process = changed(process, a={"flows": ways}, b={"flows": (Flow(END),)}, c={"flows": (Flow(END),)})
    made = bench(process)
    found = given("clerk", "clerk", "boss", "boss")

    assert little == saving_little(problem(made), found)
    assert little == _trades(made, problem(made), found)


def test_where_it_lets_a_role_go_a_change_of_hands_is_worth_it():
    process = row("clerk", "boss", "clerk")
    ways = (Flow("b", "seldom", 0.01), Flow("c", "often", 0.99))
    process = changed(process, a={"flows": ways}, b={"flows": (Flow(END),)})

    assert set() == saving_little(problem(bench(process)), given("clerk", "clerk", "clerk"))


def test_hardly_a_handoff_is_no_safe_change():
    process = row("clerk", "boss", "boss", "boss")
    ways = (Flow("b", "seldom", 0.01), Flow("d", "often", 0.99))
    process = changed(process, a={"flows": ways, "skill": None}, b={"flows": (Flow(END),)}, d={"skill": None})
    process = replace(process, steps=tuple(one for one in process.steps if one.id != "c"))
    for asking, expected in ((False, []), (True, [(Assign("b", "clerk"), WORTH_IT)])):
        made = bench(process, asking=asking)
        ask_who(made)
        assert expected == [
            (replace(one.change, because=None), next(said for said in one.against if said == WORTH_IT))
            for one in made.changes
        ]


LAW = {"serves": "law", "source": "School Act, section 43"}


@pytest.mark.parametrize(
    ("role", "step", "apart", "stays"),
    [
        (LAW, LAW, (), True),
        (LAW, {"serves": "law"}, (), False),
        ({"serves": "law"}, LAW, (), False),
        (LAW, {"serves": "contract", "source": "Terms, 4"}, (), False),
        (LAW, LAW, (("decide", "tell"),), True),
        (LAW, LAW, (("file", "decide"),), False),
    ],
)
def test_what_a_law_demands_of_who_does_it_stays_in_their_hands(role, step, apart, stays):
    roles = (
        Role("head", "Head", why="Knows the building.", skills=("care", "signing"), **role),
        Role("teacher", "Teacher", why="Knows the children.", skills=("care", "teaching")),
    )

    def work(step_id, to, owner, skill="care", **fields):
        why = f"Parents asked for it {len(step_id)} times."
        return Step(step_id, step_id.title(), owner=owner, skill=skill, why=why, flows=(Flow(to),), **fields)

    process = Process("Enrol", roles=roles, separate=apart, steps=(
        work("meet", "decide", "teacher", "teaching"), work("decide", "tell", "head", **step),
        work("tell", "file", "teacher", "teaching"), work("file", "end", "head", "signing"),
    ))  # fmt: skip

    after = trim(Survey(process, today=TODAY)).after.process

    assert ("head" if stays else "teacher") == after.step("decide").owner


def test_a_duty_that_names_a_gateway_keeps_nothing_from_being_worked_out():
    steps = (
        Step("a", "A", owner="clerk", flows=(Flow("way"),)),
        Step("way", "way", kind="gateway", flows=(Flow("end"),)),
    )

    assert set() == demanded_of_doer(Bench(Survey(Process("P", steps=steps, separate=(("a", "way"),)), today=TODAY)))
