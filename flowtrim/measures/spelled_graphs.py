"""The graphs that figures are read off: the process with its terms spelled out, and how often each node is come to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from flowtrim.graph import FlowGraph, origin, spelled_out
from flowtrim.graph.case_classes import class_by_class
from flowtrim.graph.spelled_out import Exits, is_step
from flowtrim.measures.interruptions import Interrupted, exits, exits_as_before, exits_at_once, uninterrupted
from flowtrim.model import Process


class SpelledGraphs:
    """Graphs of one process in which choices say what its terms say (docs/theory.md#terms-spelled-out). Read-only.

    Of a process without such terms all of them are the graph that it has anyway. Steps keep their ids; nodes that are
    added, and the steps of other classes of cases, have ids of which ``flowtrim.graph.origin`` tells the step.
    ``before`` is the process that this one was made of, where there is one: what stays is interrupted as often.

    >>> from flowtrim.model import Flow, Step
    >>> spelled = SpelledGraphs(FlowGraph(Process("Pay", steps=(
    ...     Step("check", "Check it", optional=0.3, flows=(Flow("pay"),)), Step("pay", "Pay")))))
    >>> dict(spelled.visits), len(spelled.counted.after)
    ({'check': 0.3, 'pay': 1.0}, 4)
    """

    def __init__(self, graph: FlowGraph, *, before: Interrupted | None = None) -> None:
        self._plain = graph
        self.process = graph.process
        self._before = before

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
    def interrupted(self) -> Interrupted | None:
        """Where cases are interrupted today, by which changes are measured; None where nothing comes up."""
        if self._before or not self.process.anytime:
            return self._before
        return Interrupted(self.process, self._exits, self.timed, uninterrupted(self.process))

    @cached_property
    def _exits(self) -> Exits:
        return exits(self.process) if self._before is None else exits_as_before(self.process, self._before)

    def _graph(self, process: Process) -> FlowGraph:
        return self._plain if process is self.process else FlowGraph(process)
