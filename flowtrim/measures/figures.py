"""The figures of a process as a whole by which it is judged: limited, compared, and followed over time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import isfinite
from typing import Any, NamedTuple

from flowtrim.measures.survey import Survey


class Figure(NamedTuple):
    """A figure by its name in files, its name in sentences, and how it is read; None where it is undefined.

    Of every one of them less is better. A ``time`` is in minutes of working time.
    """

    name: str
    words: str
    read: Callable[[Survey], float | None]
    time: bool = False


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
        Figure("rides", "rides", lambda survey: survey.rides),
        Figure("seconds", "seconds to tell it", lambda survey: survey.elevator.seconds),
        Figure("steps", "steps", lambda survey: survey.steps),
        Figure("roles", "roles", lambda survey: survey.roles),
        Figure("handoffs", "handoffs", lambda survey: survey.handoffs),
        Figure("expected_handoffs", "handoffs expected in a case", lambda survey: survey.expected_handoffs),
        Figure("ping_pongs", "ping-pongs expected in a case", lambda survey: survey.ping_pongs),
        Figure("unjustified", "steps without a reason", lambda survey: len(survey.justification.unjustified)),
        Figure("weak", "steps with a weak reason", lambda survey: len(survey.justification.weak)),
        Figure("expired", "steps with an expired reason", lambda survey: len(survey.justification.expired)),
        Figure("redundant_roles", "redundant roles", lambda survey: len(survey.redundant_roles)),
        Figure("work", "work in a case", lambda survey: survey.times.effort_minutes, time=True),
        Figure("duration", "time from start to end", lambda survey: survey.times.cycle_minutes, time=True),
        Figure("cost", "cost of a case", lambda survey: survey.times.cost),
        Figure("hours", "hours of work a year", lambda survey: survey.times.hours_per_year),
        Figure("contacts", "contacts with the customer in a case", lambda survey: survey.expected_contacts),
        Figure("people_met", "roles that the customer speaks with", lambda survey: survey.people_met),
        Figure("silence", "time without a word to the customer", lambda survey: survey.silence, time=True),
        Figure("complexity", "control-flow complexity", lambda survey: survey.complexity.cfc),
    )
}
"""Every figure by its name."""
