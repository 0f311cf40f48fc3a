"""Where one process stands between two reviews: its clock, those in it, and a few figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from flowtrim.measures import Survey
from flowtrim.measures.clock import Clock, review_clock
from flowtrim.measures.reasons import reading
from flowtrim.model import Limits, Process

Urgency = Literal["never", "overdue", "soon", "in-time"]

URGENCIES: tuple[Urgency, ...] = ("never", "overdue", "soon", "in-time")
"""The most urgent first."""


@dataclass(frozen=True, slots=True)
class Item:
    """A process, step or KPI with its review clock; ``at`` is the id of the step, or the name."""

    kind: Literal["process", "step", "kpi"]
    at: str
    name: str
    clock: Clock

    @property
    def urgency(self) -> Urgency:
        """How urgent its review is."""
        if self.clock.never:
            return "never"
        return "overdue" if self.clock.overdue else "soon" if self.clock.due_soon else "in-time"

    @property
    def order(self) -> tuple[int, date, str, str]:
        """What to sort by: never reviewed first, then the day on which it is due, then the name."""
        return URGENCIES.index(self.urgency), self.clock.due or date.min, self.name, self.at


@dataclass(frozen=True, slots=True)
class Load:
    """What a role does in one process: its steps, and the minutes declared for them; None where none are."""

    role: str
    steps: int
    minutes: float | None


@dataclass(frozen=True, slots=True)
class State:
    """One process on the day of a look at it.

    ``item`` is the process itself; ``steps`` and ``kpis`` have clocks of their own. ``undecided`` are the KPIs that
    lead to no decision: nobody wrote down an action. ``rides``, ``handoffs`` and ``unjustified`` are the figures of
    the survey.
    """

    file: str
    owner: str | None
    item: Item
    steps: tuple[Item, ...]
    kpis: tuple[Item, ...]
    undecided: tuple[str, ...]
    loads: tuple[Load, ...]
    rides: int
    handoffs: int
    unjustified: tuple[str, ...]

    @property
    def overdue(self) -> bool:
        """Whether the process, or a KPI of it, is late or was never reviewed."""
        return self.item.clock.overdue or any(kpi.clock.overdue for kpi in self.kpis)

    @property
    def order(self) -> tuple[int, date, str, str]:
        """What to sort by: the urgency of the process, then its file."""
        return (*self.item.order[:3], self.file)


def state_of(process: Process, *, file: str, today: date, limits: Limits | None = None, strict: bool = False) -> State:
    """Look at one process; ``strict`` demands a date of its own for every step.

    >>> from flowtrim.model import Kpi, Step
    >>> claim = Process("Claim", reviewed=date(2025, 3, 2), steps=(Step("pay", "Pay"),), kpis=(Kpi("Paid"),))
    >>> state = state_of(claim, file="claim.yml", today=date(2026, 3, 2))
    >>> state.item.urgency, state.kpis[0].urgency, state.undecided, state.unjustified
    ('soon', 'never', ('Paid',), ('pay',))
    >>> state_of(claim, file="claim.yml", today=date(2026, 3, 2), strict=True).item.urgency
    'never'
    """
    survey = Survey(process, today=today, limits=limits)
    steps = tuple(_steps(survey, strict=strict))
    clock = survey.clock
    if strict and any(step.clock.never for step in steps):
        clock = replace(clock, last=None, due=None, overdue=True, due_soon=False, months=None)
    return State(
        file=file,
        owner=process.owner,
        item=Item("process", process.name, process.name, clock),
        steps=steps,
        kpis=tuple(_kpis(survey)),
        undecided=tuple(kpi.name for kpi in process.kpis if reading(kpi.action) != "text"),
        loads=tuple(_loads(process)),
        rides=survey.elevator.rides,
        handoffs=survey.handoffs,
        unjustified=survey.justification.unjustified,
    )


def _steps(survey: Survey, *, strict: bool) -> Iterator[Item]:
    limits, inherited = survey.limits, None if strict else survey.process.reviewed
    # most steps share a few dates: one clock for each date is soon made, and soon sent from process to process
    clocks: dict[date | None, Clock] = {}
    for step in survey.process.work:
        day = step.reviewed or inherited
        if day not in clocks:
            clocks[day] = review_clock(
                day, today=survey.today, months=limits.review_months, due_soon_days=limits.due_soon_days
            )
        yield Item("step", step.id, step.name, clocks[day])


def _kpis(survey: Survey) -> Iterator[Item]:
    limits = survey.limits
    for kpi in survey.process.kpis:
        watch = review_clock(
            kpi.reviewed, today=survey.today, months=limits.kpi_months, due_soon_days=limits.due_soon_days
        )
        yield Item("kpi", kpi.name, kpi.name, watch)


def _loads(process: Process) -> Iterator[Load]:
    steps: dict[str, int] = {}
    minutes: dict[str, float] = {}
    for step in process.work:
        if step.owner:
            steps[step.owner] = steps.get(step.owner, 0) + 1
            if step.takes is not None:
                minutes[step.owner] = minutes.get(step.owner, 0.0) + step.takes
    return (Load(process.role(role).name, count, minutes.get(role)) for role, count in steps.items())
