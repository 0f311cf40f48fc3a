"""The course of a telling: which node is told after which, and by which flow the listener gets there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flowtrim.graph import FlowGraph
from flowtrim.model import END, Deadline, Flow, Interruption, Step


class Lead(NamedTuple):
    """The flow by which a node is introduced; ``adjacent`` where its source was told just before.

    Where no flow leads to it, it is a ``deadline`` that passes at the source, or an ``interruption`` of the case.
    """

    source: Step
    flow: Flow
    adjacent: bool
    deadline: Deadline | None = None
    interruption: Interruption | None = None


class Course:
    """The nodes of a process in the order in which they are told, each with the flow that leads to it.

    A node is led to from the latest of its predecessors told before it; every other flow has to be said as a jump.
    So a listener hears of every flow exactly once, and could draw the process again.
    """

    def __init__(self, graph: FlowGraph) -> None:
        self.graph = graph
        self.steps = tuple(map(graph.process.step, graph.reading_order))
        self.places = {step.id: place for place, step in enumerate(self.steps)}
        self.leads = self._leads()
        # whose hands the work is in after a node: "" where nobody is named, None where nobody has worked yet
        self.holders: dict[str, str | None] = {}
        self.present: dict[str, tuple[str, ...]] = {}  # who took part in the step by which the work got there
        for step in self.steps:
            lead = self.leads.get(step.id)
            passed_on = self.holders[lead.source.id] if lead else None
            self.holders[step.id] = (step.owner or "") if step.is_work else passed_on
            took_part = self.present[lead.source.id] if lead else ()
            self.present[step.id] = step.alongside if step.is_work else took_part

    def branches(self, step: Step) -> int:
        """Return how many branches that are taken together are told after a node; 0 where there is but one way."""
        told = [flow for flow in step.flows if not self.is_jump(step, flow)] if step.split == "all" else []
        return len(told) if len(told) > 1 else 0

    def is_parallel(self, step: Step) -> bool:
        """Whether other branches are under way at a node: one was entered on the way there, and none joined since."""
        while (lead := self.leads.get(step.id)) and step.join != "all":
            if self.branches(lead.source) or (lead.deadline and lead.deadline.then):
                return True
            step = lead.source
        return False

    def is_back(self, source: Step, target: str) -> bool:
        """Whether a case that leaves a node has been at the target before: one leads to the other and back."""
        loops = self.graph.loop_of  # a node that no case comes to is in none
        is_in_one_loop = loops.get(target, target) == loops.get(source.id, source.id)
        came_by = is_in_one_loop or self.graph.dominates(target, source.id)  # a deadline may lead back without a loop
        return self.places[target] <= self.places[source.id] and came_by

    def is_last(self, step: Step) -> bool:
        """Whether nothing is told after a node."""
        return step is self.steps[-1]

    def is_jump(self, source: Step, flow: Flow) -> bool:
        """Whether a flow has to be said where it leaves: it ends the case, or its target is led to otherwise."""
        lead = self.leads.get(flow.to)
        return lead is None or lead.flow is not flow or lead.source is not source

    def _leads(self) -> dict[str, Lead]:
        leads: dict[str, Lead] = {}
        for place, step in enumerate(self.steps):
            own: set[str] = set()
            for flow in step.flows:
                if flow.to == END or flow.to in own or flow.to in self.graph.starts or self.places[flow.to] <= place:
                    continue
                own.add(flow.to)
                leads[flow.to] = Lead(step, flow, self.places[flow.to] == place + 1)
        for target, lead in self._other_leads():
            if target not in self.graph.starts and self.places[target] > self.places[lead.source.id]:
                leads.setdefault(target, lead)
        return leads

    def _other_leads(self) -> Iterator[tuple[str, Lead]]:
        """Yield what is led to otherwise than by a flow: by a deadline that passes, or by an interruption."""
        for step in self.steps:
            for deadline in step.within:
                if target := deadline.consequence:
                    yield target, Lead(step, Flow(target), adjacent=False, deadline=deadline)
        for interruption in self.graph.process.anytime:
            if interruption.to != END:
                source = self.graph.process.step((*interruption.since, *self.graph.starts)[0])
                yield interruption.to, Lead(source, Flow(interruption.to), False, interruption=interruption)
