"""Parts of a process that are done once for each of several things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowtrim.graph import FlowGraph
from flowtrim.model import Part, Process

Visits = Mapping[str, float | None]


def times_within(process: Process, source: str, target: str) -> float:
    """Return how often work goes from a step to another each time that their part is come to; 1 outside such parts.

    >>> from flowtrim.model import Repetition, Step
    >>> order = Process("Order", parts=(Part("Pick", Repetition("line", 4.0)),), steps=(
    ...     Step("find", "Find it", part="Pick"), Step("take", "Take it", part="Pick"), Step("pack", "Pack")))
    >>> times_within(order, "find", "take"), times_within(order, "take", "pack")
    (4.0, 1.0)
    """
    part = process.step(source).part
    if not process.parts or part is None or process.step(target).part != part:
        return 1.0
    return next((each.each.count for each in process.parts if each.name == part and each.each), 1.0)


def between_rounds(graph: FlowGraph, visits: Visits) -> Iterator[tuple[str, str, float | None]]:
    """Yield who gives to whom, and how often in a case, where a part that is done in a row begins again.

    The role of its last step then gives to that of its first one.
    """
    for part in graph.process.parts:
        if part.each is not None and not part.each.parallel and part.each.count > 1:
            yield from _again(graph, visits, part, part.each.count - 1)


def _again(graph: FlowGraph, visits: Visits, part: Part, times: float) -> Iterator[tuple[str, str, float | None]]:
    members = [step.id for step in graph.process.work if step.part == part.name and step.id in graph.reachable]
    entering = {step: _entering(graph, visits, step, members) for step in members}
    total = sum(entering.values())
    for last in members:
        inside = sum(weight for target, weight in graph.work_after[last].items() if target in entering)
        often = _left(visits[last], inside)
        for first, share in entering.items():
            giver, taker = graph.owners[last], graph.owners[first]
            if giver and taker and share and often != 0:
                yield giver, taker, None if often is None else often * times * share / total


def _left(visits: float | None, inside: float) -> float | None:
    """Return how often a case leaves the part from a step, of which it goes on inside with that weight."""
    leaving = max(0.0, 1.0 - inside)
    return 0.0 if not leaving else None if visits is None else visits * leaving


def _entering(graph: FlowGraph, visits: Visits, step: str, members: list[str]) -> float:
    """Return how often a case comes to a step otherwise than from a step of its part."""
    inside = sum((visits[source] or 0.0) * graph.work_before[step].get(source, 0.0) for source in members)
    return max(0.0, (visits[step] or 0.0) - inside)
