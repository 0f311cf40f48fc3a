"""Figures before and after, side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flowtrim.measures import Survey
from flowtrim.reports.figures import people
from flowtrim.reports.page import Compared
from flowtrim.reports.words import plain, points, share, spoken, whole, worked


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    read: Callable[[Survey], float | None]
    show: Callable[[float], str] = plain
    show_change: Callable[[float], str] | None = None
    more_is_better: bool = False


_ROWS = (
    _Row("rides", lambda survey: survey.elevator.rides),
    _Row("told in", lambda survey: survey.elevator.seconds, spoken),
    _Row("steps", lambda survey: len(survey.process.work)),
    _Row("roles", lambda survey: people(survey)["roles"]),
    _Row("handoffs", lambda survey: survey.handoffs),
    _Row("handoffs expected", lambda survey: survey.expected_handoffs),
    _Row("ping-pongs expected", lambda survey: survey.ping_pongs),
    _Row("steps without a reason", lambda survey: len(survey.justification.unjustified)),
    _Row("work in a case", lambda survey: survey.times.effort_minutes, worked),
    _Row("start to end", lambda survey: survey.times.cycle_minutes, worked),
    _Row("efficiency", lambda survey: survey.times.efficiency, share, points, more_is_better=True),
    _Row("hours a year", lambda survey: survey.times.hours_per_year, whole),
    _Row("control-flow complexity", lambda survey: survey.complexity.cfc),
)


def compared(before: Survey, after: Survey) -> tuple[Compared, ...]:
    """Return the figures of two processes side by side; a row that is undefined on both sides is left out."""
    rows = ((row, row.read(before), row.read(after)) for row in _ROWS)
    return tuple(_compared(row, was, now) for row, was, now in rows if was is not None or now is not None)


def _compared(row: _Row, was: float | None, now: float | None) -> Compared:
    before, after = ("–" if value is None else row.show(value) for value in (was, now))
    if was is None or now is None:
        return Compared(row.name, before, after, change="")
    if before == after:
        return Compared(row.name, before, after, change="=")
    change = ("−" if now < was else "+") + (row.show_change or row.show)(abs(now - was))
    return Compared(row.name, before, after, change, better=(now > was) == row.more_is_better)
