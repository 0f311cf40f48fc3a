"""Where work goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.graph import FlowGraph, linked

if TYPE_CHECKING:
    import networkx as nx


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
    turn = {step_id: number for number, step_id in enumerate(graph.reading_order)}
    return tuple(
        BackFlow(source, target, graph.work_after[source][target], _distance(network, target, source))
        for source, target in sorted(graph.work_back, key=lambda arc: (turn[arc[0]], turn[arc[1]]))
    )


def _distance(network: nx.DiGraph[str], first: str, last: str) -> int:
    """Return how many flows lead from one step of a loop to another by the shortest way."""
    import networkx as nx

    layers = nx.bfs_layers(network, [first])
    return next(number for number, layer in enumerate(layers) if last in layer)
