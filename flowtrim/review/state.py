"""Where one process stands between two reviews: its clock, those in it, and a few figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.measures.answers import reading
from flowtrim.measures.clock import Clock, review_clock
from flowtrim.measures.pending import Pending, pending
from flowtrim.measures.term_amounts import summed
from flowtrim.model import Limits, Process, Step

Urgency = Literal["never", "overdue", "soon", "in-time"]

URGENCIES: tuple[Urgency, ...] = ("never", "overdue", "soon", "in-time")
"""The most urgent first."""


class Item(Struct, frozen=True):
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


class Watched(Item, frozen=True):
    """A KPI with its review clock: what is measured, why, and the action it leads to; None where nobody said so."""

    what: str | None = None
    why: str | None = None
    action: str | None = None

    @property
    def leads_nowhere(self) -> bool:
        """Whether it leads to no decision: nobody wrote down an action."""
        return self.action is None


class Load(Struct, frozen=True):
    """What a role does in one process: its steps, and the hours a year they take.

    The hours need the volume of the process and the times of the steps; None where either is not declared.
    """

    role: str
    steps: int
    hours: float | None


class Figures(Struct, frozen=True):
    """The figures of the survey that a review starts from.

    ``ask_first`` says that too many steps were never asked about to judge by them.
    """

    rides: int
    handoffs: int
    unjustified: tuple[str, ...]
    ask_first: bool


class State(Struct, frozen=True):
    """One process on the day of a look at it.

    ``item`` is the process itself; ``kpis`` have clocks of their own, and so have ``steps``, which are left out unless
    asked for: ``work`` is how many there are. ``pending`` is what was decided or promised and is not done, and what is
    still open. So many days before its day, ``due_soon_days``, a review is due soon. ``measured`` is None where only
    the days were looked at. ``digest`` is the SHA-256 of the file, empty where there is none.
    """

    file: str
    owner: str | None
    item: Item
    steps: tuple[Item, ...]
    kpis: tuple[Watched, ...]
    loads: tuple[Load, ...]
    work: int
    due_soon_days: int
    pending: tuple[Pending, ...] = ()
    measured: Figures | None = None
    digest: str = ""

    @property
    def figures(self) -> Figures:
        """Its figures.

        Raises:
            LookupError: only the days were looked at.
        """
        if self.measured is None:
            raise LookupError(f"{self.file} was not measured")
        return self.measured

    @property
    def overdue(self) -> bool:
        """Whether the process, or a KPI of it, is late or was never reviewed."""
        return self.item.clock.overdue or any(kpi.clock.overdue for kpi in self.kpis)

    @property
    def undecided(self) -> tuple[str, ...]:
        """The KPIs that lead to no decision."""
        return tuple(kpi.name for kpi in self.kpis if kpi.leads_nowhere)

    @property
    def order(self) -> tuple[int, date, str, str]:
        """What to sort by: the urgency of the process, then its file."""
        return (*self.item.order[:3], self.file)


def state_of(  # noqa: PLR0913 - all of them keywords, and only the file and the day are needed
    process: Process,
    *,
    file: str,
    today: date,
    limits: Limits | None = None,
    strict: bool = False,
    steps: bool = False,
    days_alone: bool = False,
) -> State:
    """Look at one process, and with ``steps`` at each of its steps; ``strict`` demands a date of its own for each.

    With ``days_alone`` it is not measured, which takes more time than all the rest.

    >>> from flowtrim.model import Kpi, Step
    >>> claim = Process("Claim", reviewed=date(2025, 3, 2), steps=(Step("pay", "Pay"),), kpis=(Kpi("Paid"),))
    >>> state = state_of(claim, file="claim.yml", today=date(2026, 3, 2))
    >>> state.item.urgency, state.kpis[0].urgency, state.undecided, state.figures.unjustified
    ('soon', 'never', ('Paid',), ('pay',))
    >>> state_of(claim, file="claim.yml", today=date(2026, 3, 2), strict=True).item.urgency
    'never'
    """
    survey = Survey(process, today=today, limits=limits)
    clock = survey.clock
    if strict and any(step.reviewed is None for step in process.work):
        clock = replace(clock, last=None, due=None, overdue=True, due_soon=False, months=None)
    return State(
        file=file,
        owner=process.owner,
        item=Item("process", process.name, process.name, clock),
        steps=tuple(_steps(survey, strict=strict)) if steps else (),
        kpis=tuple(_kpis(survey)),
        loads=tuple(_loads(survey)),
        work=survey.steps,
        due_soon_days=survey.limits.due_soon_days,
        pending=pending(process),
        measured=None if days_alone else _figures(survey),
    )


def _figures(survey: Survey) -> Figures:
    return Figures(survey.rides, survey.handoffs, survey.unjustified, ask_first=survey.rests_on_questions)


def _steps(survey: Survey, *, strict: bool) -> Iterator[Item]:
    limits, inherited = survey.limits, None if strict else survey.process.reviewed
    clocks: dict[date | None, Clock] = {}
    for step in survey.told.work:
        day = step.reviewed or inherited
        if day not in clocks:
            clocks[day] = review_clock(
                day, today=survey.today, months=limits.review_months, due_soon_days=limits.due_soon_days
            )
        yield Item("step", step.id, step.name, clocks[day])


def _kpis(survey: Survey) -> Iterator[Watched]:
    limits = survey.limits
    for kpi in survey.process.kpis:
        watch = review_clock(
            kpi.reviewed, today=survey.today, months=limits.kpi_months, due_soon_days=limits.due_soon_days
        )
        yield Watched("kpi", kpi.name, kpi.name, watch, *map(_said, (kpi.what, kpi.why, kpi.action)))


def _said(text: str | None) -> str | None:
    return text if reading(text) == "text" else None


def _loads(survey: Survey) -> Iterator[Load]:
    process = survey.process
    steps: dict[str, list[Step]] = {}
    for step in process.work:
        if step.owner and not process.is_by_partner(step):
            steps.setdefault(step.owner, []).append(step)
    for owner, own in steps.items():
        yield Load(process.role(owner).name, len(own), _hours(survey, own))


def _hours(survey: Survey, steps: Iterable[Step]) -> float | None:
    """Return the hours a year that steps take: their times, as often as a case comes to them, for all cases."""
    takes = {step.id: step.takes for step in steps if step.takes is not None}
    if survey.process.volume is None or not takes:
        return None
    effort = summed(survey.visits, takes)
    return None if effort is None else effort * survey.process.volume.per_year / 60
