"""What is proposed, refused and noted on the workbench, and what the figures of a proposal say."""

import pytest
from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.measures.letting_go import is_asking_first
from flowtrim.model import END, Assign, Deadline, Drop, Flow, Interruption, Merge, Process, Release, Role, Start, Step
from flowtrim.redesign.proposal import Figures, Proposed
from flowtrim.redesign.rare_ways import _closed, _ending, _kept, _of_all_cases, _rare_flows
from flowtrim.redesign.resting import UNUSED
from flowtrim.redesign.workbench import QUESTION, Bench
from tests.days import TODAY

GOOD = "Two suppliers were paid twice in 2024 before this."


def step(step_id, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(step_id, f"Do {step_id}", flows=flows, **{"owner": "clerk", "why": GOOD} | fields)


ROW = step("a", "b"), step("b", "c", owner="boss"), step("c", "d"), step("d", owner="boss")


def bench(*steps, refused=(), accepted=None, **fields):
    return Bench(survey(*steps, **fields), refused=refused, accepted=accepted)


def survey(*steps, **fields):
    return Survey(Process("P", steps or ROW, **fields), today=TODAY)


# ---- the bench --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "change", "safe", "reason"),
    [
        ({}, Drop("b"), True, None),
        ({}, Drop("b"), False, "It is a question, and only safe changes were wanted."),
        ({"refused": [Drop("b", because="x")]}, Drop("b"), True, "Somebody decided against it."),
        ({"refused": [Drop("c")]}, Drop("b"), True, None),
        ({"accepted": [Drop("c")]}, Drop("b"), True, "Nobody accepted it."),
        ({"accepted": [Drop("b")]}, Drop("b"), True, None),
        ({"accepted": []}, Drop("b"), True, "Nobody accepted it."),
        ({}, Drop("x"), True, "Cannot drop 'x': there is no step 'x'."),
    ],
)
def test_a_change_is_kept_or_it_is_said_why_not(fields, change, safe, reason):
    made = bench(**fields)

    assert (reason is None) == made.propose(change, rule="why-none", safe=safe)
    assert ([change], []) == (
        ([one.change for one in made.changes], made.refused)
        if reason is None
        else ([one.change for one in made.refused], made.changes)
    )
    assert reason is None or reason in str(made.refused[0].reason)
    if "x" not in change.step:
        assert (reason is None) == made.allows(change, safe=safe)


def test_a_step_that_is_all_the_work_that_a_case_comes_to_stays():
    made = bench(step("a", END), step("b", END))

    assert not made.allows(Drop("a"))
    assert made.allows(Drop("b"))
    assert made.allows(Assign("a", "boss"))


def test_once_it_is_asked_questions_count_and_what_was_left_alone_is_looked_at_again():
    made = bench()
    made.propose(Drop("b"), rule="why-none", safe=False)
    made.propose(Drop("x"), rule="why-none", safe=True)
    made.ask()

    assert ([Drop("x")], 1, False) == ([one.change for one in made.refused], len(made.waterfall), made.only_safe)
    assert made.propose(Drop("b"), rule="why-none", safe=False)
    assert [False] == [one.safe for one in made.changes]


def test_what_is_safe_by_itself_has_a_row_of_its_own_once_it_is_asked():
    made = bench()
    made.begin("why", 1)
    made.propose(Drop("b"), rule="why-none", safe=True)
    made.end()
    made.ask()

    assert [None, "safe"] == [row for row, _ in made.waterfall]
    assert [4, 3] == [figures.steps for _, figures in made.waterfall]
    made.begin("what", 1)
    made.end()
    made.propose(Drop("c"), rule="why-none", safe=False)
    made.end()
    made.begin("who", 1)
    made.end()
    assert [None, "safe", "what"] == [row for row, _ in made.waterfall]
    assert [1, 2] == [one.number for one in made.changes]
    assert [True, False] == [one.safe for one in made.changes]


def test_what_was_discussed_before_keeps_its_number():
    made = Bench(survey(), numbers={})
    assert made.propose(Drop("b"), rule="why-none", safe=True)
    again = Bench(survey(), numbers=made._numbers)
    assert again.propose(Drop("c"), rule="why-none", safe=True)
    assert again.propose(Drop("b"), rule="why-none", safe=True)

    assert [2, 1] == [one.number for one in again.changes]


def test_a_change_is_refused_once_and_a_note_is_kept_once():
    made = bench()
    for _ in range(2):
        made.refuse(Drop("b"), rule="why-none", reason=QUESTION)
        made.note("Proven.")
    made.refuse(Drop("c"), rule="why-none", reason=QUESTION)

    assert (["b", "c"], ["Proven."]) == ([one.change.step for one in made.refused], made.notes)


@pytest.mark.parametrize(
    ("asked", "change", "safe", "said"),
    [
        ([], Drop("b"), True, []),
        ([Drop("c")], Drop("b"), True, ["It follows from question 1."]),
        ([Drop("c")], Drop("b"), False, []),
        ([Drop("d"), Drop("a")], Drop("b"), True, ["It follows from question 2."]),  # the last one beside it
        ([Drop("b"), Drop("d")], Drop("a"), True, ["It follows from question 1."]),
        ([Assign("d", "clerk")], Drop("b"), True, ["It follows from question 1."]),  # none beside it: the last one
        ([Assign("b", "clerk"), Assign("d", "clerk")], Release("boss"), True, ["It follows from questions 1 and 2."]),
        ([Assign("b", "clerk"), Assign("d", "clerk")], Release("boss"), False, ["It follows from questions 1 and 2."]),
        ([Drop("c"), Assign("b", "clerk"), Assign("d", "clerk")], Release("boss"), False,
         ["It follows from questions 2 and 3."]),
        ([Assign("a", "boss")], Drop("c", because=UNUSED), False, []),
    ],
)  # fmt: skip
def test_what_is_safe_only_after_a_question_says_on_which_it_rests(asked, change, safe, said):
    made = bench(roles=(Role("boss", "Boss"), Role("clerk", "Clerk")))
    made.ask()
    for each in asked:
        assert made.propose(each, rule="why-missing", safe=False)
    made.propose(change, rule="why-none", safe=safe)

    assert said == [each for each in made.changes[-1].against if each.startswith("It follows")]
    assert not made.changes[-1].safe


def test_that_nobody_uses_a_thing_rests_on_the_question_about_who_does_today():
    steps = step("a", "b", outputs=("x",)), step("b", "c", inputs=("x",)), step("c")
    made = bench(*steps)
    made.ask()
    made.propose(Drop("b"), rule="why-missing", safe=False)
    made.propose(Drop("a", because=UNUSED), rule="what-output-unused", safe=False)

    assert "It follows from question 1." in made.changes[-1].against


def test_what_no_case_comes_to_any_more_goes_along():
    check = step("a", Flow("b", share=0.9), Flow("no", share=0.1), kind="check", why=None)
    made = bench(check, step("b"), step("no", "more"), step("more"))
    made.propose(Drop("a"), rule="why-none", safe=True)

    assert ["a", "more", "no"] == [one.change.step for one in made.changes]
    assert ["b"] == [one.id for one in made.survey.process.steps]
    assert None is made.current(made.before.process.step("no"))


@pytest.mark.parametrize(
    ("changes", "stays", "leaves"),
    [
        ([], False, set()),
        ([Release("boss", "clerk")], True, {"boss"}),
        ([Release("boss")], True, set()),
        ([Release("clerk", "boss"), Drop("b")], False, {"clerk"}),
    ],
)
def test_it_is_known_which_role_is_to_stay_and_which_is_to_leave(changes, stays, leaves):
    assert stays == bench(refused=changes).is_to_stay("boss")
    assert leaves == bench(accepted=changes).to_leave


def test_whoever_watches_is_told_how_far_it_is():
    told = []
    made = Bench(survey(), watch=lambda *seen: told.append(seen))
    made.begin("who", 2)
    made.propose(Drop("b"), rule="why-none", safe=True)
    made.propose(
        Release("boss", "clerk"), rule="handoff-often", safe=True, moves=(Assign("b", "clerk"), Assign("d", "clerk"))
    )
    made.begin("order", 0)
    made.propose(Drop("c"), rule="why-none", safe=False)

    assert [("who", 1, 2), ("who", 3, 3), ("order", 1, 1)] == told


@pytest.mark.parametrize(("changes", "each"), [(250_000, True), (250_001, False)])
def test_in_a_long_process_only_whole_stages_are_measured(changes, each):
    made = bench()
    made.begin("why", changes)
    made.propose(Drop("b"), rule="why-none", safe=True)

    assert each == made.measures_each == (made.changes[0].gain is not None)
    assert (3 if each else 4) == made.survey.steps
    made.end()
    assert 3 == made.survey.steps


# ---- the figures ------------------------------------------------------------------------------------

WAS = Figures(9, 5, 8, 7.5, 60.0, 3, hours=100.0, cost=1000.0)


@pytest.mark.parametrize(
    ("was", "now", "saved"),
    [
        (
            WAS,
            Figures(4, 2, 2, 2.5, 20.0, 1, hours=40.0, cost=300.0),
            Figures(5, 3, 6, 5.0, 40.0, 2, hours=60.0, cost=700.0),
        ),
        (WAS, replace(WAS, hours=None, cost=None), Figures(0, 0, 0, 0.0, 0.0, 0, hours=100.0, cost=1000.0)),
        (WAS, replace(WAS, expected_handoffs=None), Figures(0, 0, 0, None, 0.0, 0)),
        (replace(WAS, hours=None, cost=None, expected_handoffs=None), WAS, Figures(0, 0, 0, None, 0.0, 0)),
    ],
)
def test_what_is_saved_is_what_was_less_what_is(was, now, saved):
    assert saved == was.saved(now)


@pytest.mark.parametrize(
    ("gain", "lost"),
    [
        (Figures(0, 0, 0, 0.0, 0.0, 0, hours=0.0, cost=0.0), ()),
        (Figures(0, 0, 0, None, 0.0, 0), ()),
        (Figures(-1, 0, -2, -1e-10, -0.5, 0, cost=-1.0), ("steps", "handoffs", "seconds", "cost")),
    ],
)
def test_what_got_worse_is_named(gain, lost):
    assert lost == gain.lost


def test_a_role_that_leaves_hands_over_first_what_its_heir_does_not_take():
    moves = Assign("b", "clerk"), Assign("d", "other")
    leaving = Proposed(1, "who", "handoff-often", Release("boss", "clerk"), True, (), None, moves)

    assert (moves[1], Release("boss", "clerk")) == leaving.changes
    assert (("b", "d"), ("boss", "b", "d")) == (leaving.steps, leaving.subjects)
    merging = Proposed(1, "compose", "flow-neighbours-of-one-role", Merge(("a", "b")), True, (), None)
    assert ((Merge(("a", "b")),), ("a", "b"), ("a", "b")) == (merging.changes, merging.steps, merging.subjects)


@pytest.mark.parametrize(
    ("whys", "first"),
    [
        ([], False),
        ([GOOD], False),
        (["none"], True),
        (["none", GOOD], False),
        ([None, None, GOOD], True),
        ([None, GOOD, GOOD], False),
        ([None, None, GOOD, GOOD], False),
    ],
)
def test_it_is_asked_first_where_hardly_anything_has_a_reason(whys, first):
    steps = tuple(Step(f"s{n}", f"Do {n}", why=why) for n, why in enumerate(whys))

    assert first == is_asking_first(Survey(Process("P", steps), today=TODAY))


# ---- rare ways --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ways", "left"),
    [
        (
            [Flow("b", share=0.5), Flow("c", share=0.3), Flow("d", share=0.2)],
            [Flow("c", share=0.6), Flow("d", share=0.4)],
        ),
        ([Flow("b", share=0.5), Flow("c", share=0.25), Flow("d")], [Flow("c", share=1.0), Flow("d")]),
        (
            [Flow("b", share=0.5), Flow("c", share=0.5), Flow("d", share=0.0)],
            [Flow("c", share=1.0), Flow("d", share=0.0)],
        ),
        ([Flow("b"), Flow("c", "x"), Flow("d")], [Flow("c", "x"), Flow("d")]),
        (
            [Flow("b", share=1.0), Flow("c", share=0.0), Flow("d", share=0.0)],
            [Flow("c", share=0.0), Flow("d", share=0.0)],
        ),
        ([Flow("b", share=0.2), Flow("c", "x", 0.8)], [Flow("c")]),
        ([Flow("b", share=0.2), Flow(END, "x", 0.8, outcome="done")], [Flow(END, outcome="done")]),
    ],
)
def test_where_nobody_goes_one_way_the_others_have_its_share(ways, left):
    choice = Step("a", "A", flows=tuple(ways))
    process = Process("P", (choice, *(Step(each, each) for each in "bcd")))
    closed = _closed(process, choice, choice.flows[:1])

    assert tuple(left) == closed.step("a").flows
    assert (Start("a"),) == closed.starts


def shares(seen):
    """Where the rare ways lead, and how many cases take each."""
    return [(flow.to, _of_all_cases(seen, step, flow)) for step, flows in _rare_flows(seen) for flow in flows]


@pytest.mark.parametrize(
    ("ways", "rare"),
    [
        ([Flow("b", share=0.2), Flow("c", share=0.8)], [("b", 0.2)]),
        ([Flow("b", share=0.21), Flow("c", share=0.79)], []),
        ([Flow("b", share=0.0), Flow("c", share=1.0)], []),
        ([Flow("b"), Flow("c", share=0.9)], []),
        ([Flow(END, share=0.1), Flow("c", share=0.9)], []),
        ([Flow("b", share=0.1), Flow("b", share=0.1), Flow("c", share=0.8)], []),
        ([Flow("b", share=0.1), Flow("d", share=0.1), Flow("c", share=0.8)], [("b", 0.1), ("d", 0.1)]),
    ],
)
def test_a_way_is_rare_up_to_a_fifth_of_the_cases(ways, rare):
    steps = step("a", *ways), step("b"), step("c"), step("d")

    assert rare == shares(survey(*steps))


@pytest.mark.parametrize(
    ("ways", "rare"),
    [
        ({"b": 0.1, "d": 0.1, "c": 0.8}, ["bd"]),
        ({"b": 0.1, "d": 0.05, "c": 0.85}, ["b", "d"]),
        ({"b": 0.1, "d": 0.1, "e": 0.05, "c": 0.75}, ["bd", "e"]),
        ({"b": 0.1, "t": 0.1, "c": 0.8}, []),
        ({"b": 0.1, END: 0.1, "c": 0.8}, ["b"]),
    ],
    ids=str,
)
def test_ways_as_rare_as_each_other_go_together_or_none_of_them(ways, rare):
    """The way to t joins the usual one: it cannot be told apart, and what is as rare stays with it."""
    flows = tuple(Flow(to, share=share) for to, share in ways.items())
    steps = step("a", *flows), step("b"), step("c", "t"), step("d"), step("e"), step("t")

    assert rare == ["".join(flow.to for flow in alike) for _, alike in _rare_flows(survey(*steps))]


@pytest.mark.parametrize(("split", "rare"), [("one", ["b"]), ("some", []), ("all", [])])
def test_only_a_choice_has_rare_ways(split, rare):
    steps = step("a", Flow("b", share=0.1), Flow("c", share=0.9), split=split), step("b"), step("c")

    assert rare == [flow.to for _, (flow,) in _rare_flows(survey(*steps))]


def test_how_rare_a_way_is_counts_how_many_cases_come_to_the_choice():
    steps = step("s", Flow("a", share=0.5), Flow("c", share=0.5)), step("a", Flow("b", share=0.4), Flow("c", share=0.6))

    assert [("b", 0.2)] == shares(survey(*steps, step("b"), step("c")))


def test_what_is_left_speaks_of_what_is_left_only():
    late = Deadline(5.0, since="a"), Deadline(6.0, since="b"), Deadline(7.0)
    anytime = (
        Interruption("x", "a"), Interruption("x", "b"), Interruption("x", END), Interruption("x", "a", since=("a", "b")),
        Interruption("x", "a", since=("b",)),
    )  # fmt: skip
    process = Process("P", (step("a", within=late), step("b")), within=late, anytime=anytime)
    left = _kept(process, {"a"})

    assert ["a"] == [one.id for one in left.steps]
    assert late[::2] == left.within == left.step("a").within
    assert (anytime[0], anytime[2], replace(anytime[3], since=("a",))) == left.anytime


@pytest.mark.parametrize(
    ("ways", "ends"),
    [(("b", "z"), ["b", END]), (("z",), []), (("b",), ["b"]), (("y", "z"), []), ((), [])],
)
def test_what_leads_back_to_the_usual_way_ends_there(ways, ends):
    told = _ending(step("a", *ways, within=(Deadline(5.0),)), {"a", "b"})

    assert (ends, ()) == ([flow.to for flow in told.flows], told.within)
