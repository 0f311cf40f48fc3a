"""Many processes at once: what is to be reviewed first, and who works in several of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from flowtrim.review.state import URGENCIES, State, Urgency


class Busy(Struct, frozen=True):
    """A role that works in several processes: in how many, with how many steps.

    ``hours`` a year are those of the processes that declare volume and times; None where none does.
    """

    role: str
    processes: int
    steps: int
    hours: float | None


class Unread(Struct, frozen=True):
    """A file or folder that could not be read, and why: a line for each problem, with its place."""

    file: str
    problem: str


class Agenda(Struct, frozen=True):
    """What is to be reviewed, the most urgent first; ``busy`` are the roles that occur in several processes.

    ``unread`` is what could not be read, so that nobody takes the rest for all there is.
    """

    today: date
    states: tuple[State, ...]
    busy: tuple[Busy, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems of what could not be read, each on a line."""
        return tuple(line for one in self.unread for line in one.problem.splitlines())

    @property
    def overdue(self) -> bool:
        """Whether anything is late, or was never reviewed."""
        return any(state.overdue for state in self.states)

    @property
    def counts(self) -> dict[Urgency, int]:
        """How many processes there are of each urgency."""
        seen = Counter(state.item.urgency for state in self.states)
        return {urgency: seen[urgency] for urgency in URGENCIES}

    @property
    def kpi_counts(self) -> dict[Urgency, int]:
        """How many KPIs there are of each urgency."""
        seen = Counter(kpi.urgency for state in self.states for kpi in state.kpis)
        return {urgency: seen[urgency] for urgency in URGENCIES}

    @property
    def undecided(self) -> int:
        """How many KPIs lead to no decision."""
        return sum(len(state.undecided) for state in self.states)


def agenda(states: Iterable[State], *, today: date, unread: Iterable[Unread] = ()) -> Agenda:
    """Put what is urgent first; roles are told apart by their names, whatever their case.

    >>> agenda([], today=date(2026, 3, 2)).overdue
    False
    """
    ordered = tuple(sorted(states, key=lambda state: state.order))
    return Agenda(today, ordered, _busy(ordered), tuple(unread))


def _busy(states: Iterable[State]) -> tuple[Busy, ...]:
    found: dict[str, Busy] = {}
    for state in states:
        counted: set[str] = set()
        for load in state.loads:
            key = load.role.casefold()
            old = found.get(key, Busy(load.role, 0, 0, None))
            hours = old.hours if load.hours is None else (old.hours or 0.0) + load.hours
            found[key] = Busy(old.role, old.processes + (key not in counted), old.steps + load.steps, hours)
            counted.add(key)
    several = (busy for busy in found.values() if busy.processes > 1)
    return tuple(sorted(several, key=lambda busy: (-busy.processes, -busy.steps, busy.role)))
