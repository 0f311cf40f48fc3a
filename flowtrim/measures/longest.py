"""The longest loop-free ways through a graph, without listing ways."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from flowtrim.graph import Dominators, loops_in_order

N = TypeVar("N", bound=Hashable)
Length = Callable[[N, N], int]

MOST_TRIES = 200_000
"""Steps of the search in tangled loops after which the longest way found so far is taken."""


class Longest(Struct, Generic[N], frozen=True):
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
        self._nodes, self._after = _numbered(after, root)
        self._loops = _in_turn(self._after) or self._without_returns()

    def longest(self, length: Length[N]) -> Longest[N]:
        """Find the longest ways; ``length`` is that of an arc, and may be negative."""
        nodes = self._nodes
        search = _Search(self._after, lambda tail, head: length(nodes[tail], nodes[head]))
        for loop in self._loops:
            search.settle(loop)
        return Longest({nodes[node]: reached for node, reached in search.lengths.items()}, search.tries <= MOST_TRIES)

    def _without_returns(self) -> list[list[int]]:
        """Leave out the arcs that no loop-free way takes, and return the loops that are left, in the order of flow.

        What dominates a node has a lower number, so most arcs need no closer look.
        """
        dominates = Dominators(self._after, 0).dominates
        self._after = {
            source: [target for target in targets if target > source or not dominates(target, source)]
            for source, targets in self._after.items()
        }
        return _in_turn(self._after) or loops_in_order(self._after)


def _numbered(after: Mapping[N, Iterable[N]], root: N) -> tuple[list[N], dict[int, list[int]]]:
    """Return what the root leads to, and the arcs between these nodes by their numbers; none leads straight back."""
    number: dict[N, int] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node not in number:
            number[node] = len(number)
            waiting.extend(reversed([*after[node]]))
    arcs = {here: [number[t] for t in after[node] if number[t] != here] for node, here in number.items()}
    return [*number], arcs


def _in_turn(after: Mapping[int, list[int]]) -> list[list[int]] | None:
    """Return each node by itself, before those that it leads to; None where some lead to each other (Kahn 1962)."""
    entering = dict.fromkeys(after, 0)
    for targets in after.values():
        for target in targets:
            entering[target] += 1
    free = [0]
    for node in free:
        for target in after[node]:
            entering[target] -= 1
            if not entering[target]:
                free.append(target)
    return [[node] for node in free] if len(free) == len(after) else None


class _Search:
    """Lengths settled loop by loop, in the order of flow."""

    def __init__(self, after: Mapping[int, list[int]], length: Length[int]) -> None:
        self.after = after
        self.length = length
        self.lengths = {0: 0}
        self.tries = 0

    def settle(self, loop: list[int]) -> None:
        if len(loop) == 1:
            self._pass_on(loop[0])
            return
        self._settle_tangle(loop)
        members = frozenset(loop)
        for node in loop:
            self._pass_on(node, members)

    def _pass_on(self, node: int, members: Container[int] = ()) -> None:
        lengths, length, here = self.lengths, self.length, self.lengths[node]
        for target in self.after[node]:
            if target not in members:
                reached = here + length(node, target)
                if reached > lengths.get(target, reached - 1):
                    lengths[target] = reached

    def _improve(self, node: int, length: int) -> None:
        self.lengths[node] = max(length, self.lengths.get(node, length))

    def _settle_tangle(self, loop: list[int]) -> None:
        members = frozenset(loop)
        entries = {node: self.lengths[node] for node in loop if node in self.lengths}
        self._reach_all(members, entries)
        for entry, length in entries.items():
            self._search(members, entry, length)

    def _reach_all(self, members: frozenset[int], entries: Mapping[int, int]) -> None:
        """Give every node the length of some way to it, so that none is lost when the search is cut short."""
        waiting = dict(entries)
        while waiting:
            node, length = waiting.popitem()
            self._improve(node, length)
            for target in self.after[node]:
                if target in members and target not in self.lengths:
                    waiting[target] = length + self.length(node, target)

    def _search(self, members: frozenset[int], entry: int, length: int) -> None:
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
