"""The facts about the roles of a process that may speak for or against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from msgspec import Struct

from flowtrim.graph import FlowGraph
from flowtrim.graph.side_by_side import side_by_side
from flowtrim.measures.capability import Capabilities, overlaps
from flowtrim.measures.handoffs import HandoffCell, traversals
from flowtrim.measures.justification import Justification
from flowtrim.measures.passing_on import serial_approvals
from flowtrim.measures.raci import Raci
from flowtrim.measures.sent_back import one_of_each
from flowtrim.measures.term_amounts import summed, work_minutes
from flowtrim.model import BINDING, Limits, Process, Role, Step

Visits = Mapping[str, float | None]
Counts = defaultdict[str, float]

NOBODY = ""
"""Where the work comes from that begins with the case, and goes to that ends with it."""


class Figures(Protocol):
    """The figures that evidence is read from; a ``Survey`` has them all."""

    process: Process
    limits: Limits

    @property
    def graph(self) -> FlowGraph:
        """The process as who follows whom."""

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

    def is_demanded(self, role: Role) -> bool:
        """Whether a law or a contract demands a role, as somebody wrote down with its source."""
        return role.serves in BINDING and bool(role.source)

    def stays_without_work(self, role: Role) -> bool:
        """Whether a role is there for more than steps: it answers for more, stands in, or is the team of another one.

        Or a law or a contract demands it: somebody wrote down who, and not yet what it does.
        """
        others = ({other.deputy, other.of and other.of.team} for other in self.process.roles)
        return self.is_demanded(role) or self.answers_for_more(role) or any(role.id in each for each in others)

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

    def is_called_for(self, role: Role) -> bool:
        """Whether more than its share of the work speaks for a role: a law, an authority, a separation, a stand-in.

        It then has to be there when it is needed, however rarely that is. Who only does what a deadline or an
        interruption leads to stands in as well.
        """
        exceptional = {step.id for step in self.work(role)} <= self.process.consequences and bool(self.work(role))
        stands_in = exceptional or any(other.deputy == role.id for other in self.process.roles)
        return self.is_demanded(role) or stands_in or bool(role.may) or bool(self.able.separations(role.id))

    def has_good_reason(self, role: Role) -> bool:
        """Whether somebody said why the role itself is there, and what was said is a reason."""
        reasons = self.justification.roles
        return bool(role.why) and role.id not in {*reasons.unjustified, *reasons.weak}

    def has_own_skill(self, role: Role, other: Role) -> bool:
        """Whether all that a role does needs a skill that it declares and another role does not."""
        needed = {step.skill for step in self.work(role)}
        own = set(role.skills or ()).difference(other.skills or ())
        return bool(needed) and needed <= own

    def only_answers(self, role: Role) -> bool:
        """Whether a role only clears up what others ask it on a way back: it hands back what it was asked for."""
        steps, back = self.work(role), self.graph.work_back
        return bool(steps) and all(
            self.graph.work_after[step.id] and all((step.id, to) in back for to in self.graph.work_after[step.id])
            for step in steps
        )

    def does_the_work(self, step: Step) -> bool:
        """Whether a step takes at least as much work as all those right before and after it: they administer it.

        Work of which nobody declared how long it takes proves nothing.
        """
        around = {*self.graph.work_before[step.id], *self.graph.work_after[step.id]} - {step.id}
        known = self._worked.keys() >= {step.id, *around}
        return known and self._worked[step.id] >= sum(self._worked[each] for each in around)

    def is_superior(self, one: Role, other: Role) -> bool:
        """Whether a role answers for a step of another, or approves what only comes to it by or straight after that."""
        steps = self.work(other)
        approvals = [step.id for step in self.work(one) if step.kind == "approve"]
        answers = any(step.accountable == one.id for step in steps)
        return answers or any(self._is_behind(approval, made.id) for made in steps for approval in approvals)

    def _is_behind(self, later: str, earlier: str) -> bool:
        return later in self.graph.work_after[earlier] or self.graph.dominates(earlier, later)

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
        one = one_of_each(self.graph)  # who takes the next of several things from the same hands gives nothing back
        return sandwiches(one, self.visits if one is self.graph else one.visits)

    @cached_property
    def overlaps(self) -> Mapping[str, tuple[str, float]]:
        """For each role the one whose possible work is most like its own."""
        return overlaps(self.able, self.visits)

    @cached_property
    def _answerable(self) -> frozenset[str]:
        owners = (self.process.owner, *(kpi.owner for kpi in self.process.kpis))
        return frozenset(owner for owner in owners if owner)

    @cached_property
    def _worked(self) -> Mapping[str, float]:
        return work_minutes(self.process)

    @cached_property
    def _minutes(self) -> float | None:
        return summed(self.visits, _times(self.process.work))

    @cached_property
    def _transfers(self) -> Mapping[tuple[str, str], float | None]:
        return {(cell.giver, cell.taker): cell.expected for cell in self._matrix}


def _times(steps: Iterable[Step]) -> dict[str, float]:
    return {step.id: step.takes for step in steps if step.takes is not None}


class Sandwich(Struct, frozen=True):
    """How often the turns of a role lie between two of the same other role.

    ``share`` is the share of its expected turns, ``between`` the role that most of them come from and return to.
    """

    share: float
    between: str


def sandwiches(graph: FlowGraph, visits: Visits) -> Mapping[str, Sandwich]:
    """Return the roles with turns that come from another role and return to it.

    A turn is what a role does from taking work over to handing it on. Where the steps of a turn may be entered and
    left in several ways, the way out is taken not to depend on the way in (docs/theory.md#visits). Turns that
    begin with the case or end with it lie between nothing; to come from the customer, a partner or a system and to
    return there is what a role is there for, and so is what goes on side by side, where one person could not do all of
    it at once. Roles with a loop that has no way out are left out.

    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Ask the boss", steps=(
    ...     Step("ask", "Ask", owner="waiter", flows=(Flow("decide"),)),
    ...     Step("decide", "Decide", owner="boss", flows=(Flow("tell"),)),
    ...     Step("tell", "Tell the guest", owner="waiter"))))
    >>> sandwiches(graph, {"ask": 1.0, "decide": 1.0, "tell": 1.0})
    {'boss': Sandwich(share=1.0, between='waiter')}
    """
    turns, beside = tuple(_turns(graph)), side_by_side(graph)
    returned: dict[str, Counts] = defaultdict(lambda: defaultdict(float))
    for owner, steps in turns:
        if both := _on_both_sides(graph, steps):
            came = _handed_over(graph, visits, steps, beside, coming=True)
            went = _handed_over(graph, visits, steps, beside, coming=False)
            for role in filter(both.__contains__, came):
                returned[owner][role] += came[role] * went[role] / (sum(went.values()) or 1.0)
    entered: Counts = defaultdict(float)
    for owner, steps in turns:
        if owner in returned:
            entered[owner] += sum(_handed_over(graph, visits, steps, beside, coming=True).values())
    endless = {step.owner for step in graph.process.work if visits[step.id] is None}
    return {
        owner: Sandwich(sum(back.values()) / entered[owner], max(back, key=lambda role: (back[role], role)))
        for owner, back in returned.items()
        if owner not in endless and entered[owner] > 0
    }


def _turns(graph: FlowGraph) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the steps of one role that hang together, with the role."""
    after, before, owners = graph.work_after, graph.work_before, graph.owners
    seen: set[str] = set()
    for step in graph.process.work:
        if step.owner is None or step.id in seen:
            continue
        seen.add(step.id)
        turn = [step.id]
        for member in turn:
            for beside in (*after[member], *before[member]):
                if owners[beside] == step.owner and beside not in seen:
                    seen.add(beside)
                    turn.append(beside)
        yield step.owner, tuple(turn)


def _on_both_sides(graph: FlowGraph, steps: Sequence[str]) -> set[str]:
    """Return the roles inside the house that a turn is taken over from and handed on to."""
    owners, process = graph.owners, graph.process
    takers = {owners[target] for step in steps for target in graph.work_after[step]}
    givers = {owners[source] for step in steps for source in graph.work_before[step]}
    both = givers & takers - {None, owners[steps[0]]}
    return {role for role in both if role and process.is_ours(role)}


def _handed_over(
    graph: FlowGraph, visits: Visits, steps: Iterable[str], beside: Container[tuple[str, str]], *, coming: bool
) -> Counts:
    """Count from which roles the work comes in a case, or else to which it goes; and from, or to, nobody.

    Nobody's is also what parts to go on ``beside`` other work, or meets it again.
    """
    times_by_role: Counts = defaultdict(float)
    owners, others_of = graph.owners, graph.work_before if coming else graph.work_after
    for step in steps:
        left = visits[step] or 0.0
        for other in others_of[step]:
            source, target = (other, step) if coming else (step, other)
            times = traversals(graph, visits, source, target) or 0.0
            left -= times
            if owners[other] != owners[step]:
                times_by_role[NOBODY if (source, target) in beside else owners[other] or NOBODY] += times
        times_by_role[NOBODY] += _remainder(left)
    return times_by_role


def _remainder(left: float) -> float:
    """Return what is left when all flows are taken off the visits, unless it is only the error of the arithmetic."""
    return left if left > 1e-9 else 0.0
