"""The graphs that figures are read off: the process with its terms spelled out, and how often each node is come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from math import nan
from types import MappingProxyType

from msgspec.structs import replace

from flowtrim.graph import FlowGraph, origin, sections, spelled_out
from flowtrim.graph.case_classes import class_by_class
from flowtrim.graph.spelled_out import Exits, is_step
from flowtrim.model import Flow, Interruption, Process

ASSUMED_SHARE = 0.05
"""The share of cases that is interrupted where nobody declared it (ours)."""
CLOSE = 1e-12
MOST_ROUNDS = 500


class SpelledGraphs:
    """Graphs of one process in which choices say what its terms say (docs/theory.md#terms-spelled-out). Read-only.

    Of a process without such terms all of them are the graph that it has anyway. Steps keep their ids; nodes that are
    added, and the steps of other classes of cases, have ids of which ``flowtrim.graph.origin`` tells the step.

    >>> from flowtrim.model import Flow, Step
    >>> spelled = SpelledGraphs(FlowGraph(Process("Pay", steps=(
    ...     Step("check", "Check it", optional=0.3, flows=(Flow("pay"),)), Step("pay", "Pay")))))
    >>> dict(spelled.visits), len(spelled.counted.after)
    ({'check': 0.3, 'pay': 1.0}, 4)
    """

    def __init__(self, graph: FlowGraph) -> None:
        self._plain = graph
        self.process = graph.process

    def spelled_out(self, *, beside: bool = True) -> Process:
        """Return the process with its terms spelled out, all classes of cases together."""
        return spelled_out(self.process, self._exits, beside=beside)

    @cached_property
    def counted(self) -> FlowGraph:
        """The graph on which visits and handoffs are counted, with the branches beside a late step."""
        return self._graph(class_by_class(self.spelled_out()))

    @cached_property
    def timed(self) -> FlowGraph:
        """The graph on which the time of a case is measured: what happens beside does not prolong it."""
        return self._graph(class_by_class(self.spelled_out(beside=False)))

    @cached_property
    def unclassed(self) -> FlowGraph:
        """The graph in which cases of all classes go the same ways, without the branches beside a late step."""
        return self._graph(self.spelled_out(beside=False))

    @cached_property
    def shape(self) -> FlowGraph:
        """The graph on which size and soundness are judged: an interruption is one choice, a class of cases none."""
        return self._graph(spelled_out(self.process, exits_at_once(self.process), beside=False))

    @cached_property
    def node_visits(self) -> Mapping[str, float | None]:
        """Expected executions of each node of ``counted`` in one case."""
        return self.counted.visits

    @cached_property
    def visits(self) -> Mapping[str, float | None]:
        """Expected executions of each step, gateway and event of the process in one case."""
        if self.counted is self._plain:
            return self.node_visits
        summed: dict[str, float | None] = {step.id: 0.0 for step in self.process.steps}
        for step in self.counted.process.steps:
            of = origin(step.id)
            if step.is_work or is_step(step.id):
                one, other = summed[of], self.node_visits[step.id]
                summed[of] = None if one is None or other is None else one + other
        return MappingProxyType(summed)

    @property
    def assumed(self) -> bool:
        """Whether some share was not declared: of a way, of a start, of a late step or of an interruption."""
        return self.counted.assumed or any(each.share is None for each in self.process.anytime)

    @cached_property
    def _exits(self) -> Exits:
        return exits(self.process)

    def _graph(self, process: Process) -> FlowGraph:
        return self._plain if process is self.process else FlowGraph(process)


def exits(process: Process) -> Exits:
    """Return after which steps cases are interrupted, with what chance, so that as many are as was declared.

    The chance of an interruption is the same at each of its points, whenever a case passes one; see
    docs/theory.md#interruptions. The points are the steps during which it can happen. From a parallel section
    a case leaves in front of it, since it cannot leave in one branch and stay in another.

    >>> from flowtrim.model import Step
    >>> claim = Process("Claim", anytime=(Interruption("withdrawn", "end", share=0.19),), steps=(
    ...     Step("fill", "Fill in", flows=(Flow("check"),)), Step("check", "Check")))
    >>> [(step, round(ways[0].share, 9)) for step, ways in exits(claim).items()]
    [('fill', 0.1), ('check', 0.1)]
    """
    if not process.anytime:
        return {}
    graph = _uninterrupted(process)
    points = [_points(process, each, graph) for each in process.anytime]
    chances = [_share(each) / max(1, len(at)) for each, at in zip(process.anytime, points, strict=True)]
    for _ in range(MOST_ROUNDS):
        found = _exits(process.anytime, points, chances)
        passed = _passed(FlowGraph(class_by_class(spelled_out(process, found, beside=False))))
        better = [_chance(each, at, passed) for each, at in zip(process.anytime, points, strict=True)]
        moved = max(abs(new - old) for new, old in zip(better, chances, strict=True))
        chances = better
        if moved < CLOSE:
            break
    return _exits(process.anytime, points, chances)


def exits_at_once(process: Process) -> Exits:
    """Return one place for each interruption, the first of its points: for the shape of a process, not its figures."""
    if not process.anytime:
        return {}
    graph = _uninterrupted(process)
    points = [_points(process, each, graph)[:1] for each in process.anytime]
    return _exits(process.anytime, points, [_share(each) for each in process.anytime])


def _uninterrupted(process: Process) -> FlowGraph:
    return FlowGraph(spelled_out(replace(process, anytime=()), beside=False))


def _share(interruption: Interruption) -> float:
    return ASSUMED_SHARE if interruption.share is None else interruption.share


def _points(process: Process, interruption: Interruption, graph: FlowGraph) -> list[str]:
    """Return the steps after which a case can be interrupted, in the order of reading."""
    during = set(interruption.since) or {step.id for step in process.work if step.id in graph.reachable}
    split = sections(graph)
    at = {split.get(step, step) for step in during}
    return [node for node in graph.reading_order if node in at and process.has_step(node)]


def _passed(graph: FlowGraph) -> dict[str, float]:
    """Return how often a case passes each step, in all classes together; NaN where that cannot be said."""
    often = defaultdict[str, float](float)
    for node, visits in graph.visits.items():
        if is_step(node):
            often[origin(node)] += nan if visits is None else visits
    return often


def _chance(interruption: Interruption, points: Sequence[str], passed: Mapping[str, float]) -> float:
    """Return the chance at each point that would strike the declared share of the cases, by how often they pass."""
    total = sum(passed.get(point, 0.0) for point in points)
    return min(1.0, _share(interruption) / total) if total > 0 else 0.0


def _exits(
    interruptions: Sequence[Interruption], points: Sequence[Sequence[str]], chances: Sequence[float]
) -> dict[str, tuple[Flow, ...]]:
    found = defaultdict[str, list[Flow]](list)
    for each, at, chance in zip(interruptions, points, chances, strict=True):
        way = Flow(each.to, when=each.when, share=chance, outcome=each.outcome)
        for point in at:
            found[point].append(way)
    return {point: tuple(ways) for point, ways in found.items()}
