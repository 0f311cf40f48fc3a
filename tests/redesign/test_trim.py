"""Trimming in the order of the story: what is proposed, what is asked, and what is left alone."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.changes import apply_plan, describe
from flowtrim.measures import Survey
from flowtrim.model import (
    END,
    Decisions,
    Drop,
    Flow,
    Limits,
    Merge,
    Move,
    Parallel,
    Process,
    Release,
    Repetition,
    Role,
    Start,
    Step,
)
from flowtrim.redesign import Figures, trim
from flowtrim.redesign.rare_ways import told_apart
from flowtrim.reports.trim_report.stages import stages_told
from flowtrim.rules import find_rule
from tests.changes.checks import defects
from tests.days import TODAY
from tests.processes import processes, structured_processes

GOOD = (
    "The customer gets a number to ask for.",
    "Two suppliers were paid twice in 2024 before this.",
    "The bank refuses transfers above the limit without it.",
    "The driver has to know the door before nine.",
    "Parts that do not fit come back within a week.",
    "The buyer sees the price before the order is bound.",
)


def survey(process, **limits):
    return Survey(process, today=TODAY, limits=Limits(**limits))


def row(*steps, **fields):
    """A sequence of steps, given as id and fields; a step has a good reason unless it is given another one."""
    made = []
    for number, (step_id, given_fields) in enumerate(steps):
        onward = (Flow(steps[number + 1][0]),) if number + 1 < len(steps) else ()
        own = {"name": f"Do {step_id}", "owner": "clerk", "why": GOOD[number % len(GOOD)], "flows": onward}
        made.append(Step(step_id, **(own | given_fields)))
    return Process("P", tuple(made), **fields)


def words(proposal):
    return [describe(one.change) for one in proposal.changes]


# ---- why --------------------------------------------------------------------------------------------


def test_a_step_that_nobody_had_a_reason_for_goes_without_further_talk():
    (change, *_) = trim(survey(row(("a", {}), ("b", {"why": "none"}), ("c", {"owner": "boss"})))).changes

    assert ("why", "why-none", Drop("b"), True) == (
        change.stage,
        change.rule,
        replace(change.change, because=None),
        change.safe,
    )


def test_a_step_that_nobody_was_asked_about_is_a_question():
    process = row(("a", {}), ("b", {"why": None}), ("c", {"owner": "boss"}))
    (change, *_) = trim(survey(process)).changes

    assert ("why-missing", False) == (change.rule, change.safe)
    assert "Nobody was asked yet: it may have a reason." in change.against


def test_only_safe_changes_leave_questions_open():
    process = row(("a", {}), ("b", {"why": None}), ("c", {"why": "none"}), ("d", {"owner": "boss"}))
    proposal = trim(survey(process), only_safe=True)

    assert ["drop 'c'"] == words(proposal)
    assert ["It is a question, and only safe changes were wanted."] == [one.reason for one in proposal.refused]


def test_what_somebody_decided_against_is_worked_around():
    process = row(("a", {}), ("b", {"why": "none"}), ("c", {"why": "none"}), ("d", {"owner": "boss"}))
    proposal = trim(survey(process), refused=[Drop("b")])

    assert ["drop 'c'"] == words(proposal)
    assert ["Somebody decided against it."] == [one.reason for one in proposal.refused]


@pytest.mark.parametrize(
    ("fields", "duties", "warning"),
    [
        ({"serves": "law"}, (), "It is said to serve the law."),
        ({"serves": "contract"}, (), "It is said to serve the contract."),
        ({}, (("a", "b"),), "A separation of duties sets it against 'Do a'."),
        ({"outputs": ("x",)}, (), "Only it makes 'x', which 'Do c' takes."),
        ({"flows": (Flow("c", share=0.5), Flow(END, share=0.5))}, (), "It decides which way a case goes"),
    ],
)
def test_nothing_that_may_be_bound_goes_without_asking(fields, duties, warning):
    process = row(
        ("a", {}), ("b", {"why": "none", **fields}), ("c", {"owner": "boss", "inputs": ("x",)}), separate=duties
    )
    weak = replace(
        process, steps=(*process.steps[:2], replace(process.steps[2], why="Because."), process.steps[2:][-1])[:3]
    )
    change = next(one for one in trim(survey(weak)).changes if isinstance(one.change, Drop) and one.change.step == "b")

    assert not change.safe
    assert any(said.startswith(warning) for said in change.against)


def test_the_only_maker_of_what_the_process_delivers_stays():
    process = row(("a", {}), ("b", {"why": "none", "outputs": ("bill",)}), ("c", {"owner": "boss"}), outputs=("bill",))
    proposal = trim(survey(process))

    assert proposal.after.process.has_step("b")
    assert "it needs a reason, not an end" in proposal.refused[0].reason


def test_a_role_that_is_left_with_nothing_is_released():
    process = row(("a", {}), ("b", {"why": "none", "owner": "boss"}), ("c", {}), roles=(Role("boss", "Boss"),))
    proposal = trim(survey(process))

    assert ["drop 'b'", "release 'boss'"] == words(proposal)[:2]
    assert all(change.safe for change in proposal.changes)
    assert () == proposal.after.process.roles


def test_a_customer_and_a_machine_are_never_released():
    roles = (Role("buyer", "Buyer", kind="customer"), Role("bot", "Bot", kind="system"))
    process = row(
        ("a", {}),
        ("b", {"why": "none", "owner": "buyer"}),
        ("c", {"why": "none", "owner": "bot"}),
        ("d", {}),
        ("e", {}),
        roles=roles,
    )

    assert not any(isinstance(one.change, Release) for one in trim(survey(process)).changes)


def test_where_hardly_anything_has_a_reason_the_asking_comes_first():
    process = row(*((step_id, {"why": None, "owner": owner}) for step_id, owner in zip("abcd", "xyxx", strict=True)))
    proposal = trim(survey(process))

    assert proposal.asking_first
    assert ((), process) == (proposal.changes, proposal.after.process)
    assert ["a", "b"] == sorted(one.at for one in proposal.questions if one.handoffs and one.at in "abcd")


def test_a_process_without_any_reason_is_not_dropped_as_a_whole():
    proposal = trim(survey(row(("a", {"why": "none"}), ("b", {"why": "none"}))))

    assert ((), ()) == (proposal.changes, proposal.refused)
    assert "No step has a reason." in proposal.notes[0]


def test_an_empty_process_is_left_alone():
    proposal = trim(survey(Process("P")))

    assert (Process("P"), ()) == (proposal.after.process, proposal.changes)


def test_questions_stand_in_the_order_of_what_is_at_stake():
    process = row(
        ("a", {}), ("b", {"why": None}), ("c", {"why": None, "owner": "boss"}), ("d", {}), ("e", {}), ("f", {})
    )
    asked = [one.at for one in trim(survey(process)).questions]

    assert asked.index("c") < asked.index("b")


# ---- what -------------------------------------------------------------------------------------------


def test_what_nobody_uses_goes_back_to_where_it_begins():
    process = row(
        ("a", {"outputs": ("x",)}),
        ("b", {"why": "Because.", "inputs": ("x",), "outputs": ("y",)}),
        ("c", {"why": "Because.", "owner": "boss", "inputs": ("y",), "outputs": ("z",)}),
        ("d", {"inputs": ("x",), "outputs": ("bill",)}),
        outputs=("bill",),
    )
    changes = [one for one in trim(survey(process)).changes if one.stage == "what"]

    assert ["drop 'c'", "drop 'b'"] == [describe(one.change) for one in changes]
    assert {"what-output-unused"} == {one.rule for one in changes}
    assert ["Its reason is said to be: Because."] == list(changes[0].against)


def test_a_step_with_a_good_reason_is_never_called_dead():
    process = row(
        ("a", {"outputs": ("copy",)}),
        ("b", {"inputs": ("order",), "outputs": ("bill",), "owner": "boss"}),
        outputs=("bill",),
    )

    assert [] == [one for one in trim(survey(process)).changes if one.stage == "what"]


def test_without_declared_outputs_nothing_is_called_dead():
    process = row(("a", {"why": "Because.", "outputs": ("x",)}), ("b", {"owner": "boss"}), ("c", {}))

    assert [] == [one for one in trim(survey(process)).changes if one.stage == "what"]


# ---- who --------------------------------------------------------------------------------------------

SKILLED = (Role("agent", "Agent", skills=("care", "bill")), Role("clerk", "Clerk", skills=("bill",)))


def test_a_step_goes_to_a_role_with_the_skill_and_the_old_one_leaves():
    process = row(
        ("a", {"owner": "agent", "skill": "care"}),
        ("b", {"owner": "clerk", "skill": "bill", "part": "B"}),
        ("c", {"owner": "agent", "part": "C"}),
        roles=SKILLED,
    )
    proposal = trim(survey(process))

    assert ["release 'clerk' and give its work to 'agent'"] == words(proposal)
    assert ("Agent has the skill for 'Do b'; that hands over less.", ("b",)) == (
        proposal.changes[0].change.because,
        proposal.changes[0].steps,
    )
    assert (2, 1) == (proposal.changes[0].gain.handoffs, proposal.changes[0].gain.roles)
    assert any(note.startswith("Proven") for note in proposal.notes)


def test_a_separation_of_duties_keeps_its_hands_apart():
    process = row(
        ("a", {"owner": "agent", "skill": "care"}),
        ("b", {"owner": "clerk", "skill": "bill"}),
        roles=SKILLED,
        separate=(("a", "b"),),
    )

    assert () == trim(survey(process)).changes


@pytest.mark.parametrize(
    ("first", "second", "asked"),
    [
        ({"kind": "check"}, {"kind": "check"}, True),
        ({"kind": "check", "inputs": ("x",)}, {"kind": "check", "inputs": ("x",)}, True),
        ({"kind": "check", "inputs": ("x",)}, {"kind": "check", "inputs": ("y",)}, False),
        ({"kind": "check"}, {"kind": "do"}, False),
    ],
)
def test_two_looks_at_one_thing_never_come_into_one_hand_unasked(first, second, asked):
    process = row(
        ("a", {"owner": "clerk", "outputs": ("x", "y")}),
        ("b", {"owner": "agent"} | first),
        ("c", {"owner": "clerk", "skill": "bill"} | second),
        ("d", {"owner": "agent"}),
        roles=SKILLED,
    )
    changes = [one for one in trim(survey(process)).changes if one.steps == ("c",)]

    assert [not asked] == [one.safe for one in changes]
    assert asked == any("Does it take two who look at it?" in (one.change.because or "") for one in changes)


def test_skills_that_nobody_declared_are_not_assumed():
    process = row(("a", {"owner": "agent"}), ("b", {"owner": "clerk"}), ("c", {"owner": "agent"}), roles=SKILLED)

    assert () == trim(survey(process)).changes


def test_what_the_law_asks_for_changes_hands_only_as_a_question():
    process = row(
        ("a", {"owner": "agent", "skill": "care"}),
        ("b", {"owner": "clerk", "skill": "bill", "serves": "law", "source": "BGB 14"}),
        roles=SKILLED,
    )
    (change,) = trim(survey(process)).changes

    assert not change.safe
    assert "'Do b' serves the law, which may say who performs it." in change.against


def test_duties_that_contradict_each_other_are_said_in_words():
    process = row(
        ("a", {"owner": "agent", "skill": "bill"}), ("b", {"owner": "clerk", "skill": "bill"}),
        roles=SKILLED, separate=(("a", "b"),), together=(("a", "b"),),
    )  # fmt: skip
    proposal = trim(survey(process))

    assert () == proposal.changes
    assert "'a' and 'b' have to be together and separate at once." == proposal.conflict


def test_duties_that_nobody_can_keep_are_said_where_nobody_has_a_choice():
    process = row(("a", {"owner": "agent"}), ("b", {"owner": "agent"}), roles=SKILLED, separate=(("a", "b"),))

    assert "Nobody is left for 'a', separate from 'b'." == trim(survey(process)).conflict


# ---- order, compose, fit ----------------------------------------------------------------------------


def test_checks_are_put_in_the_order_of_effort_for_each_refusal():
    checks = [
        Step(
            "visit",
            "Value the house",
            "x",
            why=GOOD[0],
            takes=300.0,
            flows=(Flow("register", share=0.9), Flow(END, share=0.1)),
        ),
        Step(
            "register",
            "Ask the register",
            "y",
            why=GOOD[1],
            takes=5.0,
            flows=(Flow("pay", share=0.8), Flow(END, share=0.2)),
        ),
        Step("pay", "Pay", "x", why=GOOD[2]),
    ]
    (change,) = [one for one in trim(survey(Process("P", tuple(checks)))).changes if one.stage == "order"]

    assert (Move("register", before="visit"), "flow-late-knock-out") == (
        replace(change.change, because=None),
        change.rule,
    )
    assert "take 4.08 hours instead of 5.08 hours" in change.change.because


def test_running_at_once_is_refused_where_it_costs_more_than_it_saves():
    process = row(
        ("a", {"outputs": ("order",), "inputs": ("call",)}),
        ("b", {"inputs": ("order",), "outputs": ("parcel",), "owner": "store", "takes": 30.0}),
        ("c", {"inputs": ("order",), "outputs": ("bill",), "owner": "desk", "takes": 20.0}),
        ("d", {"inputs": ("parcel", "bill")}),
    )
    proposal = trim(survey(process))

    assert [Parallel(("b", "c"))] == [replace(one.change, because=None) for one in proposal.refused]
    assert "at the price of" in proposal.refused[0].reason


def side_by_side(**times):
    return row(
        ("a", {"outputs": ("order",), "inputs": ("call",), "owner": "desk"}),
        ("b", {"inputs": ("order",), "outputs": ("parcel",), "owner": "store", **times}),
        ("c", {"inputs": ("order",), "outputs": ("bill",), "owner": "desk", **times}),
        outputs=("parcel", "bill"),
    )


def test_running_at_once_says_how_much_sooner_a_case_is_done():
    (change,) = trim(survey(side_by_side(takes=30.0))).changes

    assert ("order", False) == (change.stage, change.safe)
    assert "Neither needs what the other makes. A case is done 30 minutes sooner." == change.change.because


def test_running_at_once_is_left_alone_where_by_no_declared_time_anybody_is_done_sooner():
    proposal = trim(survey(side_by_side()))

    assert () == proposal.changes
    assert ["By the times that are declared nothing would be done sooner."] == [one.reason for one in proposal.refused]


def test_neighbours_of_one_role_become_one_step_where_it_is_told_shorter():
    each = {"each": Repetition("supported branch of the product", 3.0)}  # said once of one step, twice of two
    (change,) = trim(survey(row(("a", each), ("b", each), ("c", {"owner": "boss"})))).changes

    assert ("compose", ("a", "b"), True) == (change.stage, change.change.steps, change.safe)
    assert change.gain.seconds >= 1


def test_a_merge_that_only_counts_steps_otherwise_is_not_proposed():
    assert () == trim(survey(row(("a", {}), ("b", {}), ("c", {"owner": "boss"})))).changes


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "approve"}, {"waits": 5.0}, {"part": "Other"}, {"serves": "law", "source": "BGB 14"}, {"calls": "Other"},
        {"skill": "other"}, {"join": "all", "owner": "boss"},
    ],
)  # fmt: skip
def test_neighbours_with_something_between_them_stay_apart(fields):
    process = row(("a", {"skill": "care"}), ("b", fields), ("c", {"owner": "boss", "part": "C"}))

    assert not any(isinstance(one.change, Merge) for one in trim(survey(process)).changes)


@pytest.mark.parametrize("why", [None, "none", "Because."])
def test_a_merge_does_not_hide_what_has_no_reason(why):
    proposal = trim(survey(row(("a", {}), ("b", {"why": why}), ("c", {"owner": "boss"}))), refused=[Drop("b")])

    assert () == proposal.changes


def test_neighbours_that_a_duty_sets_apart_stay_apart():
    assert () == trim(survey(row(("a", {}), ("b", {}), separate=(("a", "b"),)))).changes


def long_story(**fields):
    steps = [
        (
            f"s{n}",
            {"name": f"Do thing number {n} with great care", "owner": f"r{n % 2}", "serves": "business", **fields},
        )
        for n in range(6)
    ]
    return row(*steps, outputs=("x",))


def test_nothing_with_a_reason_is_dropped_only_to_make_the_rest_fit():
    proposal = trim(survey(long_story(), ride_seconds=20.0))

    assert ((), None) == (proposal.changes, proposal.apart)
    assert "It still takes 2 rides: as one story it would have to be 4 steps shorter." in proposal.notes


def rarely(share, *, first="Ask what is wrong with the invoice", rides=22.0):
    """A choice of which one way is long, and taken by a share of the cases."""
    ways = (Flow("pay", "it is right", round(1 - share, 3)), Flow("sue", "it is wrong", share))
    steps = (
        Step("ask", first, "clerk", why=GOOD[0], kind="decide", flows=ways),
        Step("sue", "File the claim with all of its proofs", "lawyer", why=GOOD[1], flows=(Flow("hear"),)),
        Step("hear", "Speak before the court about each item", "lawyer", why=GOOD[2], flows=(Flow("pay"),)),
        Step("pay", "Pay", "clerk", why=GOOD[3]),
    )
    return survey(Process("Refund", steps), ride_seconds=rides)


def test_a_rare_way_is_told_apart_with_the_rides_of_both():
    apart = trim(rarely(0.03)).apart
    (way,) = apart.ways

    assert ("ask", "it is wrong", 0.03, ("sue", "hear")) == (way.at, way.when, way.share, way.steps)
    assert (1, 1) == (way.told.rides, apart.usual.rides)
    assert "court" in way.told.text
    assert "court" not in apart.usual.text


@pytest.mark.parametrize(("share", "rides"), [(0.5, 22.0), (0.03, 60.0), (0.03, 5.0)])
def test_no_way_is_told_apart_that_is_usual_or_where_it_fits_or_makes_no_difference(share, rides):
    apart = trim(rarely(share, rides=rides)).apart

    assert (rides == 5.0) == (apart is not None)
    assert rides != 5.0 or apart.usual.rides > 1


def test_the_rarest_way_that_is_enough_is_told_apart_and_no_other():
    ways = (Flow("pay", share=0.8), Flow("sue", share=0.15), Flow("beg", share=0.05))
    long = "Write a letter about each item of the bill to all who know of it"
    steps = (
        Step("ask", "Ask", "clerk", why=GOOD[0], flows=ways),
        Step("sue", long, "clerk", why=GOOD[1], flows=(Flow(END),)),
        Step("beg", long + " again", "clerk", why=GOOD[2], flows=(Flow(END),)),
        Step("pay", "Pay", "clerk", why=GOOD[3]),
    )
    (way,) = trim(survey(Process("Refund", steps), ride_seconds=23.0)).apart.ways

    assert ("beg",) == way.steps


def test_two_ways_as_rare_as_each_other_are_told_apart_together():
    ways = (Flow("pay", share=0.9), Flow("sue", "it is wrong", 0.05), Flow("beg", "it is late", 0.05))
    long = "Write a letter about each item of the bill to all who know of it"
    steps = (
        Step("ask", "Ask", "clerk", why=GOOD[0], flows=ways),
        Step("sue", long, "clerk", why=GOOD[1], flows=(Flow("file"),)),
        Step("beg", long + " again", "clerk", why=GOOD[2], flows=(Flow("file"),)),
        Step("file", "File it", "clerk", why=GOOD[4], flows=(Flow(END),)),
        Step("pay", "Pay", "clerk", why=GOOD[3]),
    )
    apart = trim(survey(Process("Refund", steps), ride_seconds=23.0)).apart

    assert [("it is wrong", ("sue", "file")), ("it is late", ("beg", "file"))] == [
        (w.when, w.steps) for w in apart.ways
    ]
    assert "letter" not in apart.usual.text
    assert "File" not in apart.usual.text


def test_what_the_law_asks_for_is_not_even_asked_about_to_make_it_fit():
    proposal = trim(survey(long_story(serves="law", source="Article 5"), ride_seconds=20.0))

    assert () == proposal.changes
    assert any(note.endswith("is too long for one by itself.") for note in proposal.notes)
    safe = trim(survey(long_story(serves="law", source="Article 5"), ride_seconds=20.0), only_safe=True)
    assert not any("by itself" in note for note in safe.notes)  # before it is asked, nobody knows what has to stay


def chained(*, passed):
    """A row of long steps, each of which takes what the one before made, except the last where nothing is passed."""
    made = [
        Step(f"s{n}", f"Write a long letter to house {n}", "clerk", why=GOOD[n], outputs=(f"x{n}",)) for n in range(4)
    ]
    steps = [replace(step, inputs=(f"x{n - 1}",)) if n and passed else step for n, step in enumerate(made)]
    return Process("P", tuple(steps), outputs=("x3",))


@pytest.mark.parametrize("passed", [True, False])
def test_what_is_too_long_only_with_what_it_takes_is_told_so(passed):
    notes = trim(survey(chained(passed=passed), ride_seconds=15.0)).notes

    assert not any("serves the customer" in note for note in notes)
    assert passed == any("the steps that nobody is asked about, and those that alone make" in note for note in notes)


# ---- what is told -----------------------------------------------------------------------------------


def test_the_plan_holds_the_changes_in_the_vocabulary_of_the_file():
    process = row(("a", {}), ("b", {"why": "none"}), ("c", {"owner": "boss"}))
    proposal = trim(survey(process))
    plan = proposal.plan("Ask why")

    assert ("Ask why", "open") == (plan.name, plan.result)
    assert proposal.after.process == apply_plan(process, plan.changes)
    assert "Nobody could say what it is there for." == plan.changes[0].because


@pytest.mark.parametrize(("shares", "told"), [((None, None), True), ((0.5, 0.5), False)])
def test_a_drop_that_draws_more_handoffs_says_so_where_nobody_knows_how_many_come_in_a_case(shares, told):
    x, y = shares
    steps = (
        Step("a", "A", "clerk", why=GOOD[0], flows=(Flow("hub"),)),
        Step("b", "B", "clerk", why=GOOD[1], flows=(Flow("hub"),)),
        Step("hub", "Sort", "boss", why="none", flows=(Flow("x", share=x), Flow("y", share=y))),
        Step("x", "X", "boss", why=GOOD[2]), Step("y", "Y", "boss", why=GOOD[3]),
    )  # fmt: skip
    process = Process("P", steps, starts=())
    split = Step("s", "S", "clerk", why=GOOD[4], flows=(Flow("a", share=0.5), Flow("b", share=0.5)))
    change = next(
        one
        for one in trim(survey(replace(process, steps=(split, *steps)))).changes
        if one.change == Drop("hub", because=one.change.because)
    )

    assert -2 == change.gain.handoffs
    assert told == ("It adds 2 handoffs." in change.against)


def test_the_waterfall_goes_from_before_to_after():
    process = row(("a", {}), ("b", {"why": "none", "owner": "boss"}), ("c", {}))
    proposal = trim(survey(process))

    assert [None, "safe"] == [stage for stage, _ in proposal.waterfall]
    assert [3, 2] == [figures.steps for _, figures in proposal.waterfall]
    assert Figures.of(proposal.after) == proposal.waterfall[-1][1]
    assert proposal.summary.startswith("Roles 2 → 1, steps 3 → 2, handoffs 2 → 0")


def test_every_stage_cites_a_rule_of_the_catalogue():
    cited = {"why-none", "why-missing", "what-output-unused", "who-idle", "handoff-often", "flow-late-knock-out",
             "flow-needless-order", "flow-neighbours-of-one-role", "elevator-too-long"}  # fmt: skip

    assert cited == {find_rule(name).name for name in cited}


def long_row():
    steps = [
        (f"s{n}", {"why": "none" if n % 2 else GOOD[0] + f" Part {n * n} of them.", "owner": f"r{n % 3}"})
        for n in range(200)
    ]
    return survey(row(*steps))


def test_each_of_a_hundred_changes_is_measured_and_together_they_save_what_the_stage_does():
    proposal = trim(long_row())
    gains = [one.gain for one in proposal.changes if one.stage == "why"]
    (_, before), (_, after), *_ = proposal.waterfall

    assert 100 == len(gains) == sum(gain.steps for gain in gains)
    assert before.saved(after).handoffs == sum(gain.handoffs for gain in gains)
    assert before.saved(after).seconds == pytest.approx(sum(gain.seconds for gain in gains))


def test_beyond_a_limit_a_stage_is_measured_as_a_whole_and_says_so(monkeypatch):
    monkeypatch.setattr("flowtrim.redesign.workbench.MOST_MEASURING", 10_000)
    proposal = trim(long_row())
    (stage, *_) = stages_told(proposal, str, everything=False)

    assert {None} == {one.gain for one in proposal.changes if one.stage == "why"}
    assert 100 == proposal.waterfall[1][1].steps
    assert stage.whole.startswith("So many changes of so long a process were measured together")


def test_whoever_waits_is_told_how_far_it_is():
    told = []
    trim(long_row(), watch=lambda *far: told.append(far))

    assert ("why", 1, 100) == told[0]
    assert ("why", 100, 100) in told


@given(processes(min_steps=1))
def test_trimming_always_leaves_a_valid_process_that_its_plan_leads_to(process):
    proposal = trim(survey(process))

    assert [] == defects(proposal.after.process)
    assert proposal.after.process == apply_plan(process, [one.change for one in proposal.changes])
    assert bool(proposal.after.process.work) == bool(process.work)


@given(structured_processes())
def test_trimming_a_sound_process_leaves_it_sound(process):
    reasons = (GOOD[0], "none", None)
    steps = [
        replace(one, why=f"{reasons[n % 3]} Part {n}." if n % 3 == 0 else reasons[n % 3])
        for n, one in enumerate(process.steps)
    ]
    faults = trim(survey(replace(process, steps=tuple(steps)))).after.flow_faults

    assert ((), (), pytest.approx(1.0)) == (faults.endless, faults.unbalanced, faults.completions)


def test_counted_refusals_are_enough_to_order_checks():
    checks = [
        Step(
            "a", "Look at it", "x", why=GOOD[0], takes=50.0, flows=(Flow("b"), Flow(END)), decisions=Decisions(100, 1)
        ),
        Step(
            "b", "Ask for it", "y", why=GOOD[1], takes=1.0, flows=(Flow("c"), Flow(END)), decisions=Decisions(100, 50)
        ),
        Step("c", "Pay", "x", why=GOOD[2]),
    ]

    assert ["order"] == [one.stage for one in trim(survey(Process("P", tuple(checks)))).changes]


@pytest.mark.parametrize(
    ("why_of_step", "why_of_role", "safe"),
    [("none", "none", True), ("none", GOOD[1], False), (None, "none", False), (None, GOOD[1], False)],
)
def test_a_role_with_nothing_left_goes_safely_only_without_a_reason_and_where_its_work_went_safely(
    why_of_step, why_of_role, safe
):
    steps = ("a", {}), ("b", {"why": why_of_step, "owner": "helper"}), ("c", {"owner": "boss"})
    proposal = trim(survey(row(*steps, roles=(Role("helper", "Helper", why=why_of_role),))))
    (leaving,) = (one for one in proposal.changes if one.rule == "who-idle")

    assert ("helper", safe) == (leaving.change.role, leaving.safe)


def test_no_answer_is_no_reason_to_be_quoted():
    steps = (
        Step("write", "Write it", owner="clerk", outputs=("paper",), why="Buyers ask for it in writing.", flows=(Flow("sign"),)),
        Step("sign", "Sign it", "boss", "approve", inputs=("paper",), outputs=("signed",), why="none",
             decisions=Decisions(2907), flows=(Flow("send"),)),
        Step("send", "Send it", owner="clerk", inputs=("signed",), outputs=("order",), why="The supplier loads the truck by it."),
    )  # fmt: skip
    proposed = trim(Survey(Process("Order", steps, outputs=("order",)), today=TODAY)).changes

    assert ["sign"] == [one.change.step for one in proposed if one.rule == "who-rubber-stamp"]
    assert not [said for one in proposed for said in one.against if "none" in said]


def test_what_no_case_comes_to_any_more_says_on_which_question_that_rests():
    yes, no = Flow("book", "yes", 1.0), Flow("tell", "no", 0.0)
    leave = Process("Leave", outputs=("leave",), customer="Staff", steps=(
        Step("ask", "Write it down", owner="A", outputs=("wish",), why="Two may not be away at once.", flows=(Flow("sign"),)),
        Step("sign", "Sign it", owner="B", kind="approve", why="none", inputs=("wish",), flows=(yes, no)),
        Step("tell", "Say no", owner="A", kind="notify", informs=("Staff",), why="Who hears nothing books.", flows=(Flow("end"),)),
        Step("book", "Book it", owner="A", outputs=("leave",), inputs=("wish",), why="Days are printed on the pay slip."),
    ))  # fmt: skip
    told = {one.change.step: one.against for one in trim(Survey(leave, today=TODAY)).changes}

    assert ("Its reason is said to be: Who hears nothing books.", "It follows from question 1.") == told["tell"]


def test_the_share_of_each_rare_way_is_one_of_all_cases():
    long = "Write a letter about each item of the bill to all who know of it"
    steps = (
        Step("ask", "Ask", "clerk", why=GOOD[0], flows=(Flow("sue", share=0.1), Flow("see", share=0.9))),
        Step("sue", long + " again and again", "clerk", why=GOOD[1], flows=(Flow(END),)),
        Step("see", "See", "clerk", why=GOOD[2], flows=(Flow("beg", share=0.2), Flow("pay", share=0.8))),
        Step("beg", long, "clerk", why=GOOD[3], flows=(Flow(END),)),
        Step("pay", "Pay", "clerk", why=GOOD[3]),
    )
    apart = trim(survey(Process("Refund", steps), ride_seconds=18.0)).apart

    assert {"ask": 0.1, "see": pytest.approx(0.18)} == {way.at: way.share for way in apart.ways}


@pytest.mark.parametrize("asks", [True, False])
def test_what_brings_a_case_to_somebody_goes_only_with_the_question_by_which_they_leave(asks):
    boss = Role("boss", "Boss", skills=("goodwill",), why=None if asks else "Only the boss may give a dish away.")
    dish = Process("Dish", outputs=("dish",), roles=(Role("waiter", "Waiter", skills=("goodwill",)), boss), steps=(
        Step("hear", "Hear it", owner="waiter", why="The guest says it once.", outputs=("wish",), flows=(Flow("look"),)),
        Step("look", "Look for the boss", owner="waiter", kind="wait", flows=(Flow("give"),)),
        Step("give", "Give a dish", owner="boss", skill="goodwill", inputs=("wish",), outputs=("dish",),
             why="A new dish turns three complaints in four into praise."),
    ))  # fmt: skip
    proposal = trim(Survey(dish, today=TODAY))
    (drop,) = [one for one in proposal.changes if isinstance(one.change, Drop)]
    leaves = [one.number for one in proposal.changes if isinstance(one.change, Release)]
    said = [text for text in drop.against if "goes only with" in text]

    assert [
        f"It goes only with question {number}: as long as 'Boss' does 'Give a dish', somebody has to bring it there."
        for number in leaves
    ] == said
    assert [] == [text for one in trim(Survey(dish, today=TODAY), refused=[Release("boss", "waiter")]).changes
                  for text in one.against if "goes only with" in text]  # fmt: skip


def test_a_gateway_that_goes_along_brings_a_case_to_nobody():
    ways = Flow("x", "not fine", 0.05), Flow("end", "fine", 0.95)
    more = Flow("one", "left", 0.5), Flow("two", "right", 0.5)
    good = "Two vans were lost in 2001 without it."
    press = Process("Press", roles=(Role("clerk", "Clerk"),), steps=(
        Step("look", "Look", owner="clerk", kind="check", why="none", flows=ways),
        Step("x", "Choose", owner="clerk", kind="decide", why=good, flows=more),
        Step("one", "Go left", owner="clerk", why=good, flows=(Flow("meet"),)),
        Step("two", "Go right", owner="clerk", why=good, flows=(Flow("meet"),)),
        Step("meet", "", kind="gateway", flows=(Flow("again"),)), Step("again", "Do it again", owner="clerk", why=good),
        Step("begin", "Begin", owner="clerk", why=good, flows=(Flow("look"),)),
    ), starts=(Start("begin"),))  # fmt: skip

    assert "meet" in [
        one.change.step for one in trim(Survey(press, today=TODAY)).changes if isinstance(one.change, Drop)
    ]


def _permit(brings, judges="clerk", carrier="desk", kind="transfer"):
    return Process("Permit", outputs=("permit",), roles=(Role("desk", "Desk"), Role("clerk", "Clerk")), steps=(
        Step("take", "Take the plans", owner="desk", why=GOOD[0], outputs=("plans",), flows=(Flow("carry"),)),
        Step("carry", brings, owner=carrier, kind=kind, why="none", flows=(Flow("judge"),)),
        Step("judge", "Judge the plans", owner=judges, why=GOOD[1], inputs=("plans",), outputs=("permit",)),
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, True),
        ({"carrier": "clerk"}, True),  # it is fetched
        ({"carrier": "post"}, False),  # one sends it to the other
        ({"judges": "desk"}, False),  # it stays where it is
        ({"kind": "store"}, False),
    ],
)
def test_what_brings_a_case_from_one_role_to_another_is_asked_about(fields, asked):
    [drop] = [one for one in trim(survey(_permit("Carry it up", **fields))).changes if isinstance(one.change, Drop)]
    words = "It brings the case from 'Desk' to 'Clerk': ask first who does that without it."

    assert (not drop.safe, (words,)) == (asked, drop.against or (words,))


def test_what_only_passes_on_what_nobody_makes_any_more_goes_with_the_question_by_which_its_maker_went():
    process = Process("Permit", outputs=("permit",), steps=(
        Step("judge", "Judge it", owner="clerk", why=GOOD[0], outputs=("permit",), flows=(Flow("list"),)),
        Step("list", "Keep the list", owner="clerk", outputs=("list",), flows=(Flow("send"),)),
        Step("send", "Send the list", owner="boss", kind="notify", why="For information.", inputs=("list",)),
    ))  # fmt: skip
    by_step = {one.change.step: one for one in trim(survey(process)).changes if isinstance(one.change, Drop)}

    assert ("list" in by_step, "Nobody makes any more what it passes on.") == (True, by_step["send"].change.because)
    assert f"It follows from question {by_step['list'].number}." in by_step["send"].against
    assert not by_step["send"].safe


def test_who_is_told_or_consulted_by_what_stays_is_asked_about_before_the_role_goes():
    process = Process("Ward", outputs=("bed",), roles=(Role("manager", "Manager"),), steps=(
        Step("free", "Free it", owner="nurse", why=GOOD[0], outputs=("bed",), informs=("manager",), flows=(Flow("b"),)),
        Step("b", "Phone", owner="nurse", why=GOOD[1], consults=("manager",), outputs=("x",), flows=(Flow("enter"),)),
        Step("enter", "Enter it", owner="manager", why="none"),
    ))  # fmt: skip
    [release] = [one for one in trim(survey(process)).changes if isinstance(one.change, Release)]

    assert not release.safe
    assert [
        "'Manager' is told at 'Free it': ask first who has to know it then.",
        "'Manager' is consulted at 'Phone': ask first who knows it then.",
    ] == [*release.against][:2]


@pytest.mark.parametrize(("rides", "usual"), [(299.5, None), (299.1, 299)])
def test_what_takes_hundreds_of_rides_is_told_apart_only_where_that_saves_one(rides, usual):
    """The rare way takes 2.4 of 2469 seconds: a quarter of a ride."""
    words = " ".join(["guest"] * 200)
    row = [
        Step(f"s{n}", f"Lay plate {n} for {words}", "clerk", why=GOOD[0], flows=(Flow(f"s{n + 1}"),)) for n in range(30)
    ]
    ways = Flow("end", share=0.95), Flow("wash", share=0.05)
    last = Step("s30", "Eat", "clerk", why=GOOD[1], flows=ways), Step("wash", "Wash", "clerk", why=GOOD[2])
    process = Process("Feast", (*row, *last))
    seconds = survey(process).elevator.seconds
    seen = survey(process, ride_seconds=seconds / rides)
    apart = told_apart(seen)

    assert 300 == seen.rides
    assert usual == (apart and apart.usual.rides)
