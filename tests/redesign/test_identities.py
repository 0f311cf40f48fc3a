"""What theory says must hold between figures before and after."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.changes import apply
from flowtrim.measures import Survey
from flowtrim.model import Release
from flowtrim.redesign import Assignment, AssignmentProblem, assign
from flowtrim.redesign.assignment import count_handoffs
from tests.processes import processes_with_all_terms, structured_processes


def survey(process):
    return Survey(process, today=date(2026, 11, 22))


@given(structured_processes(), st.data())
def test_merging_two_roles_saves_exactly_what_passed_between_them(process, data):
    roles = [role.id for role in process.performers]
    assume(len(roles) > 1)
    leaving, heir = data.draw(st.permutations(roles))[:2]
    before, after = survey(process), survey(apply(process, Release(leaving, to=heir)))
    pair = {(leaving, heir), (heir, leaving)}
    cells = [cell for cell in before.handoff_matrix if (cell.giver, cell.taker) in pair]

    assert before.handoffs - sum(cell.static for cell in cells) == after.handoffs
    assert before.expected_handoffs - sum(cell.expected for cell in cells) == pytest.approx(after.expected_handoffs)


@given(structured_processes() | processes_with_all_terms())
def test_the_problem_counts_the_same_handoffs_as_the_measure(process):
    alone = tuple(replace(step, alongside=(), each=None) for step in process.steps)
    told = survey(replace(process, steps=alone, parts=()))  # handoffs between rounds are those of roles, not of steps
    problem = AssignmentProblem.of(told)
    owned = {step.id for step in process.work if step.owner}

    assert owned == set(problem.allowed)
    if problem.static:  # a loop is never left, so that each flow counts once
        assert {1.0}.issuperset(problem.weights.values())
    else:
        assert count_handoffs(problem, problem.owners) == pytest.approx(told.expected_handoffs)


@given(structured_processes())
def test_the_assignment_found_never_has_more_handoffs_than_today(process):
    told = survey(process)
    found = assign(AssignmentProblem.of(told))

    assert isinstance(found, Assignment)
    assert found.handoffs <= told.expected_handoffs + 1e-9
