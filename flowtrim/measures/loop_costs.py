"""What each loop costs: how much less there would be if the work never went back there."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.graph import FlowGraph, branch_weights
from flowtrim.measures.handoffs import expected_handoffs
from flowtrim.measures.spelled_graphs import SpelledGraphs
from flowtrim.measures.term_amounts import costs, summed, work_minutes
from flowtrim.model import Process, Step

NOISE = 1e-9
MOST_LOOPS = 50
"""Flows back of which the cost is told; in a process with more of them no single one matters."""


class LoopCost(Struct, frozen=True):
    """What a flow back costs a case, and a year where the volume is declared: what goes away with it."""

    source: str
    target: str
    handoffs: float | None
    minutes: float | None
    cost: float | None
    hours_per_year: float | None = None
    cost_per_year: float | None = None


def loop_costs(graphs: SpelledGraphs, plain: FlowGraph) -> tuple[LoopCost, ...]:
    """Return what each flow that leads back costs, in the order of reading (docs/theory.md#cost-of-a-loop).

    >>> from flowtrim.model import Flow, Process, Volume
    >>> plain = FlowGraph(Process("Claim", volume=Volume(600.0), steps=(
    ...     Step("write", "Write it", takes=8.0, flows=(Flow("check"),)),
    ...     Step("check", "Check it", takes=2.0, flows=(Flow("write", share=0.5), Flow("end", share=0.5))))))
    >>> [(each.source, each.minutes, each.hours_per_year) for each in loop_costs(SpelledGraphs(plain), plain)]
    [('check', 10.0, 100.0)]
    """
    turn = {step_id: number for number, step_id in enumerate(plain.reading_order)}
    back = sorted(plain.back_arcs, key=lambda arc: (turn[arc[0]], turn[arc[1]]))
    if len(back) > MOST_LOOPS:
        return ()
    with_it, process = _amounts(graphs), plain.process
    decided = ((arc, _decision(plain, arc)) for arc in back)
    return tuple(_cost(arc, without_flow(process, *by), process, with_it) for arc, by in decided if by)


def _decision(plain: FlowGraph, arc: tuple[str, str]) -> tuple[str, str] | None:
    """Return the flow by which a case takes the way that leads back: where that is decided, which may be steps before.

    None where several steps decide it, or none does.
    """
    source, target = arc
    for _ in plain.after:
        step, before = plain.process.step(source), plain.before[source]
        if _has_another_way(step, target):
            return source, target
        if len(before) != 1 or len(step.flows) != 1 or source in plain.starts:
            return None
        source, target = next(iter(before)), source
    return None


def without_flow(process: Process, source: str, target: str) -> Process:
    """Return the process where no case goes from one step to another: those that did take the other ways."""
    return replace(process, steps=tuple(_without(s, target) if s.id == source else s for s in process.steps))


def _without(step: Step, target: str) -> Step:
    weights, _ = branch_weights(step)
    kept = [(flow, weight) for flow, weight in zip(step.flows, weights, strict=True) if flow.to != target]
    total = sum(weight for _, weight in kept)
    flows = (replace(flow, share=weight / total if total else None, band=None) for flow, weight in kept)
    return replace(step, flows=tuple(flows))


def _has_another_way(step: Step, target: str) -> bool:
    return step.split == "one" and any(flow.to != target for flow in step.flows)


Amounts = tuple[float | None, float | None, float | None]


def _amounts(graphs: SpelledGraphs) -> Amounts:
    counted, process = graphs.counted, graphs.counted.process
    visits = counted.visits
    return (
        expected_handoffs(counted, visits),
        summed(visits, work_minutes(process)),
        summed(visits, costs(process)),
    )


def _less(one: float, other: float) -> float:
    """Return how much less there is; what only rounding leaves, in one order of the file or another, is nothing."""
    return one - other if one - other > NOISE * max(1.0, one) else 0.0


def _cost(arc: tuple[str, str], straight: Process, process: Process, with_it: Amounts) -> LoopCost:
    without = _amounts(SpelledGraphs(FlowGraph(straight)))
    handoffs, minutes, cost = (
        None if one is None or other is None else _less(one, other) for one, other in zip(with_it, without, strict=True)
    )
    cases = process.volume.per_year if process.volume else None
    return LoopCost(
        *arc,
        handoffs=handoffs,
        minutes=minutes,
        cost=cost,
        hours_per_year=None if minutes is None or cases is None else minutes * cases / 60,
        cost_per_year=None if cost is None or cases is None else cost * cases,
    )
