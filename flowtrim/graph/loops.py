"""Which nodes lead to each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)

_SETTLED = float("inf")


def loops_in_order(after: Mapping[N, Iterable[N]]) -> list[list[N]]:
    """Return the strongly connected components of a graph (Tarjan 1972), those that lead to others first.

    The nodes of each stand in the order of the graph; a node that is in no loop is a component of its own.

    >>> loops_in_order({"a": {"b": 1}, "b": {"a": 0.5, "c": 0.5}, "c": {}})
    [['a', 'b'], ['c']]
    """
    search = _Search(after)
    for root in after:
        if root not in search.low:
            search.walk(root)
    place = {node: number for number, node in enumerate(after)}
    return [sorted(loop, key=place.__getitem__) if len(loop) > 1 else loop for loop in reversed(search.loops)]


class _Search(Generic[N]):
    """A depth-first walk; ``low`` is the lowest number of an open node that a node is known to lead to."""

    def __init__(self, after: Mapping[N, Iterable[N]]) -> None:
        self.after = after
        self.low: dict[N, float] = {}
        self.loops: list[list[N]] = []
        self._open: list[N] = []

    def walk(self, root: N) -> None:
        low = self.low
        trail = [self._enter(root)]
        while trail:
            node, number, targets = trail[-1]
            for target in targets:
                if target not in low:
                    trail.append(self._enter(target))
                    break
                low[node] = min(low[node], low[target])
            else:
                trail.pop()
                if low[node] == number:
                    self._settle(node)
                elif low[node] < low[trail[-1][0]]:
                    low[trail[-1][0]] = low[node]

    def _enter(self, node: N) -> tuple[N, int, Iterator[N]]:
        number = len(self.low)
        self.low[node] = number
        self._open.append(node)
        return node, number, iter(self.after[node])

    def _settle(self, first: N) -> None:
        """Close the loop that was entered at a node: it is everything opened since."""
        loop: list[N] = []
        while not loop or loop[-1] is not first:
            loop.append(self._open.pop())
            self.low[loop[-1]] = _SETTLED
        self.loops.append(loop)
