"""Which node every way to another node must pass."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)


class Dominators(Generic[N]):
    """The dominator tree of what a root leads to, by Lengauer and Tarjan (1979) with path compression.

    A node dominates another when every way from the root to the other passes it. ``parent`` holds the
    immediate dominator of every node reached but the root. Near-linear, whatever the shape of the graph.

    >>> tree = Dominators({"a": "bc", "b": "d", "c": "d", "d": ""}, "a")
    >>> tree.parent["d"], tree.dominates("a", "d"), tree.dominates("b", "d")
    ('a', True, False)
    """

    def __init__(self, after: Mapping[N, Iterable[N]], root: N) -> None:
        self._after = after
        self._nodes: list[N] = []
        self._number: dict[N, int] = {}
        self._tree_parent: list[int] = []
        self._walk(root)
        count = len(self._nodes)
        self._semi = list(range(count))
        self._label = list(range(count))
        self._above = [-1] * count
        immediate = self._immediate()
        self.parent: dict[N, N] = {self._nodes[n]: self._nodes[immediate[n]] for n in range(1, count)}
        self._first, self._size = _intervals(immediate)

    def dominates(self, one: N, other: N) -> bool:
        """Whether every way from the root to the other passes the one; each node dominates itself.

        Raises KeyError for a node that the root does not lead to.
        """
        upper, lower = self._number[one], self._number[other]
        return self._first[upper] <= self._first[lower] < self._first[upper] + self._size[upper]

    def _walk(self, root: N) -> None:
        """Number the nodes in the order of a depth-first walk."""
        waiting = [(root, 0)]
        while waiting:
            node, parent = waiting.pop()
            if node in self._number:
                continue
            self._number[node] = number = len(self._nodes)
            self._nodes.append(node)
            self._tree_parent.append(parent)
            waiting.extend((target, number) for target in self._after[node] if target not in self._number)

    def _before(self) -> list[list[int]]:
        before: list[list[int]] = [[] for _ in self._nodes]
        for number, node in enumerate(self._nodes):
            for target in self._after[node]:
                before[self._number[target]].append(number)
        return before

    def _immediate(self) -> list[int]:
        semi, before = self._semi, self._before()
        immediate = [0] * len(semi)
        buckets: list[list[int]] = [[] for _ in semi]
        for node in range(len(semi) - 1, 0, -1):
            semi[node] = min([semi[node], *(semi[self._lowest(source)] for source in before[node])])
            buckets[semi[node]].append(node)
            parent = self._above[node] = self._tree_parent[node]
            for other in buckets[parent]:
                lowest = self._lowest(other)
                immediate[other] = lowest if semi[lowest] < semi[other] else parent
            buckets[parent] = []
        for node in range(1, len(semi)):
            if immediate[node] != semi[node]:
                immediate[node] = immediate[immediate[node]]
        return immediate

    def _lowest(self, node: int) -> int:
        """Return the node of least semidominator on the linked way up, and shorten that way."""
        above, label, semi = self._above, self._label, self._semi
        if above[node] < 0:
            return node
        trail = []
        top = node
        while above[above[top]] >= 0:
            trail.append(top)
            top = above[top]
        for passed in reversed(trail):
            upper = above[passed]
            if semi[label[upper]] < semi[label[passed]]:
                label[passed] = label[upper]
            above[passed] = above[upper]
        return label[node]


def _intervals(immediate: list[int]) -> tuple[list[int], list[int]]:
    """Number the tree so that whatever a node dominates is one stretch: its first number, and its length."""
    count = len(immediate)
    size = [1] * count
    for node in range(count - 1, 0, -1):
        size[immediate[node]] += size[node]
    first = [0] * count
    free = [1] * count
    for node in range(1, count):
        parent = immediate[node]
        first[node] = free[parent]
        free[parent] += size[node]
        free[node] = first[node] + 1
    return first, size
