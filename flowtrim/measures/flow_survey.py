"""What the flow of a process shows: how often each step is done, where work changes hands, and whether it is sound."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from flowtrim.graph import FlowGraph, NormalForm
from flowtrim.graph.numbering import QuotedSteps, numbered, step_numbers
from flowtrim.measures.handoffs import (
    HandoffCell,
    expected_handoffs,
    handoff_matrix,
    handoff_share,
    handoffs,
    handoffs_with,
    ping_pongs,
    successive_handoffs,
)
from flowtrim.measures.spelled_graphs import SpelledGraphs
from flowtrim.model import Change, Limits, Process

if TYPE_CHECKING:
    from flowtrim.measures.blocks import Reduction
    from flowtrim.measures.complexity import Complexity
    from flowtrim.measures.flow_balance import FlowFaults
    from flowtrim.measures.handoff_ways import Bounded
    from flowtrim.measures.interruptions import Interrupted
    from flowtrim.measures.sent_back import SentBack
    from flowtrim.measures.soundness import Soundness
    from flowtrim.measures.waste import BackFlow


class FlowSurvey:
    """The figures that are read off the flow of one process. Read-only.

    ``graph`` is the process as it is drawn and told. Expected figures, the time of a case and the shape are read off
    ``spelled``, where the terms of the process are spelled out. ``called`` are the processes that steps may call, by
    name, as far as they are known. ``origin`` is the process that this one was made of, and the changes that led from
    it where they are known: what was there then keeps its number, and is interrupted as often. ``before`` says
    the latter alone, where changes are tried.
    """

    def __init__(  # noqa: PLR0913 - all of them keywords, and only the day is needed
        self,
        process: Process,
        *,
        today: date,
        limits: Limits | None = None,
        called: Mapping[str, Process] | None = None,
        origin: tuple[Process, tuple[Change, ...]] | None = None,
        before: Interrupted | None = None,
    ) -> None:
        self.process = process
        self.origin = origin
        self.today = today
        self.limits = limits or Limits()
        self.called = called or {}
        self._before = before

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each step, in the order in which the process, or the one that it was made of, is read."""
        if self.origin is None:
            return step_numbers(self.graph)
        known = step_numbers(FlowGraph(self.origin[0]))
        return step_numbers(self.graph, {now: known[was] for now, was in self._were.items() if was in known})

    @cached_property
    def _were(self) -> Mapping[str, str]:
        """The id of each step in the process that this one was made of."""
        from flowtrim.changes.difference.diff import descent

        return descent(self.origin[0], self.process, self.origin[1]) if self.origin else {}

    @cached_property
    def told(self) -> Process:
        """The process as people are told of it: with the number of each step before its name."""
        return numbered(self.process, self.numbers)

    @cached_property
    def quoted_steps(self) -> QuotedSteps:
        """What puts these numbers before the names of steps in a sentence."""
        return QuotedSteps(self.process, self.numbers)

    @cached_property
    def graph(self) -> FlowGraph:
        """The process as it is drawn and told."""
        return FlowGraph(self.process)

    @cached_property
    def spelled(self) -> SpelledGraphs:
        """The process with its terms spelled out."""
        return SpelledGraphs(self.graph, before=self._as_it_was if self.process.anytime else None)

    @property
    def _as_it_was(self) -> Interrupted | None:
        """Where the process that this one was made of is interrupted; its steps have the ids that they have now."""
        if self._before or self.origin is None:
            return self._before
        gone = {step.id: f"{step.id} (before)" for step in self.origin[0].steps}
        before = self.origin[0].renamed(gone | {was: now for now, was in self._were.items()})
        return SpelledGraphs(FlowGraph(before)).interrupted

    @cached_property
    def normal_form(self) -> NormalForm:
        """The process with every gateway written out."""
        return NormalForm(self.spelled.shape)

    @cached_property
    def visits(self) -> Mapping[str, float | None]:
        """Expected executions of each node in one case; None where a loop has no way out."""
        return self.spelled.visits

    @cached_property
    def returns(self) -> Mapping[str, float | None]:
        """How likely a case that does a step comes back to it (docs/theory.md#what-a-log-shows); None where it must."""
        from flowtrim.graph.visits import returns

        return returns(self.spelled.unclassed)

    @cached_property
    def flow_faults(self) -> FlowFaults:
        """Loops without a way out, joins that wait for what may not come, cases lost or multiplied."""
        from flowtrim.measures.flow_balance import flow_faults

        return flow_faults(self.normal_form, self.spelled.shape.visits)

    @property
    def counted_in_part(self) -> tuple[str, ...]:
        """The steps at which cases may wait for ever: of what follows, figures count the mean of what comes there."""
        if self.soundness.verdict is not False:
            return ()
        deadlocks = {fault.steps[0] for fault in self.soundness.faults if fault.kind == "deadlock"}
        steps = deadlocks | {join.step for join in self.flow_faults.unbalanced}
        return tuple(step.id for step in self.process.steps if step.id in steps)

    @property
    def assumed(self) -> bool:
        """Whether some share was not declared and had to be assumed."""
        return self.spelled.assumed

    @cached_property
    def handoffs(self) -> int:
        """Flows whose two steps have different owners."""
        return handoffs(self.graph)

    @cached_property
    def expected_handoffs(self) -> float | None:
        """Expected handoffs of one case."""
        return expected_handoffs(self.spelled.counted, self.spelled.node_visits)

    @cached_property
    def successive_handoffs(self) -> float | None:
        """Expected handoffs of one case without those of work side by side, as one of several things goes through."""
        from flowtrim.measures.sent_back import one_of_each

        one = one_of_each(self.spelled.counted)
        return successive_handoffs(one, one.visits)

    @cached_property
    def handoff_share(self) -> float | None:
        """The share of the expected transfers that change hands, in [0, 1]."""
        return handoff_share(self.spelled.counted, self.spelled.node_visits)

    @cached_property
    def system_handoffs(self) -> int:
        """Handoffs to or from a system, of those counted by ``handoffs``."""
        return handoffs_with(self.graph, self.process.is_system)

    @cached_property
    def customer_handoffs(self) -> int:
        """Handoffs to or from the customer, of those counted by ``handoffs``."""
        return handoffs_with(self.graph, self.process.is_customer)

    @cached_property
    def partner_handoffs(self) -> int:
        """Handoffs to or from a partner, of those counted by ``handoffs``."""
        return handoffs_with(self.graph, self.process.is_partner)

    @cached_property
    def ping_pongs(self) -> float | None:
        """Expected times in one case that work comes straight back to the role that gave it."""
        return ping_pongs(self.spelled.counted, self.spelled.node_visits)

    @cached_property
    def handoff_matrix(self) -> tuple[HandoffCell, ...]:
        """Who hands to whom, how often."""
        return handoff_matrix(self.spelled.counted, self.spelled.node_visits, self.graph)

    @cached_property
    def fewest_handoffs(self) -> int | None:
        """Handoffs on the loop-free way through that has the fewest; None where no way leads to an end."""
        from flowtrim.measures.handoff_ways import fewest_handoffs

        return fewest_handoffs(self.spelled.shape)

    @cached_property
    def most_handoffs(self) -> Bounded | None:
        """Handoffs on the loop-free way through that has the most; None where no way leads to an end."""
        from flowtrim.measures.handoff_ways import most_handoffs

        return most_handoffs(self.spelled.shape)

    @cached_property
    def reduction(self) -> Reduction:
        """The normal form reduced to blocks as far as it goes."""
        from flowtrim.measures.blocks import reduce_to_blocks

        return reduce_to_blocks(self.normal_form)

    @cached_property
    def timed_reduction(self) -> Reduction:
        """The same for the graph on which the time of a case is measured."""
        from flowtrim.measures.blocks import reduce_to_blocks

        if self.spelled.timed is self.spelled.shape:
            return self.reduction
        return reduce_to_blocks(NormalForm(self.spelled.timed))

    @cached_property
    def complexity(self) -> Complexity:
        """Size and complexity of the normal form."""
        from flowtrim.measures.complexity import complexity

        return complexity(self.normal_form, self.reduction)

    @cached_property
    def cross_connectivity(self) -> float | None:
        """How strongly nodes are tied to each other; None for a large process."""
        from flowtrim.measures.complexity import cross_connectivity

        return cross_connectivity(self.normal_form)

    @cached_property
    def soundness(self) -> Soundness:
        """Whether every case can end, properly, whatever way it takes."""
        from flowtrim.measures.soundness import soundness

        return soundness(self.normal_form, self.reduction)

    @cached_property
    def back_flows(self) -> tuple[BackFlow, ...]:
        """Where work goes back to a step that was there before."""
        from flowtrim.measures.waste import back_flows

        return back_flows(self.graph)

    @cached_property
    def sent_back(self) -> tuple[SentBack, ...]:
        """Where work is done again, and which step decides that it is."""
        from flowtrim.measures.sent_back import sent_back

        return sent_back(self.graph, self.back_flows)
