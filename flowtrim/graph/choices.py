"""The choice that a step makes: its own, or that of a gateway right after it, as BPMN and flow charts write it."""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph.step_graph import StepGraph
from flowtrim.model import Step, choosing


def with_choice(graph: StepGraph, step: Step) -> Step:
    """Return a step with the choice that is made right after it as its own.

    >>> from flowtrim.model import Flow, Process
    >>> ways = (Flow("pay", when="it is signed"), Flow("end", when="it is not signed"))
    >>> claim = Process("Claim", steps=(
    ...     Step("sign", "Sign it", kind="approve", flows=(Flow("signed"),)),
    ...     Step("signed", "Signed?", kind="gateway", flows=ways),
    ...     Step("pay", "Pay it")))
    >>> with_choice(StepGraph(claim), claim.step("sign")).flows == ways
    True
    """
    return choosing(step, graph.process.step, graph.before.__getitem__)


def work_with_choices(graph: StepGraph) -> Iterator[Step]:
    """Yield the steps that somebody performs, each with the choice that is made right after it as its own."""
    return (with_choice(graph, step) for step in graph.process.work)
