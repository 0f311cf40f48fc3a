"""The attempts of a file, each measured on the process as it is."""

from __future__ import annotations

from datetime import date

import flowtrim.reports.process.attempts as recorded
from flowtrim.measures import Survey
from flowtrim.model import Drop, Flow, Plan, Process, Step
from flowtrim.reports.process.attempts import attempts

PLANS = tuple(Plan(f"p{number}", changes=(Drop("b"),)) for number in range(5))
PROCESS = Process("Pay", steps=(Step("a", "Ask", flows=(Flow("b"),)), Step("b", "Pay")), plans=PLANS)


def test_of_very_many_plans_the_first_and_the_chosen_one_are_measured_and_the_others_say_that_they_are_not(monkeypatch):
    monkeypatch.setattr(recorded, "MOST_STEPS", 2 * len(PROCESS.steps))

    told = attempts(Survey(PROCESS, today=date(2026, 11, 24)), chosen=PLANS[4])

    assert [True, True, False, False, True] == ["steps 2 → 1" in attempt.figures for attempt in told]
    assert "not measured, for there are too many plans; choose it with --plan" == told[2].figures[0]
