"""Where work goes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.graph import FlowGraph, linked

if TYPE_CHECKING:
    import networkx as nx

ALWAYS = 1e-9
"""What a share may lack of one for a way that every case takes."""


class BackFlow(Struct, frozen=True):
    """A flow from a step to one that was there before it, in the same loop.

    ``share`` is the probability that a visit of ``source`` takes it. ``distance`` is how many flows the
    shortest way from the target to the source has, 0 for a step that repeats itself.
    """

    source: str
    target: str
    share: float
    distance: int


def back_flows(graph: FlowGraph) -> tuple[BackFlow, ...]:
    """Return the flows that lead back, gateways and events contracted, in the order of reading.

    >>> from flowtrim.model import Flow, Process, Step
    >>> back_flows(FlowGraph(Process("Claim", steps=(
    ...     Step("write", "Write it", flows=(Flow("check"),)),
    ...     Step("check", "Check it", flows=(Flow("write", share=0.2), Flow("end", share=0.8)))))))
    (BackFlow(source='check', target='write', share=0.2, distance=1),)
    """
    network = linked(graph.work_after)
    sources: dict[str, set[str]] = defaultdict(set)
    for source, target in graph.work_back:
        sources[target].add(source)
    distances = {target: _distances(network, target, sources[target]) for target in sources}
    turn = {step_id: number for number, step_id in enumerate(graph.reading_order)}
    return tuple(
        BackFlow(source, target, graph.work_after[source][target], distances[target][source])
        for source, target in sorted(graph.work_back, key=lambda arc: (turn[arc[0]], turn[arc[1]]))
    )


def _distances(network: nx.DiGraph[str], first: str, others: set[str]) -> dict[str, int]:
    """Return how many flows lead from one step of a loop to each of some others by the shortest way."""
    import networkx as nx

    found: dict[str, int] = {}
    for number, layer in enumerate(nx.bfs_layers(network, [first])):
        found |= dict.fromkeys(others.intersection(layer), number)
        if len(found) == len(others):  # what follows the loop may be long
            break
    return found


class SentBack(Struct, frozen=True):
    """A way back, and the step that decides on it: ``share`` of the visits of ``decided_at``, None where unknown."""

    flow: BackFlow
    decided_at: str
    share: float | None


def sent_back(graph: FlowGraph, flows: Iterable[BackFlow]) -> tuple[SentBack, ...]:
    """Return the ways back that are rework, each with the step that decides on it.

    Who only tells what another step decided has no share of its own. A way that no case takes is none, and a step
    that was asked by the one that it leads back to answers: that is no rework either.

    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Claim", steps=(
    ...     Step("match", "Match it", flows=(Flow("clarify", share=0.1), Flow("end", share=0.9))),
    ...     Step("clarify", "Clarify it", flows=(Flow("match"),)))))
    >>> sent_back(graph, back_flows(graph))
    ()
    """
    decided = ((flow, _decision(graph, flow)) for flow in flows if flow.share)
    return tuple(SentBack(flow, *found) for flow, found in decided if found is not None)


def _decision(graph: FlowGraph, flow: BackFlow) -> tuple[str, float | None] | None:
    """Return the step that decides on a way back, with its share; None where the way only answers its target."""
    step_id, share, passed = flow.source, flow.share, {flow.source}
    while share > 1 - ALWAYS:
        before = graph.work_before[step_id]
        asker = next(iter(before)) if len(before) == 1 and step_id not in graph.starts else None
        if asker is None or asker in passed:
            return flow.source, None
        if asker == flow.target:
            return None
        step_id, share = asker, graph.work_after[asker][step_id]
        passed.add(step_id)
    return step_id, share
