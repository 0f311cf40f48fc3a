"""Where a figure of trimming just counts, and where it just does not; each test was written for a fault that none told."""

import pytest
from msgspec.structs import replace

from flowtrim.formats import loads
from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.measures.cautions import Cautions
from flowtrim.model import END, Flow, Process, Step
from flowtrim.redesign import AssignmentProblem
from flowtrim.redesign.assignment import Assignment
from flowtrim.redesign.composition import rows_of_one_role
from flowtrim.redesign.milp import Program, Row, Solution, solve
from flowtrim.redesign.proposal import Figures, made_worse
from flowtrim.redesign.turns import greatest_gain_first
from flowtrim.redesign.units import Units
from tests.days import TODAY

NOTHING = Figures(steps=0, roles=0, handoffs=0, expected_handoffs=0.0, seconds=0.0, rides=0, hours=0.0, cost=0.0)


def less(**figures):
    return Figures(**({name: getattr(NOTHING, name) for name in NOTHING.__struct_fields__} | figures))


@pytest.mark.parametrize(
    ("gain", "said"),
    [
        (None, []),
        (NOTHING, []),
        (less(hours=None, cost=None, expected_handoffs=None), []),
        (less(steps=-1, rides=-2), ["It adds 1 step.", "It adds 2 rides."]),
        (less(expected_handoffs=-0.05), ["It adds 0.05 handoffs in a case."]),
        (less(expected_handoffs=-0.04), []),
        (less(handoffs=-1, expected_handoffs=-1.0), ["It adds 1 handoff."]),
        (less(handoffs=1, expected_handoffs=-0.5), ["It adds 0.5 handoffs in a case."]),
        (less(seconds=-1.0), ["It takes 1 s longer to tell."]),
        (less(seconds=-0.4), []),
        (less(hours=-1.0), ["It takes 1 hour a year more."]),
        (less(cost=-1.0), ["It costs 1 a year more."]),
        (less(hours=5.0, cost=5.0, seconds=5.0, steps=1), []),
    ],
)
def test_what_gets_worse_is_said_from_one_on(gain, said):
    assert said == list(made_worse(gain))


def test_of_what_is_large_half_a_per_cent_is_said():
    now = less(seconds=300.0, hours=2000.0, cost=2000.0, expected_handoffs=20.0)

    assert [] == [*made_worse(less(seconds=-1.4, hours=-9.0, cost=-9.0, expected_handoffs=-0.09), now)]
    assert 4 == len([*made_worse(less(seconds=-1.6, hours=-11.0, cost=-11.0, expected_handoffs=-0.11), now)])


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        (Row({}, least=0.0, most=0.0), True),
        (Row({}, most=5.0), True),
        (Row({}, least=-1.0), True),
        (Row({}, least=1.0), False),
        (Row({}, most=-1.0), False),
    ],
)
def test_a_program_without_variables_is_solved_by_looking(row, fits):
    program = Program()
    program.rows.append(row)

    assert fits == isinstance(solve(program), Solution)


def test_a_taker_that_is_gone_holds_its_maker_no_more():
    make, take = Step("make", "Make it", outputs=("x",)), Step("take", "Take it", inputs=("x",))
    cautions = Cautions(FlowGraph(Process("P", (make, take))))

    assert ("Only it makes 'x', which 'Take it' takes.",) == cautions.about(make)
    cautions.forget(take)
    assert () == cautions.about(make)


def test_a_maker_that_is_gone_leaves_the_other_one_alone():
    one, other = Step("one", "One", outputs=("x",)), Step("other", "Other", outputs=("x",))
    cautions = Cautions(FlowGraph(Process("P", (one, other, Step("take", "Take it", inputs=("x",))))))

    assert () == cautions.about(one)
    cautions.forget(other)
    assert ("Only it makes 'x', which 'Take it' takes.",) == cautions.about(one)


ROW = """
process: Letter
steps:
  - {id: a, name: Open it, owner: Care, why: A letter may hold a cheque for us.}
  - {id: b, name: Read it, owner: Care, why: Only then we know who can help.}
  - {id: c, name: Answer it, owner: Care, why: The customer waits for a date.}
  - {id: d, name: Frank it, owner: Post, why: The post takes nothing without a stamp.}
"""


def test_a_row_of_three_is_one_row_and_not_two_that_overlap():
    survey = Survey(loads(ROW, file="p.yml", today=TODAY).process, today=TODAY)

    assert [["a", "b", "c"]] == [[step.id for step in row] for row in rows_of_one_role(survey)]


def test_a_check_with_a_reason_is_not_hidden_in_other_work():
    """It looks at what came with the case, not at the work beside it; two checks in a row may be told as one."""
    look = Step("look", "Look at the diploma", "office", "check", flows=(Flow("file"),), inputs=("diploma",))
    look = replace(look, why="One diploma in a hundred was forged in 2024.")
    file = Step(
        "file", "File the letter", owner="office", flows=(Flow(END),), why="The court asks for letters of 2019."
    )
    beside, after = (
        [[step.id for step in row] for row in rows_of_one_role(Survey(Process("P", steps), today=TODAY))]
        for steps in ((look, file), (look, replace(file, kind="check", inputs=("letter",))))
    )

    assert [] == beside
    assert [["look", "file"]] == after


def test_steps_change_hands_in_the_order_of_what_each_saves():
    problem = AssignmentProblem(
        allowed={"x": ("a",), "p": ("a", "b"), "q": ("a", "b"), "y": ("a",)},
        weights={("x", "p"): 0.5, ("p", "q"): 1.0, ("q", "y"): 2.0},
        owners={"x": "a", "p": "b", "q": "b", "y": "a"},
    )
    found = Assignment(dict.fromkeys("xpqy", "a"), 0.0, 0.0, ("a",), 2)

    assert ["q", "p"] == list(greatest_gain_first(problem, found))


def test_of_steps_that_save_as_much_the_first_in_the_flow_changes_hands_first():
    problem = AssignmentProblem(
        allowed=dict.fromkeys("xpyq", ("a", "b")),
        weights={("x", "p"): 1.0, ("y", "q"): 1.0},
        owners={"x": "a", "q": "b", "y": "a", "p": "b"},
    )
    found = Assignment(dict.fromkeys("xpyq", "a"), 0.0, 0.0, ("a",), 2)

    assert ["q", "p"] == list(greatest_gain_first(problem, found))


@pytest.mark.parametrize(
    ("owners", "fits"),
    [
        ({"p": "a", "q": "b"}, {"p": "a", "q": "b"}),
        ({"p": "a", "q": "c"}, None),  # c may not have it
        ({"p": "b", "q": "b"}, None),  # they are kept apart
    ],
)
def test_owners_fit_where_each_may_have_its_step_and_no_duty_forbids_them(owners, fits):
    units = Units(AssignmentProblem(
        allowed=dict.fromkeys("pq", ("a", "b")), weights={}, owners={"p": "a", "q": "b"}, separate=(("p", "q"),)
    ))  # fmt: skip

    assert fits == units.fitting(owners, ["p", "q"])


def test_a_choice_of_which_nobody_can_tell_what_passes_says_that_it_stays():
    step = Step("a", "A", kind="approve", flows=(Flow("b"), Flow(END)))

    assert (
        "It decides which way a case goes: without it the choice stays, and somebody else would have to make it.",
    ) == Cautions(FlowGraph(Process("P", (step, Step("b", "B"))))).about(step)


def test_what_others_need_of_a_step_is_what_nobody_else_makes():
    make = Step("make", "Make it", outputs=("x", "y", "z"), flows=(Flow("more"),))
    more = Step("more", "Make more", outputs=("y",), flows=(Flow("take"),))
    take = Step("take", "Take it", inputs=("x", "y"))
    cautions = Cautions(FlowGraph(Process("P", (make, more, take), outputs=("z",))))

    assert (("x", "z"), ("x", "z"), "z") == (
        cautions.needed_of(make), cautions.only_it_makes(make), cautions.delivers_alone(make),
    )  # fmt: skip
    assert ((), (), None) == (cautions.needed_of(more), cautions.only_it_makes(more), cautions.delivers_alone(more))


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ((("a", "b", "c"),), {"a": "'B' and 'C'", "b": "'A' and 'C'", "c": "'A' and 'B'", "d": None}),
        ((("a", "b"), ("c", "b"), ("b", "a")), {"a": "'B'", "b": "'A' and 'C'", "c": "'B'"}),
    ],
)
def test_a_separation_sets_each_step_against_all_others_of_its_group(groups, said):
    steps = tuple(Step(each, each.upper()) for each in "abcd")
    cautions = Cautions(FlowGraph(Process("P", steps, separate=groups)))
    told = {step.id: [each for each in cautions.about(step) if "separation" in each] for step in steps}

    assert {
        each: [f"A separation of duties sets it against {others}."] if others else [] for each, others in said.items()
    } == {each: told[each] for each in said}


@pytest.mark.parametrize(
    ("split", "back", "held"),
    [
        ("one", "end", True),
        ("one", "s", True),  # either of them in each round, though one may follow the other in the next
        ("all", "end", False),  # both make it in each case
    ],
)
def test_what_two_make_is_needed_of_each_where_a_case_comes_to_only_one_of_them(split, back, held):
    steps = (
        Step("s", "S", split=split, flows=(Flow("a"), Flow("b"))),
        Step("a", "A", outputs=("x",), flows=(Flow("take"),)),
        Step("b", "B", outputs=("x",), flows=(Flow("take"),)),
        Step("take", "Take it", inputs=("x",), join="all" if split == "all" else "any",
             flows=(Flow(END),) if back == "end" else (Flow("s"), Flow(END))),
    )  # fmt: skip
    cautions = Cautions(FlowGraph(Process("P", steps)))

    for maker in steps[1:3]:
        assert (("x",) if held else ()) == cautions.needed_of(maker)
        assert () == cautions.only_it_makes(maker)
