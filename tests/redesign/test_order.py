"""The knock-out order, against the oracle and all permutations."""

import itertools
import random
from datetime import date

import pytest

from flowtrim.changes import apply_plan
from flowtrim.measures import Survey
from flowtrim.model import END, Decisions, Flow, Process, Start, Step
from flowtrim.redesign import trim
from flowtrim.redesign.asking_order import (
    Check,
    as_checks,
    best_order,
    dependencies,
    expected_effort,
    knock_out_rows,
    moves_to,
)

ORACLE = [Check("A", 10, 0.2), Check("B", 2, 0.1), Check("C", 30, 0.5)]


def test_oracle_6a_every_order_has_its_effort():
    efforts = {
        "".join(check.name for check in row): round(expected_effort(row), 9) for row in itertools.permutations(ORACLE)
    }

    assert {"BAC": 32.6, "ABC": 33.2, "BCA": 33.5, "ACB": 34.8, "CBA": 35.5, "CAB": 35.8} == efforts


def test_oracle_6a_the_best_order_costs_32_6():
    found = best_order(ORACLE)

    assert (("B", "A", "C"), True) == (found.names, found.proven)
    assert 32.6 == pytest.approx(found.effort)


def test_oracle_6a_with_a_before_b_costs_33_2():
    found = best_order(ORACLE, first=[("A", "B")])

    assert ("A", "B", "C") == found.names
    assert 33.2 == pytest.approx(found.effort)


@pytest.mark.parametrize(("refused", "safe"), [(0.1, False), (0.2, True)])
def test_an_order_that_saves_less_than_a_twentieth_is_asked_about(refused, safe):
    def check(step_id, name, takes, share, onward):
        ways = Flow(onward, "good", 1.0 - share), Flow(END, "bad", share)
        return Step(step_id, name, owner="Clerk", kind="check", takes=takes, flows=ways, why=f"{name} found 12 thefts.")

    steps = (
        check("list", "Look into the list", 10.0, 0.1, "bank"),
        check("bank", "Call the bank", 9.0, refused, "pay"),
        Step("pay", "Pay", owner="Clerk", why="The house was sold in March."),
    )
    (change,) = [
        one for one in trim(Survey(Process("P", steps), today=date(2026, 3, 2))).changes if one.stage == "order"
    ]

    assert safe == change.safe
    assert safe != ("It saves less than a twentieth: round figures may hide that it costs more." in change.against)


def draw(seed):
    chance = random.Random(seed)
    checks = [
        Check(f"c{n}", chance.randint(0, 30), chance.choice((0.0, 0.05, 0.1, 0.3, 0.5, 1.0)))
        for n in range(chance.randint(1, 6))
    ]
    pairs = [(a.name, b.name) for a, b in itertools.combinations(checks, 2) if chance.random() < 0.2]
    return checks, pairs


@pytest.mark.parametrize("seed", range(200))
def test_no_permutation_is_cheaper_than_the_order_found(seed):
    checks, pairs = draw(seed)
    chosen = pairs if seed % 2 else []
    rows = [
        row
        for row in itertools.permutations(checks)
        if all(_place(row, first) < _place(row, then) for first, then in chosen)
    ]
    found = best_order(checks, first=chosen)

    assert min(map(expected_effort, rows)) == pytest.approx(found.effort)
    assert found.names in [tuple(check.name for check in row) for row in rows]


def _place(row, name):
    return [check.name for check in row].index(name)


def test_more_checks_than_can_be_weighed_keep_their_pairs_without_a_proof():
    checks = [Check(f"c{n}", 30 - n, 0.1) for n in range(30)]
    found = best_order(checks, first=[("c0", "c29")])

    assert not found.proven
    assert found.names.index("c0") < found.names.index("c29")


def test_pairs_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="No order"):
        best_order(ORACLE, first=[("A", "B"), ("B", "A")])


def check(step_id, onward, refusal, takes, **fields):
    ways = (Flow(onward, "fine", 1 - refusal), Flow(END, "refused", refusal))
    return Step(step_id, step_id, kind="check", takes=takes, flows=ways, **fields)


def row_of_checks(**fields):
    steps = (check("a", "b", 0.2, 10.0, **fields), check("b", "c", 0.1, 2.0), check("c", "pay", 0.5, 30.0))
    return Process("P", (*steps, Step("pay", "Pay")))


def survey(process):
    return Survey(process, today=date(2026, 11, 22))


def test_checks_that_can_end_a_case_are_found_in_a_row_and_moved():
    process = row_of_checks()
    (row,) = knock_out_rows(survey(process))
    order = best_order(as_checks(row), first=dependencies(row))
    after = apply_plan(process, moves_to([step.id for step in row], order.names, "Cheaper."))
    (again,) = knock_out_rows(survey(after))

    assert ["b", "a", "c"] == [step.id for step in again]
    assert 32.6 == pytest.approx(expected_effort(as_checks(again)))


def test_a_check_that_needs_another_one_stays_behind_it():
    steps = list(row_of_checks(outputs=("x",)).steps)
    steps[1] = check("b", "c", 0.1, 2.0, inputs=("x",))
    (row,) = knock_out_rows(survey(Process("P", tuple(steps))))

    assert ("a", "b", "c") == best_order(as_checks(row), first=dependencies(row)).names


def test_counted_decisions_stand_for_shares_that_nobody_declared():
    steps = (
        Step("a", "A", takes=9.0, flows=(Flow("b"), Flow(END)), decisions=Decisions(10, 1)),
        Step("b", "B", takes=1.0, flows=(Flow("c"), Flow(END)), decisions=Decisions(10, 5)),
        Step("c", "C"),
    )
    (row,) = knock_out_rows(survey(Process("P", steps)))

    assert [0.1, 0.5] == [one.refusal for one in as_checks(row)]


def test_effort_that_nobody_declared_is_not_assumed():
    steps = (
        Step("a", "A", flows=(Flow("b", share=0.5), Flow(END, share=0.5))),
        check("b", "c", 0.1, 1.0),
        Step("c", "C"),
    )
    (row,) = knock_out_rows(survey(Process("P", steps)))

    assert None is as_checks(row)


def test_a_choice_between_two_ways_is_no_row_of_checks():
    ways = (Flow("b", share=0.5), Flow("c", share=0.5))
    process = Process("P", (Step("a", "A", flows=ways), Step("b", "B"), Step("c", "C")))

    assert [] == knock_out_rows(survey(process))


def test_a_row_that_is_in_order_is_left_alone():
    assert [] == moves_to("abc", "abc", "")


# ---- what is read from steps ------------------------------------------------------------------------


def decider(step_id, *ways, **fields):
    return Step(step_id, step_id.upper(), flows=tuple(Flow(to, share=share) for to, share in ways), **fields)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({"takes": 5.0}, [Check("a", 3.0, 0.25), Check("b", 5.0, 0.1)]),
        ({"takes": 5.0, "cost": 9.0}, [Check("a", 3.0, 0.25), Check("b", 5.0, 0.1)]),
        ({"cost": 9.0}, [Check("a", 7.0, 0.25), Check("b", 9.0, 0.1)]),
        ({"takes": 0.0}, [Check("a", 3.0, 0.25), Check("b", 0.0, 0.1)]),
        ({}, None),
    ],
)
def test_effort_is_time_where_all_declare_it_else_cost(second, expected):
    row = [
        decider("a", ("b", 0.75), (END, 0.25), takes=3.0, cost=7.0),
        decider("b", ("c", 0.9), (END, 0.1), **second),
    ]

    assert expected == as_checks(row)


def test_effort_is_unknown_where_one_tells_only_its_time_and_another_only_its_cost():
    row = [decider("a", ("b", 0.75), (END, 0.25), takes=3.0), decider("b", ("c", 0.9), (END, 0.1), cost=9.0)]

    assert None is as_checks(row)


@pytest.mark.parametrize(
    ("ways", "decisions", "refusal"),
    [
        ((("c", 0.9), (END, 0.1)), None, 0.1),
        ((("c", None), (END, 0.1)), None, 0.1),
        ((("c", 0.9), (END, None)), None, 0.1),
        ((("c", 0.9), (END, None)), Decisions(100, 30), 0.1),
        ((("c", None), (END, None)), Decisions(100, 30), 0.3),
        ((("c", None), (END, None)), Decisions(0, 0), None),
        ((("c", None), (END, None)), None, None),
        ((("c", 0.7), (END, 0.1), ("no", 0.2)), None, 0.3),
        ((("c", 0.7), (END, 0.1), ("no", None)), None, 0.3),
    ],
)
def test_a_check_refuses_what_its_exits_take(ways, decisions, refusal):
    exits = [("no", None)] if len(ways) > 2 else []
    row = [decider("a", ("b", 0.5), (END, 0.5), *exits, takes=1.0), decider("b", *ways, takes=1.0, decisions=decisions)]
    row[0] = decider("a", ("b", 0.5), (END, 0.25), ("no", 0.25), takes=1.0) if exits else row[0]
    found = as_checks(row)

    assert refusal == (None if found is None else pytest.approx(found[1].refusal))


@pytest.mark.parametrize(
    ("former", "latter", "tied"),
    [
        ({}, {}, False),
        ({"outputs": ("x",)}, {"inputs": ("x",)}, True),
        ({"outputs": ("x",)}, {"outputs": ("x",)}, True),
        ({"inputs": ("x",)}, {"outputs": ("x",)}, True),
        ({"inputs": ("x",)}, {"inputs": ("x",)}, False),
        ({"outputs": ("x",)}, {"inputs": ("y",)}, False),
    ],
)
def test_one_check_stays_before_another_where_they_share_what_one_of_them_makes(former, latter, tied):
    row = [Step("a", "A", **former), Step("b", "B"), Step("c", "C", **latter)]

    assert ([("a", "c")] if tied else []) == dependencies(row)


def rows_of(*steps, starts=()):
    process = Process("P", (*steps, Step("z", "Z"), Step("no", "No")), starts=starts)
    return [[step.id for step in row] for row in knock_out_rows(Survey(process, today=date(2026, 3, 2)))]


OUT = (END, None)


@pytest.mark.parametrize(
    ("steps", "rows"),
    [
        ((decider("a", ("b", None), OUT), decider("b", ("z", None), OUT)), [["a", "b"]]),
        ((decider("a", ("b", None), OUT), decider("b", ("c", None), OUT), decider("c", ("z", None), OUT)), [["a", "b", "c"]]),
        ((decider("a", OUT, ("b", None)), decider("b", OUT, ("z", None))), [["a", "b"]]),
        ((decider("a", ("b", None), ("no", None)), decider("b", ("z", None), ("no", None))), [["a", "b"]]),
        # two rows with a step between them
        ((decider("a", ("b", None), OUT), decider("b", ("s", None), OUT), decider("s", ("c", None)),
          decider("c", ("d", None), OUT), decider("d", ("z", None), OUT)), [["a", "b"], ["c", "d"]]),
        # the second has no choice, another exit, one more, or is no work
        ((decider("a", ("b", None), OUT), decider("b", ("z", None))), []),
        ((decider("a", ("b", None), OUT), decider("b", ("z", None), ("no", None))), []),
        ((decider("a", ("b", None), OUT), decider("b", ("z", None), ("no", None), OUT)), []),
        ((decider("a", ("b", None), ("no", None), OUT), decider("b", ("z", None), OUT)), []),
        ((decider("a", ("b", None), OUT), decider("b", ("z", None), OUT, kind="gateway")), []),
        # it is entered from elsewhere, or leads to all at once
        ((decider("a", ("b", None), OUT), decider("b", ("z", None), OUT), decider("c", ("b", None))), []),
        ((decider("a", ("b", None), OUT, split="all"), decider("b", ("z", None), OUT)), []),
        ((decider("a", ("b", None), OUT), decider("b", ("z", None), OUT, split="some")), []),
    ],
)  # fmt: skip
def test_checks_in_a_row_have_the_same_exits_and_nothing_between_them(steps, rows):
    assert rows == rows_of(*steps)


def test_a_check_at_which_cases_begin_is_no_second_of_a_row():
    steps = decider("a", ("b", None), OUT), decider("b", ("z", None), OUT)

    assert [] == rows_of(*steps, starts=(Start("a", 0.5), Start("b", 0.5)))


@pytest.mark.parametrize(
    ("checks", "first", "names", "proven"),
    [
        ([], [], (), True),
        ([Check("a", 1, 0.0), Check("b", 9, 0.1)], [], ("b", "a"), True),  # what never refuses comes last
        ([Check("a", 4, 0.2), Check("b", 2, 0.1)], [], ("a", "b"), True),  # equals keep their order
        ([Check("a", 4, 0.2), Check("b", 2, 0.1), Check("c", 1, 0.9)], [("a", "b")], ("c", "a", "b"), True),
        ([Check(f"c{n}", 18 - n, 0.5) for n in range(18)], [("c0", "c1")],
         tuple(f"c{n}" for n in (*range(17, 1, -1), 0, 1)), True),
        ([Check(f"c{n}", 19 - n, 0.5) for n in range(19)], [("c0", "c1")],
         tuple(f"c{n}" for n in (*range(18, 1, -1), 0, 1)), False),
    ],
)  # fmt: skip
def test_the_best_order_of_few_checks_is_proven_and_beyond_it_is_the_next_best_each_time(checks, first, names, proven):
    found = best_order(checks, first=first)

    assert (names, proven) == (found.names, found.proven)


@pytest.mark.parametrize("many", [2, 20])
def test_pairs_in_a_circle_are_refused_however_many_checks_there_are(many):
    with pytest.raises(ValueError, match="No order of the checks satisfies all the pairs"):
        best_order([Check(f"c{n}", 1, 0.5) for n in range(many)], first=[("c0", "c1"), ("c1", "c0")])


@pytest.mark.parametrize(
    ("order", "moves"),
    [
        ("abc", []),
        ("bca", [("b", "a"), ("c", "a")]),
        ("cab", [("c", "a")]),
        ("acb", [("c", "b")]),
        ("cba", [("c", "a"), ("b", "a")]),
    ],
)
def test_moves_bring_a_row_into_an_order(order, moves):
    assert moves == [(move.step, move.before) for move in moves_to("abc", order, "")]


@pytest.mark.parametrize(
    ("kinds", "stay"), [("approve approve", True), ("check approve", False), ("approve check", False)]
)
def test_who_approves_first_is_no_matter_of_effort(kinds, stay):
    first, second = kinds.split()
    row = [Step("a", "Approve it", kind=first), Step("b", "Approve it again", kind=second)]

    assert ([("a", "b")] if stay else []) == dependencies(row)
