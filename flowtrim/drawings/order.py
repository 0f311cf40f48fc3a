"""In which order a picture shows a process: the column and the lane of each step, and the order of the lanes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from flowtrim.drawings.columns import columns
from flowtrim.graph import FlowGraph


class Order(Struct, frozen=True):
    """Column and lane of each step, the order of the lanes, and who tells whom outside."""

    reading: tuple[str, ...]
    column: Mapping[str, int]
    lane: Mapping[str, str | None]
    lanes: tuple[str | None, ...]
    messages: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(
        cls, graph: FlowGraph, messages: tuple[tuple[str, str], ...] = (), lanes: Sequence[str | None] = ()
    ) -> Order:
        """Put every step into a column behind or beside what leads to it, loops aside.

        Lanes stand in the order in which roles first act, where no other one is asked for.
        """
        reading = graph.reading_order
        lane = _lanes(graph)
        acting = [lane[step_id] for step_id in reading if graph.process.step(step_id).is_work]
        routing = [lane[step_id] for step_id in reading]
        lanes = tuple(lanes or dict.fromkeys(acting + routing))
        return cls(reading, columns(graph, lane, lanes, {step for step, _ in messages}), lane, lanes, messages)


def orders(lanes: Sequence[str | None], which: Collection[str | None]) -> Iterator[tuple[str | None, ...]]:
    """Yield lanes with one of some at another place, the nearest places first.

    >>> [*orders(["A", "B", "C"], {"C"})]
    [('A', 'C', 'B'), ('C', 'A', 'B')]
    """
    for far in range(1, len(lanes)):
        for place, lane in enumerate(lanes):
            others = [*lanes[:place], *lanes[place + 1 :]]
            for to in (place - far, place + far):
                if lane in which and 0 <= to < len(lanes):
                    yield (*others[:to], lane, *others[to:])


def begun(graph: FlowGraph) -> set[str]:
    """Return the steps, and the routing nodes that some work leads to, loops aside."""
    found = {step.id for step in graph.process.work}
    rank = {step_id: number for number, step_id in enumerate(graph.reading_order)}
    for step_id in graph.reading_order:
        if any(source in found for source in graph.before[step_id] if rank[source] < rank[step_id]):
            found.add(step_id)
    return found


def _lanes(graph: FlowGraph) -> dict[str, str | None]:
    """Give every routing node the lane that it names, else that of the work before it, or of what follows.

    The latter counts where nothing is before it, or lanes meet.

    Routing needs nobody: it lies in the row of work without an owner only where there is such work.
    """
    owner = {step.id: step.owner or None for step in graph.process.steps}
    work = {step.id for step in graph.process.work}
    following: dict[str, str | None] = {}
    for step_id in reversed(graph.reading_order):
        onward = (following[target] for target in graph.after[step_id] if target in following)
        following[step_id] = owner[step_id] if step_id in work else next(onward, None)
    active = begun(graph)
    lane: dict[str, str | None] = {}
    for step_id in graph.reading_order:
        sources = dict.fromkeys(lane[source] for source in graph.before[step_id] if source in lane)
        if step_id in work or owner[step_id]:
            lane[step_id] = owner[step_id]
        elif step_id not in active or not sources or (len(sources) > 1 and len(graph.after[step_id]) == 1):
            lane[step_id] = following[step_id] or next(filter(None, sources), None)
        else:
            lane[step_id] = next(iter(sources))
    first = next((owner[step_id] for step_id in graph.reading_order if step_id in work), None)
    unnamed = any(owner[step_id] is None for step_id in work)
    return {at: role or (None if unnamed else first) for at, role in lane.items()}
