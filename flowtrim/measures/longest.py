"""The longest loop-free ways through a graph, without listing ways."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from flowtrim.graph import Dominators, loops_in_order

N = TypeVar("N", bound=Hashable)
Length = Callable[[N, N], int]

MOST_TRIES = 200_000
"""Steps of the search in tangled loops after which the longest way found so far is taken."""


@dataclass(frozen=True, slots=True)
class Longest(Generic[N]):
    """The length of the longest loop-free way from a root to each node that it leads to.

    Where ``exact`` is False, a tangle was too large to search in full: the lengths are those of ways that
    exist, and there may be longer ones.
    """

    lengths: Mapping[N, int]
    exact: bool


class LoopFreeWays(Generic[N]):
    """The loop-free ways from a root, ready to be measured by more than one length.

    A loop-free way never takes an arc back to a node that dominates the arc's tail, since it has passed that
    node. Without such arcs most processes are free of loops (Hecht and Ullman call them reducible), and the
    answer is exact in linear time. What still goes round is searched within each loop, up to ``MOST_TRIES``.

    >>> ways = LoopFreeWays({"a": "bc", "b": "c", "c": "ad", "d": ""}, "a")
    >>> dict(ways.longest(lambda tail, head: 1).lengths)
    {'a': 0, 'b': 1, 'c': 2, 'd': 3}
    """

    def __init__(self, after: Mapping[N, Iterable[N]], root: N) -> None:
        self._root = root
        self._after = _reached(after, root)
        self._loops = loops_in_order(self._after)
        if len(self._loops) < len(self._after):
            self._drop_returns()

    def longest(self, length: Length[N]) -> Longest[N]:
        """Find the longest ways; ``length`` is that of an arc, and may be negative."""
        search = _Search(self._after, self._root, length)
        for loop in self._loops:
            search.settle(loop)
        return Longest({node: search.lengths[node] for node in self._after}, search.tries <= MOST_TRIES)

    def _drop_returns(self) -> None:
        dominators = Dominators(self._after, self._root)
        self._after = {
            source: dict.fromkeys(target for target in targets if not dominators.dominates(target, source))
            for source, targets in self._after.items()
        }
        self._loops = loops_in_order(self._after)


def _reached(after: Mapping[N, Iterable[N]], root: N) -> dict[N, dict[N, None]]:
    """Return the part of the graph that the root leads to, without steps that lead straight to themselves."""
    reached: dict[N, dict[N, None]] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached[node] = dict.fromkeys(target for target in after[node] if target != node)
            waiting.extend(reversed(reached[node]))
    return reached


class _Search(Generic[N]):
    """Lengths settled loop by loop, in the order of flow."""

    def __init__(self, after: Mapping[N, Mapping[N, None]], root: N, length: Length[N]) -> None:
        self.after = after
        self.length = length
        self.lengths = {root: 0}
        self.tries = 0

    def settle(self, loop: list[N]) -> None:
        if len(loop) == 1:
            self._pass_on(loop[0])
            return
        self._settle_tangle(loop)
        members = frozenset(loop)
        for node in loop:
            self._pass_on(node, members)

    def _pass_on(self, node: N, members: Container[N] = ()) -> None:
        lengths, length, here = self.lengths, self.length, self.lengths[node]
        for target in self.after[node]:
            if target not in members:
                reached = here + length(node, target)
                if reached > lengths.get(target, reached - 1):
                    lengths[target] = reached

    def _improve(self, node: N, length: int) -> None:
        self.lengths[node] = max(length, self.lengths.get(node, length))

    def _settle_tangle(self, loop: list[N]) -> None:
        members = frozenset(loop)
        entries = {node: self.lengths[node] for node in loop if node in self.lengths}
        self._reach_all(members, entries)
        for entry, length in entries.items():
            self._search(members, entry, length)

    def _reach_all(self, members: frozenset[N], entries: Mapping[N, int]) -> None:
        """Give every node the length of some way to it, so that none is lost when the search is cut short."""
        waiting = dict(entries)
        while waiting:
            node, length = waiting.popitem()
            self._improve(node, length)
            for target in self.after[node]:
                if target in members and target not in self.lengths:
                    waiting[target] = length + self.length(node, target)

    def _search(self, members: frozenset[N], entry: N, length: int) -> None:
        """Follow every loop-free way through the tangle from one of its entries."""
        trail = {entry: length}
        ways = [iter(self.after[entry])]
        while ways and self.tries <= MOST_TRIES:
            target = next((t for t in ways[-1] if t in members and t not in trail), None)
            if target is None:
                ways.pop()
                trail.popitem()
                continue
            self.tries += 1
            tail = next(reversed(trail))
            trail[target] = trail[tail] + self.length(tail, target)
            self._improve(target, trail[target])
            ways.append(iter(self.after[target]))
