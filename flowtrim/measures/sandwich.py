"""Roles to which work comes from one role, and goes straight back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from flowtrim.graph import FlowGraph
from flowtrim.measures.handoffs import traversals

Visits = Mapping[str, float | None]
Counts = defaultdict[str, float]

NOBODY = ""
"""Where the work comes from that begins with the case, and goes to that ends with it."""


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
    begin with the case or end with it lie between nothing; to come from the customer or a partner and to return
    there is what a role is there for. Roles with a loop that has no way out are left out.

    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Ask the boss", steps=(
    ...     Step("ask", "Ask", owner="waiter", flows=(Flow("decide"),)),
    ...     Step("decide", "Decide", owner="boss", flows=(Flow("tell"),)),
    ...     Step("tell", "Tell the guest", owner="waiter"))))
    >>> sandwiches(graph, {"ask": 1.0, "decide": 1.0, "tell": 1.0})
    {'boss': Sandwich(share=1.0, between='waiter')}
    """
    turns = tuple(_turns(graph))
    returned: dict[str, Counts] = defaultdict(lambda: defaultdict(float))
    for owner, steps in turns:
        if both := _on_both_sides(graph, steps):
            came, went = _arrivals(graph, visits, steps), _departures(graph, visits, steps)
            for role in filter(both.__contains__, came):
                returned[owner][role] += came[role] * went[role] / (sum(went.values()) or 1.0)
    entered: Counts = defaultdict(float)
    for owner, steps in turns:
        if owner in returned:
            entered[owner] += sum(_arrivals(graph, visits, steps).values())
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
    return {role for role in both if role and not process.is_customer(role) and not process.is_partner(role)}


def _arrivals(graph: FlowGraph, visits: Visits, steps: Iterable[str]) -> Counts:
    """Count from which roles the work comes in a case; and from nobody."""
    came: Counts = defaultdict(float)
    owners = graph.owners
    for step in steps:
        left = visits[step] or 0.0
        for source in graph.work_before[step]:
            times = traversals(graph, visits, source, step) or 0.0
            left -= times
            if owners[source] != owners[step]:
                came[owners[source] or NOBODY] += times
        came[NOBODY] += _remainder(left)
    return came


def _departures(graph: FlowGraph, visits: Visits, steps: Iterable[str]) -> Counts:
    """Count to which roles the work goes in a case; and to nobody."""
    went: Counts = defaultdict(float)
    owners = graph.owners
    for step in steps:
        left = visits[step] or 0.0
        for target in graph.work_after[step]:
            times = traversals(graph, visits, step, target) or 0.0
            left -= times
            if owners[target] != owners[step]:
                went[owners[target] or NOBODY] += times
        went[NOBODY] += _remainder(left)
    return went


def _remainder(left: float) -> float:
    """Return what is left when all flows are taken off the visits, unless it is only the error of the arithmetic."""
    return left if left > 1e-9 else 0.0
