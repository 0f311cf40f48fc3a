"""Where work goes back."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from flowtrim.graph import FlowGraph


class BackFlow(Struct, frozen=True):
    """A flow from a step to one that was there before it, in the same loop.

    ``share`` is the probability that a visit of ``source`` takes it. ``distance`` is how many steps of the loop
    it goes back, 0 for a step that repeats itself.
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
    place = _places_in_loops(graph)
    return tuple(
        BackFlow(source, target, share, place[source] - place[target])
        for source in place
        for target, share in graph.work_after[source].items()
        if graph.loop_of[source] == graph.loop_of[target] and place[target] <= place[source]
    )


def _places_in_loops(graph: FlowGraph) -> Mapping[str, int]:
    """Number the steps of each loop in the order of reading."""
    counts: dict[int, int] = {}
    place: dict[str, int] = {}
    for step_id in graph.reading_order:
        if step_id in graph.work_after:
            loop = graph.loop_of[step_id]
            place[step_id] = counts[loop] = counts.get(loop, -1) + 1
    return place
