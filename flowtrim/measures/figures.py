"""The figures of a process as a whole by which it is judged: limited, compared, and followed over time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import isfinite
from typing import Any, NamedTuple

from flowtrim.measures.survey import Survey
from flowtrim.sentences import Message, marked, phrase


class Figure(NamedTuple):
    """A figure by its name in files, its name in sentences, and how it is read; None where it is undefined.

    Of every one of them less is better. A ``time`` is in minutes of working time.
    """

    name: str
    words: Message
    read: Callable[[Survey], float | None]
    time: bool = False


OF_A_CASE = 0.05
"""What happens as often as this more or less in a case, one case in twenty, somebody would notice."""
_OF_IT = 0.005


def is_trifle(was: float, now: float, *, in_a_case: bool = False) -> bool:
    """Whether nobody would notice that a figure differs: by less than half a per cent, or than one case in twenty.

    Of what is counted in whole numbers, one more or less is noticed.

    >>> is_trifle(0.0, 0.02, in_a_case=True), is_trifle(52.0, 52.2), is_trifle(300, 301)
    (True, True, False)
    """
    if isinstance(was, int) and isinstance(now, int):
        return False
    difference = abs(now - was)
    return difference < _OF_IT * max(abs(was), abs(now)) or (in_a_case and difference < OF_A_CASE - 1e-9)


def figure(value: Any) -> Any:
    """Return a value that JSON can carry, the same on every machine; infinite and undefined figures are None.

    >>> figure(0.1 + 0.2), figure(float("inf")), figure(date(2026, 3, 1)), figure(60.0)
    (0.3, None, '2026-03-01', 60.0)
    """
    if isinstance(value, float):
        return float(f"{value:.12g}") if isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    return value


FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        Figure("rides", phrase(marked("Rides")), lambda survey: survey.rides),
        Figure("seconds", phrase(marked("Seconds to tell it")), lambda survey: survey.elevator.seconds),
        Figure("steps", phrase(marked("Steps")), lambda survey: survey.steps),
        Figure("roles", phrase(marked("Roles")), lambda survey: survey.roles),
        Figure("handoffs", phrase(marked("Handoffs")), lambda survey: survey.handoffs),
        Figure(
            "expected_handoffs", phrase(marked("Handoffs expected in a case")), lambda survey: survey.expected_handoffs
        ),
        Figure("ping_pongs", phrase(marked("Ping-pongs expected in a case")), lambda survey: survey.ping_pongs),
        Figure(
            "unjustified",
            phrase(marked("Steps without a reason")),
            lambda survey: len(survey.justification.unjustified),
        ),
        Figure("weak", phrase(marked("Steps with a weak reason")), lambda survey: len(survey.justification.weak)),
        Figure(
            "expired", phrase(marked("Steps with an expired reason")), lambda survey: len(survey.justification.expired)
        ),
        Figure("redundant_roles", phrase(marked("Redundant roles")), lambda survey: len(survey.redundant_roles)),
        Figure("work", phrase(marked("Work in a case")), lambda survey: survey.times.effort_minutes, time=True),
        Figure(
            "duration", phrase(marked("Time from start to end")), lambda survey: survey.times.cycle_minutes, time=True
        ),
        Figure("cost", phrase(marked("Cost of a case")), lambda survey: survey.times.cost),
        Figure("hours", phrase(marked("Hours of work a year")), lambda survey: survey.times.hours_per_year),
        Figure(
            "contacts", phrase(marked("Contacts with the customer in a case")), lambda survey: survey.expected_contacts
        ),
        Figure("people_met", phrase(marked("Roles that the customer speaks with")), lambda survey: survey.people_met),
        Figure(
            "silence", phrase(marked("Time without a word to the customer")), lambda survey: survey.silence, time=True
        ),
        Figure("complexity", phrase(marked("Control-flow complexity")), lambda survey: survey.complexity.cfc),
    )
}
"""Every figure by its name."""
