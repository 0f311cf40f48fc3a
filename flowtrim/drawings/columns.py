"""In which column each step stands: behind all that leads to it, or straight under or above the one that hands to it.

One column for each step makes a staircase of a process in which the work changes hands all the time. People draw such
a handoff straight down, and so does this, where nothing stands in the way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from flowtrim.graph import FlowGraph

Lane = str | None


def columns(
    graph: FlowGraph, lane: Mapping[str, Lane], lanes: Sequence[Lane], telling: Collection[str] = ()
) -> dict[str, int]:
    """Return the column of each step, loops aside; the lanes are handed over in their order.

    ``telling`` are the steps that send a message.

    >>> from flowtrim.model import Flow, Process, Step
    >>> steps = Step("a", "A", flows=(Flow("b"),)), Step("b", "B", flows=(Flow("c"),)), Step("c", "C")
    >>> columns(FlowGraph(Process("P", steps)), {"a": "X", "b": "Y", "c": "Y"}, ["X", "Y"])
    {'a': 0, 'b': 0, 'c': 1}
    """
    placing = _Placing(graph, lane, lanes, telling)
    for step_id in graph.reading_order:
        placing.put(step_id)
    return placing.column


class _Placing:
    """Knows what stands in each column: boxes, and lines from one lane to another."""

    def __init__(
        self, graph: FlowGraph, lane: Mapping[str, Lane], lanes: Sequence[Lane], telling: Collection[str]
    ) -> None:
        self.column: dict[str, int] = {}
        self._graph = graph
        place = {name: number for number, name in enumerate(lanes)}
        self._height = {step_id: place[lane[step_id]] for step_id in graph.reading_order}
        self._boxes: dict[int, list[int]] = defaultdict(list)
        self._lines: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._before = {step_id: [*sources] for step_id, sources in graph.before.items()}
        for source, targets in graph.consequences.items():
            for target in targets:
                self._before.setdefault(target, []).append(source)
        self._starts = {each.to for each in graph.process.anytime} | set(graph.starts)
        self._ends = {*telling, *graph.ends}

    def put(self, step_id: str) -> None:
        earlier = [source for source in self._before[step_id] if source in self.column]
        last = max((self.column[source] for source in earlier), default=-1)
        nearest = [source for source in earlier if self.column[source] == last]
        if len(nearest) == 1 and self._goes_straight(nearest[0], step_id, last):
            self._lines[last].append(self._between(nearest[0], step_id))
        else:
            last += 1
            while self._is_crossed(step_id, self._cells(step_id, last)):
                last += 1
        self.column[step_id] = last
        for column in self._cells(step_id, last):
            self._boxes[column].append(self._height[step_id])

    def _between(self, one: str, other: str) -> tuple[int, int]:
        low, high = sorted((self._height[one], self._height[other]))
        return low, high

    def _goes_straight(self, source: str, target: str, column: int) -> bool:
        """Whether a line from one step to another may run straight along their column."""
        if not self._is_handoff(source, target):
            return False
        low, high = self._between(source, target)
        others = sum(low <= height <= high for height in self._boxes[column])
        lines = any(low < end and start < high for start, end in self._lines[column])
        marks = [cell for cell in self._cells(target, column) if cell != column]
        return others == 1 and not lines and not self._is_crossed(target, marks)

    def _is_handoff(self, source: str, target: str) -> bool:
        """Whether one flow leads from a box to one in another lane."""
        giver, taker = self._graph.process.step(source), self._graph.process.step(target)
        once = sum(flow.to == target for flow in giver.flows) == 1
        return once and giver.is_work and taker.is_work and self._height[source] != self._height[target]

    def _is_crossed(self, step_id: str, cells: Iterable[int]) -> bool:
        """Whether a line runs in the lane of a step in one of these columns."""
        height = self._height[step_id]
        return any(low <= height <= high for cell in cells for low, high in self._lines[cell])

    def _cells(self, step_id: str, column: int) -> range:
        """Return the columns that a step takes with the marks of its start and end, and its messages."""
        return range(column - (step_id in self._starts), column + (step_id in self._ends) + 1)
