"""What a change of hands moves is weighed: hours against those of the taker, persons, and money against handoffs."""

import pytest
from msgspec.structs import replace

from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.model import Assign, Flow, Process, Release, Role, Step, Volume
from flowtrim.redesign import trim
from flowtrim.redesign.assignment import Assignment
from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.redesign.load import _moved, dearer_by, gathered, is_dear_alone, moving, overloading, too_dear
from tests.days import TODAY

BAKE = """
process: Bake for a feast
outputs: [bread]
volume: 1600/year
separate: [[ask, bake]]
roles:
  desk: {name: Desk, why: Guests call one number only., skills: [ask, send]}
  chef: {name: Chef, skills: [bake, taste]}
  cook: {name: Cook, skills: [bake]}
steps:
  - {id: ask, name: Ask what for, owner: desk, skill: ask, takes: 5m, outputs: [wish], why: Half of the guests want the wrong cake.}
  - {id: bake, name: Bake the bread, owner: cook, skill: bake, takes: 2h, inputs: [wish], outputs: [loaf], why: It is what the guests eat at the feast.}
  - {id: taste, name: Slice the bread, owner: chef, skill: taste, takes: 30m, inputs: [loaf], outputs: [bread], why: The guests take a slice in one hand.}
  - {id: send, name: Send the bread, owner: desk, skill: send, takes: 5m, inputs: [bread], why: The feast is a mile away from here.}
"""


def plan(text=BAKE, **wanted):
    return trim(Survey(loads(text, file="p.yml", today=TODAY).process, today=TODAY), **wanted)


def said(proposal):
    return [words for one in proposal.changes for words in one.against]


def test_more_work_than_the_taker_has_today_is_a_question_in_figures():
    assert "'Chef' would take over 3,200 hours a year, and works 800 here today: who has the time for that?" in said(
        plan()
    )
    assert not plan(only_safe=True).changes


def test_a_role_with_a_good_reason_is_not_asked_to_give_a_taker_more_than_they_do():
    proposal = plan(
        BAKE.replace("cook: {name: Cook,", "cook: {name: Cook, why: A cook is at the oven from four in the morning.,")
    )
    words = "'Chef' would take over 3,200 hours a year, and works 800 here today: who has the time for that?"

    assert not proposal.changes
    assert [words] == [one.reason for one in proposal.refused if isinstance(one.change, Release)]


def test_less_work_than_the_taker_has_today_is_told():
    assert "'Chef' would take over 3,200 hours a year, and works 4,800 here today." in said(
        plan(BAKE.replace("30m", "3h"))
    )


def test_hardly_any_work_is_not_told():
    assert not [words for words in said(plan(BAKE.replace("2h", "5m"))) if "take over" in words]


def test_without_a_volume_the_work_of_a_case_is_told():
    assert (
        "'Chef' would take over 2 hours of work in a case, and has 30 minutes today: who has the time for that?"
        in said(plan(BAKE.replace("volume: 1600/year\n", "")))
    )


@pytest.mark.parametrize(("persons", "asked"), [(2, True), (3, False)])
def test_a_taker_who_would_have_work_for_more_persons_than_there_are_is_asked_about(persons, asked):
    proposal = plan(BAKE.replace("30m", "1h").replace("{name: Chef,", f"{{name: Chef, persons: {persons},"))
    words = f"'Chef' is {persons} persons, and would have work for 3 posts: who else would do it?"

    assert asked is (words in said(proposal))


RATED = BAKE.replace("{name: Chef,", "{name: Chef, rate: 60,").replace("{name: Cook,", "{name: Cook, rate: 30,")


def test_what_costs_more_than_the_handoffs_are_worth_is_not_asked_and_says_why():
    """Two hours at 30 more are 60 a case for one handoff; five minutes of the chef are 5."""
    proposal = plan(RATED)
    told = {one.change.role: one.reason for one in proposal.refused if isinstance(one.change, Release)}

    assert not proposal.changes
    assert {"cook": "It costs 96,000 a year more: 60 for each handoff that it saves."} == told


def test_what_costs_little_for_a_handoff_is_asked_and_says_what_it_costs():
    """Six minutes at 30 more are 3 a case, of 93 that it costs; with half an hour of the chef instead of 90, 3 are too much."""
    proposal = plan(RATED.replace("2h", "6m").replace("30m", "90m"))

    assert [False] == [one.safe for one in proposal.changes]
    assert "It costs 4,800 a year more." in said(proposal)
    assert not plan(RATED.replace("2h", "6m")).changes


LETTERS = """
process: Answer letters
outputs: [answer]
volume: 12000/year
roles:
  clerk: {name: Clerk, rate: 30, why: In 2024 two letters were answered twice., skills: [post, write]}
  lawyer: {name: Lawyer, rate: 200, why: In 2023 a court fined us., skills: [write, law]}
steps:
  - {id: open, name: Open the post, owner: clerk, skill: post, takes: 5m, outputs: [letter], why: Cheques lie in it on Mondays.}
  - {id: judge, name: Judge the letter, owner: lawyer, skill: law, takes: 5m, inputs: [letter], outputs: [view], why: A court fines what is judged wrong.}
  - {id: write, name: Write the answer, owner: clerk, skill: write, takes: 20m, inputs: [view], outputs: [draft], why: The buyer wants plain words.}
  - {id: cite, name: Cite the file, owner: clerk, skill: write, takes: 20m, inputs: [draft], outputs: [text], why: The court asks for its number.}
  - {id: settle, name: Settle it, owner: lawyer, skill: law, takes: 5m, inputs: [text], outputs: [answer], why: In 2022 it named the wrong law.}
"""


def test_what_only_gains_something_together_is_left_alone_as_one_with_what_all_of_it_costs():
    """Forty minutes at 170 more are 113.33 a case, for the two handoffs that fall away where both steps move."""
    proposal = plan(LETTERS)
    told = "It costs 1,360,000 a year more: 56.67 for each handoff that it saves."

    assert [(told, Assign("write", "lawyer"), (Assign("cite", "lawyer"),))] == [
        (one.reason, one.change, one.moves) for one in proposal.refused
    ]
    assert "Give 'Write the answer' and 'Cite the file' to Lawyer" == proposal.refused[0].deed(proposal.before.process)


def test_what_gains_something_only_together_is_asked_and_refused_as_one():
    cheap = LETTERS.replace(", rate: 30", "").replace(", rate: 200", "").replace("20m", "1m")
    (asked,) = plan(cheap).changes

    assert (("write", "cite"), 2) == (asked.steps, asked.gain.handoffs)
    assert () == plan(cheap, refused=[asked.change]).changes


def test_whoever_wants_a_dear_change_gets_it():
    change = Release("cook", "chef")

    assert [change] == [
        replace(one.change, because=None) for one in plan(RATED, accepted=[change, Assign("bake", "chef")]).changes
    ]


@pytest.mark.parametrize(("steps", "told"), [(60, 1), (61, 0)])
def test_among_many_steps_what_is_too_dear_by_itself_is_not_even_told(steps, told):
    more = "".join(
        f"  - {{id: s{n}, name: Lay plate {n}, owner: desk, why: Guest {n} eats from it at the feast.}}\n"
        for n in range(steps - 4)
    )
    proposal = plan(RATED + more)

    assert not [one for one in proposal.changes if isinstance(one.change, Assign | Release)]
    assert told == sum(one.reason.startswith("It costs 96,000") for one in proposal.refused)


def test_of_two_as_good_one_takes_all_that_a_role_leaves():
    """Whoever is before takes the first, whoever is after the second, or one of them both: as many handoffs."""
    allowed = {"a": ("x",), "b": ("x", "y", "z"), "c": ("y",), "d": ("x", "y", "z"), "e": ("y",)}
    problem = AssignmentProblem(
        allowed,
        {("a", "b"): 1.0, ("b", "c"): 1.0, ("c", "d"): 1.0, ("d", "e"): 1.0},
        owners={"a": "x", "b": "z", "c": "y", "d": "z", "e": "y"},
    )
    split = Assignment({"a": "x", "b": "x", "c": "y", "d": "y", "e": "y"}, 1.0, 1.0, ("x", "y"), 2)
    one = gathered(problem, split, {})
    apart = gathered(replace(problem, separate=(("b", "c"),)), split, {})

    assert {"b": "y", "d": "y"} == {step: one.owners[step] for step in "bd"}
    assert (1.0, 2) == (one.handoffs, one.changed)
    assert split == apart


def test_whoever_has_a_reason_of_their_own_stays_however_little_they_do():
    both = ("a", "b")
    problem = AssignmentProblem({"s": both, "t": both}, {("s", "t"): 1.0}, owners={"s": "a", "t": "b"})
    found = Assignment({"s": "b", "t": "b"}, 0.0, 0.0, ("b",), 1)

    assert ("a",) == gathered(problem, found, {"s": 60.0, "t": 5.0}).roles
    assert ("b",) == gathered(problem, found, {"s": 60.0, "t": 5.0}, firm=["b"]).roles
    assert ("b",) == gathered(problem, found, {"s": 5.0, "t": 60.0}).roles


def test_what_the_changes_before_give_counts_as_well():
    third = BAKE.replace(
        "{name: Cook, skills: [bake]}", "{name: Cook, skills: [bake]}\n  hand: {name: Hand, skills: [slice]}"
    )
    third = (
        third.replace("skills: [bake, taste]", "skills: [bake, taste, slice]").replace("30m", "2h").replace("2h", "90m")
    )
    wrap = "  - {id: wrap, name: Wrap it, owner: hand, skill: slice, takes: 1h, why: Bread dries on the way to the feast.}\n  - {id: send"
    proposal = plan(
        third.replace("  - {id: send", wrap).replace("takes: 90m, inputs: [wish]", "takes: 80m, inputs: [wish]")
    )

    assert (
        "'Chef' would take over 1,600 hours a year, 3,733 with the changes before, and works 2,400 here today: who has the time for that?"
        in said(proposal)
    )
    assert "'Chef' would take over 2,133 hours a year, and works 2,400 here today." in said(proposal)


# ---- from how much on ----------------------------------------------------------------------------------


def shared(takes=30.0, *, volume=1600.0, **roles):
    """A cook who bakes and a chef who tastes for half an hour, 1,600 times a year: 800 hours."""
    fields = {role: roles.get(role, {}) for role in ("chef", "cook")}
    steps = (
        Step("bake", "Bake", owner="cook", takes=takes, flows=(Flow("taste"),)),
        Step("taste", "Taste", owner="chef", takes=30.0),
    )
    people = tuple(Role(role, role.title(), **given) for role, given in fields.items())
    return Survey(Process("P", steps, people, volume=volume and Volume(volume)), today=TODAY)


TO_CHEF = Assign("bake", "chef")


@pytest.mark.parametrize(
    ("moves", "minutes", "moved"),
    [
        ([], {}, {}),
        ([TO_CHEF], {}, {"chef": 0.0}),
        ([TO_CHEF], {"bake": 3.0, "taste": 4.0}, {"chef": 3.0}),
        ([TO_CHEF, Assign("taste", "chef")], {"bake": 3.0, "taste": 4.0}, {"chef": 7.0}),
        ([TO_CHEF, Assign("taste", "cook")], {"bake": 3.0, "taste": 4.0}, {"chef": 3.0, "cook": 4.0}),
    ],
    ids=str,
)
def test_what_each_taker_takes_over_is_added_up(moves, minutes, moved):
    assert moved == _moved(moves, minutes)


@pytest.mark.parametrize(
    ("takes", "volume", "asked", "told"),
    [
        (30.0, 1600.0, [], ["'Chef' would take over 800 hours a year, and works 800 here today."]),  # not more than today
        (31.0, 1600.0, ["'Chef' would take over 827 hours a year, and works 800 here today: who has the time for that?"], []),
        (5.9, 1600.0, [], []),  # less than a tenth of a post
        (6.0, 1600.0, [], ["'Chef' would take over 160 hours a year, and works 800 here today."]),
        (59.9, None, [], []),
        (60.0, None, ["'Chef' would take over 1 hour of work in a case, and has 30 minutes today: who has the time for that?"], []),
        (None, 1600.0, [], []),
    ],
)  # fmt: skip
def test_more_than_all_that_a_taker_does_is_asked_about_and_less_is_told(takes, volume, asked, told):
    seen = shared(takes, volume=volume)

    assert asked == [str(words) for words in overloading(seen, seen, [TO_CHEF])]
    assert told == [str(words) for words in moving(seen, seen, [TO_CHEF])]


def test_whoever_works_nothing_here_yet_is_said_to():
    idle = shared(chef={}, hand={})
    moves = [Assign("taste", "hand")]

    assert ["'hand' would take over 800 hours a year, and works none here today: who has the time for that?"] == [
        str(words) for words in overloading(idle, idle, moves)
    ]
    assert [] == [*moving(idle, idle, moves)]


@pytest.mark.parametrize(
    ("persons", "takes", "asked"),
    [
        (None, 300.0, []),
        (1, 30.0, []),  # 800 hours and 800 more are one post
        (1, 32.0, []),
        (1, 36.0, ["'Chef' is 1 person, and would have work for 1.1 posts: who else would do it?"]),
        (2, 120.0, ["'Chef' is 2 persons, and would have work for 2.5 posts: who else would do it?"]),
        (3, 120.0, []),
    ],
)
def test_a_person_is_one_post(persons, takes, asked):
    seen = shared(takes, chef={"persons": persons})
    told = [str(words) for words in overloading(seen, seen, [TO_CHEF])]

    assert asked == [words for words in told if "posts" in words]


def test_who_hardly_takes_over_anything_is_not_asked_for_more_persons():
    seen = shared(5.0, chef={"persons": 0})

    assert [] == [*overloading(seen, seen, [TO_CHEF])]


@pytest.mark.parametrize(
    ("chef", "cook", "volume", "moves", "cost"),
    [
        (60.0, 30.0, 1600.0, [TO_CHEF], 24_000.0),
        (30.0, 60.0, 1600.0, [TO_CHEF], -24_000.0),
        (30.0, 30.0, 1600.0, [TO_CHEF], 0.0),
        (60.0, None, 1600.0, [TO_CHEF], 0.0),
        (None, 30.0, 1600.0, [TO_CHEF], 0.0),
        (0.0, 30.0, 1600.0, [TO_CHEF], -24_000.0),
        (60.0, 0.0, 1600.0, [TO_CHEF], 48_000.0),
        (60.0, 30.0, None, [TO_CHEF], 0.0),
        (60.0, 30.0, 1600.0, [], 0.0),
        (60.0, 30.0, 1600.0, [TO_CHEF, Assign("taste", "cook")], 0.0),
    ],
)
def test_work_costs_what_the_rates_differ_by(chef, cook, volume, moves, cost):
    seen = shared(volume=volume, chef={"rate": chef}, cook={"rate": cook})

    assert cost == pytest.approx(dearer_by(seen, moves))


@pytest.mark.parametrize(
    ("chef", "volume", "saved", "said"),
    [
        (60.0, None, 1.0, None),
        (30.0, 1600.0, 1.0, None),
        (30.0003, 1600.0, 0.0, None),  # that is nothing, rounded
        (60.0, 1600.0, 0.0, "It costs 24,000 a year more, and saves no handoff."),
        (60.0, 1600.0, 1e-7, "It costs 24,000 a year more, and saves no handoff."),
        (60.0, 1600.0, 1.0, "It costs 24,000 a year more: 15 for each handoff that it saves."),
        (60.0, 1600.0, 2.0, "It costs 24,000 a year more: 7.5 for each handoff that it saves."),
        (60.0, 1600.0, 3.0, "It costs 24,000 a year more: 5 for each handoff that it saves."),  # of all, 15 of 45
        (32.0, 1600.0, 1.0, None),
    ],
)
def test_what_costs_more_than_its_handoffs_are_worth_says_what_each_costs(chef, volume, saved, said):
    seen = shared(volume=volume, chef={"rate": chef}, cook={"rate": 30.0})

    assert said == too_dear(seen, [TO_CHEF], saved)


@pytest.mark.parametrize(
    ("most", "chef", "dear"), [(1, 60.0, True), (2, 60.0, False), (1, 30.0, False), (1, 32.0, False)]
)
def test_of_many_steps_one_is_too_dear_alone(most, chef, dear, monkeypatch):
    monkeypatch.setattr("flowtrim.redesign.load.MOST_TOLD", most)
    seen = shared(chef={"rate": chef}, cook={"rate": 30.0})

    assert dear == is_dear_alone(seen, TO_CHEF)
    assert not is_dear_alone(shared(volume=None, chef={"rate": chef}, cook={"rate": 30.0}), TO_CHEF)
