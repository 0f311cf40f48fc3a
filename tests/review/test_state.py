"""Where processes stand between two reviews."""

from __future__ import annotations

from datetime import date

import pytest

from flowtrim.formats import loads
from flowtrim.review.agenda import agenda
from flowtrim.review.state import state_of

DAY = date(2026, 3, 2)


def look(text, *, file="claim.yml", strict=False):
    return state_of(loads(text, file=file, today=DAY).process, file=file, today=DAY, strict=strict, steps=True)


@pytest.mark.parametrize(
    ("reviewed", "urgency"),
    [("2025-03-01", "overdue"), ("2025-03-02", "soon"), ("2025-04-02", "in-time"), ("2026-03-02", "in-time")],
)
def test_the_due_day_itself_is_still_in_time(reviewed, urgency):
    state = look(f"{{process: Claim, reviewed: {reviewed}, steps: [{{name: Pay}}]}}")

    assert urgency == state.item.urgency
    assert (urgency == "overdue") == state.overdue


def test_a_kpi_has_eighteen_months_and_makes_a_process_overdue_too():
    state = look(
        "{process: Claim, reviewed: 2026-01-01, steps: [{name: Pay}], kpis: ["
        "{name: Old, reviewed: 2024-09-01, action: Coach.}, {name: Fresh, reviewed: 2024-09-02}]}"
    )

    assert ["overdue", "soon"] == [kpi.urgency for kpi in state.kpis]
    assert "in-time" == state.item.urgency
    assert state.overdue
    assert ("Fresh",) == state.undecided


def test_what_a_kpi_says_is_carried_and_a_placeholder_says_nothing():
    state = look(
        "{process: Claim, steps: [{name: Pay}], kpis: [{name: Days, what: From claim to payment., why: tbd,"
        " action: Pay on Fridays too.}, {name: Hours, action: none}]}"
    )

    days, hours = state.kpis
    assert ("From claim to payment.", None, "Pay on Fridays too.") == (days.what, days.why, days.action)
    assert hours.leads_nowhere


def test_strict_demands_a_date_of_its_own_for_every_step():
    text = "{process: Claim, reviewed: 2026-01-01, steps: [{name: Pay}, {name: File, reviewed: 2026-02-01}]}"

    assert ["in-time", "in-time"] == [step.urgency for step in look(text).steps]
    assert ["never", "in-time"] == [step.urgency for step in look(text, strict=True).steps]
    assert ("in-time", "never") == (look(text).item.urgency, look(text, strict=True).item.urgency)


def test_what_was_never_reviewed_comes_first_then_what_is_due_longest():
    days = {"never": "null", "late": "2024-01-01", "later": "2023-01-01", "fine": "2026-01-01"}
    states = [look(f"{{process: P, reviewed: {day}, steps: [{{name: A}}]}}", file=name) for name, day in days.items()]

    assert ["never", "later", "late", "fine"] == [s.file for s in agenda(states, today=DAY).states]
    assert {"never": 1, "overdue": 2, "soon": 0, "in-time": 1} == agenda(states, today=DAY).counts


def test_roles_of_several_processes_are_told_with_their_hours_a_year():
    first = look(
        "{process: A, volume: 1200/year, steps: [{name: Pay, owner: Clerk, takes: 5m}, {name: File, owner: Clerk}]}",
        file="a",
    )
    second = look(
        "{process: B, volume: 100/month, steps: [{name: Sign, owner: clerk, takes: 1h, next: "
        "[{to: ask, share: 50%}, {to: end, share: 50%}]}, {name: Ask, owner: clerk, takes: 30m}]}",
        file="b",
    )
    third = look("{process: C, steps: [{name: Look, owner: Clerk, takes: 5m}, {name: Ask, owner: Boss}]}", file="c")

    found = agenda([first, second, third], today=DAY).busy

    # 1200 x 5 min = 100 h; 1200 x (60 + 0.5 x 30) min = 1500 h; the third declares no volume
    assert [("Clerk", 3, 5, 1600.0)] == [(b.role, b.processes, b.steps, b.hours) for b in found]


def test_a_process_without_steps_has_a_clock_too():
    assert "never" == look("{process: Idea}").item.urgency


def test_what_was_decided_and_is_not_done_is_told_the_most_urgent_first():
    process = loads(
        """
process: Claim
open: [{question: Who reads it?, owner: Payroll}]
steps: [{id: check, name: Check it, owner: Payroll}, {id: pay, name: Pay, owner: Payroll}]
plans:
  - name: Less
    promises: [{to: Payroll, what: Nobody goes, until: 2026-12-01}]
    changes: [{drop: check, by: Payroll, until: 2026-01-01}, {assign: pay, to: Bank, done: 2026-01-01, by: Bank}]
""",
        file="claim.yml",
        today=date(2026, 3, 1),
    ).process

    assert [
        ("Less: drop 'Check it', by Payroll, until 2026-01-01", True),
        ("Less: Nobody goes, promised to Payroll, until 2026-12-01", False),
        ("Who reads it?, asked of Payroll", False),
    ] == [
        (str(one), one.is_late(date(2026, 3, 1)))
        for one in state_of(process, file="claim.yml", today=date(2026, 3, 1)).pending
    ]


def test_a_look_at_the_days_alone_measures_nothing():
    process = loads("{process: Claim, steps: [{name: Pay}]}", file="claim.yml", today=DAY).process

    state = state_of(process, file="claim.yml", today=DAY, days_alone=True)

    assert (1, "never") == (state.work, state.item.urgency)
    with pytest.raises(LookupError, match=r"claim\.yml was not measured"):
        _ = state.figures
