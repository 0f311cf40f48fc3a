"""The facts about the roles of a process that may speak for or against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from flowtrim.graph import FlowGraph
from flowtrim.measures.capability import Capabilities, overlaps
from flowtrim.measures.handoffs import HandoffCell
from flowtrim.measures.justification import Justification
from flowtrim.measures.passing_on import serial_approvals
from flowtrim.measures.raci import Raci
from flowtrim.measures.sandwich import Sandwich, sandwiches
from flowtrim.measures.times import summed
from flowtrim.model import Limits, Process, Role, Step


class Figures(Protocol):
    """The figures that evidence is read from; a ``Survey`` has them all."""

    process: Process
    graph: FlowGraph
    limits: Limits

    @property
    def visits(self) -> Mapping[str, float | None]:
        """Expected executions of each node."""

    @property
    def handoff_matrix(self) -> tuple[HandoffCell, ...]:
        """Who hands to whom, how often."""

    @property
    def justification(self) -> Justification:
        """Which steps and roles have a reason."""

    @property
    def raci(self) -> Raci:
        """Who performs, answers, is consulted and informed."""


class Evidence:
    """What is known about the roles of one process, each fact worked out once, when it is needed. Read-only.

    It holds the figures that it needs and not the survey, which holds it: they would keep each other in memory.
    """

    def __init__(self, figures: Figures) -> None:
        self.process, self.graph, self.limits = figures.process, figures.graph, figures.limits
        self.visits = figures.visits
        self.justification = figures.justification
        self.raci = figures.raci
        self.able = Capabilities(figures.process)
        self._matrix = figures.handoff_matrix

    def work(self, role: Role) -> tuple[Step, ...]:
        """Return the steps that a role performs."""
        return self.able.work_of.get(role.id, ())

    def answers_for_more(self, role: Role) -> bool:
        """Whether a role answers for the process as a whole, or for a KPI."""
        return not self._answerable.isdisjoint((role.id, role.name))

    def share_of_work(self, steps: Sequence[Step]) -> float | None:
        """Return the share of steps in the work time of a case; None where it is not declared for each of them."""
        takes = _times(steps)
        minutes = summed(self.visits, takes) if len(takes) == len(steps) else None
        return minutes / self._minutes if minutes is not None and self._minutes else None

    def handoffs_between(self, one: str, other: str) -> float | None:
        """Return the expected handoffs of a case between two roles; None where a loop has no way out."""
        back_and_forth = [self._transfers.get(pair, 0.0) for pair in ((one, other), (other, one))]
        known = [times for times in back_and_forth if times is not None]
        return sum(known) if len(known) == len(back_and_forth) else None

    def is_superior(self, one: Role, other: Role) -> bool:
        """Whether a role answers for a step of another, or approves one that follows straight on its work."""
        steps, follow = self.work(other), self.graph.work_after
        approved = (self.process.step(to) for step in steps for to in follow[step.id])
        answers = any(step.accountable == one.id for step in steps)
        return answers or any(step.kind == "approve" and step.owner == one.id for step in approved)

    @cached_property
    def hollow(self) -> frozenset[str]:
        """The roles whose every step is unjustified."""
        return frozenset(self.justification.hollow_roles)

    @cached_property
    def unasked(self) -> frozenset[str]:
        """The steps about which nobody was asked yet."""
        return frozenset(self.justification.unasked)

    @cached_property
    def informed_only(self) -> frozenset[str]:
        """The roles that are only consulted or informed."""
        return frozenset(self.raci.informed_only)

    @cached_property
    def serial_approvals(self) -> Mapping[str, str]:
        """The approvals that only repeat an earlier one."""
        return serial_approvals(self.graph)

    @cached_property
    def sandwiches(self) -> Mapping[str, Sandwich]:
        """The roles to which work comes from a role that gets it straight back."""
        return sandwiches(self.graph, self.visits)

    @cached_property
    def overlaps(self) -> Mapping[str, tuple[str, float]]:
        """For each role the one whose possible work is most like its own."""
        return overlaps(self.able, self.visits)

    @cached_property
    def _answerable(self) -> frozenset[str]:
        owners = (self.process.owner, *(kpi.owner for kpi in self.process.kpis))
        return frozenset(owner for owner in owners if owner)

    @cached_property
    def _minutes(self) -> float | None:
        return summed(self.visits, _times(self.process.work))

    @cached_property
    def _transfers(self) -> Mapping[tuple[str, str], float | None]:
        return {(cell.giver, cell.taker): cell.expected for cell in self._matrix}


def _times(steps: Iterable[Step]) -> dict[str, float]:
    return {step.id: step.takes for step in steps if step.takes is not None}
