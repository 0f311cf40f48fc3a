"""The knock-out order, against the oracle and all permutations."""

import itertools
import random
from datetime import date

import pytest

from flowtrim.changes import apply_plan
from flowtrim.measures import Survey
from flowtrim.model import END, Decisions, Flow, Process, Step
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
