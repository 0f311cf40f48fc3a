"""A process as a net in which every step is a letter and all routing is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from msgspec import Struct

from flowtrim.graph import FlowGraph, Node, NormalForm
from flowtrim.model import Process


class Firing(Struct, frozen=True):
    """One way in which a node passes tokens on; sets of arcs are bits.

    It may fire where all of ``takes`` are marked and nothing of ``blocked_by``.
    """

    takes: int
    gives: int
    blocked_by: int = 0


class SilentNet:
    """The normal form of a process (docs/theory.md#normal-form) as firings on arcs, at most one token on each.

    ``silent`` are the firings of connectors, of events and of steps that are left out; ``letters`` those of each step.
    ``first`` is the marking with which a case begins, ``last`` the one with which it has ended.
    """

    def __init__(self, process: Process) -> None:
        self._process = process
        self._form = NormalForm(FlowGraph(process))
        arcs = [(tail, head) for tail, heads in self._form.after.items() for head in heads]
        self.arcs = {arc: 1 << n for n, arc in enumerate(arcs)}
        self.first = self._bits(self._leaving(self._form.start))
        self.last = self._bits(self._entering(self._form.end))
        self.silent: list[Firing] = []
        self.letters: dict[str, list[Firing]] = {}
        for node in self._form.after:
            if node not in (self._form.start, self._form.end):
                self._place(node)

    def _place(self, node: Node) -> None:
        step = self._form.step_of(node)
        if step is None:
            self.silent.extend(self._routes(node))
            return
        takes, gives = self._bits(self._entering(node)), self._bits(self._leaving(node))
        self.letters[step] = [Firing(takes, gives)]
        if self._process.step(step).optional is not None:
            self.silent.append(Firing(takes, gives))
        if self._process.step(step).each is not None:
            self.letters[step].append(Firing(takes, takes))

    def _routes(self, node: Node) -> Iterator[Firing]:
        """Yield every way in which a connector can be passed; one that waits for some waits for what is on its way."""
        entering, leaving = self._entering(node), self._leaving(node)
        given = list(_taken(leaving, self._form.splits.get(node, "XOR")))
        for takes in _taken(entering, self._form.joins.get(node, "XOR")):
            waits = self._form.joins.get(node) == "OR"
            blocked = self._upstream(node, set(entering) - set(takes)) if waits else 0
            for gives in given:
                yield Firing(self._bits(takes), self._bits(gives), blocked)

    def _upstream(self, node: Node, missing: set[tuple[Node, Node]]) -> int:
        """Return the arcs from which a token could still come to one of those, without passing the node."""
        seen, waiting = set(missing), list(missing)
        while waiting:
            tail, _ = waiting.pop()
            if tail != node:
                more = set(self._entering(tail)) - seen
                seen |= more
                waiting.extend(more)
        return self._bits(seen)

    def _entering(self, node: Node) -> list[tuple[Node, Node]]:
        return [(tail, node) for tail in self._form.before[node]]

    def _leaving(self, node: Node) -> list[tuple[Node, Node]]:
        return [(node, head) for head in self._form.after[node]]

    def _bits(self, arcs: Iterable[tuple[Node, Node]]) -> int:
        return sum(self.arcs[arc] for arc in arcs)


def _taken(arcs: list[tuple[Node, Node]], type_: str) -> Iterator[tuple[tuple[Node, Node], ...]]:
    if type_ == "AND":
        yield tuple(arcs)
        return
    for size in range(1, len(arcs) + 1 if type_ == "OR" else 2):
        yield from combinations(arcs, size)
