"""Which steps can never be done in one case."""

from __future__ import annotations

from functools import cached_property

from flowtrim.graph import FlowGraph, spelled_out
from flowtrim.model import Process


class ExclusiveBranches:
    """The branches of a process of which a case takes one. Read-only; the graph is built when somebody asks.

    What happens instead of a step when its deadline has passed is such a branch too.

    >>> from flowtrim.model import Flow, Step
    >>> branches = ExclusiveBranches(Process("Repair", steps=(
    ...     Step("look", "Look", flows=(Flow("mend", share=0.7), Flow("swap", share=0.3))),
    ...     Step("mend", "Mend it", flows=(Flow("end"),)), Step("swap", "Swap it", flows=(Flow("end"),)))))
    >>> branches.part("mend", "swap"), branches.part("look", "swap")
    (True, False)
    """

    def __init__(self, process: Process) -> None:
        self._process = process

    def part(self, one: str, other: str) -> bool:
        """Whether a choice parts two steps.

        None of them leads to the other but by going back, and the last node before both lets a case take one way only.
        """
        graph = self._graph
        if not {one, other} <= graph.reachable or self._leads_to(one, other) or self._leads_to(other, one):
            return False
        split = graph.parting(one, other)
        return graph.process.step(split).split == "one" if split else len(graph.starts) > 1

    @cached_property
    def _graph(self) -> FlowGraph:
        return FlowGraph(spelled_out(self._process))

    def _leads_to(self, one: str, other: str) -> bool:
        graph, seen, waiting = self._graph, {one}, [one]
        while waiting:
            node = waiting.pop()
            fresh = {to for to in graph.after[node] if (node, to) not in graph.back_arcs} - seen
            seen |= fresh
            waiting.extend(fresh)
        return other in seen
