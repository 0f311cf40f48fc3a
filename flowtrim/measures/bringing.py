"""From whom to whom a step brings a case: a handoff stays where it goes, and somebody has to see to it."""

from __future__ import annotations

from collections.abc import Iterable

from flowtrim.graph import FlowGraph
from flowtrim.model import Step
from flowtrim.sentences import Message, quoted, say


def brought(graph: FlowGraph, step: Step) -> Message | None:
    """Say from whom to whom a step brings a case, where one of both does; None where it brings it to nobody.

    Where another role does, giver and taker can do without it: one sends it to the other.

    >>> from flowtrim.model import Flow, Process
    >>> carry = Step("carry", "Carry it up", owner="Desk", kind="transfer", flows=(Flow("judge"),))
    >>> permit = FlowGraph(Process("Permit", steps=(
    ...     Step("take", "Take the plans", owner="Desk", flows=(Flow("carry"),)), carry,
    ...     Step("judge", "Judge them", owner="Clerk"))))
    >>> str(brought(permit, carry))
    "It brings the case from 'Desk' to 'Clerk': ask first who does that without it."
    """
    if step.kind != "transfer":
        return None
    givers, takers = (_people(graph, arcs.get(step.id, ())) for arcs in (graph.work_before, graph.work_after))
    pairs = ((giver, taker) for giver in givers for taker in takers if giver != taker)
    giver, taker = next((pair for pair in pairs if step.owner in pair), ("", ""))
    if not taker:
        return None
    return _said(*(quoted(graph.process.role(role).name) for role in (giver, taker)))


def is_bringing(against: str) -> bool:
    """Whether what speaks against dropping a step is that it brings the case to somebody."""
    return isinstance(against, Message) and against.template == _said("", "").template


def _said(giver: str, taker: str) -> Message:
    return say(
        "It brings the case from {giver} to {taker}: ask first who does that without it.", giver=giver, taker=taker
    )


def _people(graph: FlowGraph, steps: Iterable[str]) -> tuple[str, ...]:
    """Return the roles that do some steps, without systems, which have at once what is known anywhere."""
    owners = (graph.owners[step] for step in steps)
    return tuple(dict.fromkeys(owner for owner in owners if owner and not graph.process.is_system(owner)))
