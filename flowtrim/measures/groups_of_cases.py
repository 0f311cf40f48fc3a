"""What some of the cases take, held against the others: those that end alike, and those of one class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.graph import FlowGraph, NormalForm, classes, for_class
from flowtrim.measures.handoffs import expected_handoffs
from flowtrim.measures.outcomes import ending, outcomes
from flowtrim.measures.times import times
from flowtrim.model import Limits, Process

if TYPE_CHECKING:
    from flowtrim.measures.simulation import Simulation
    from flowtrim.measures.spelled_graphs import SpelledGraphs


class CaseFigures(Struct, frozen=True):
    """What a case takes on average, of those that belong to a group; minutes of working time, None where undeclared.

    ``hours_per_year`` are those of the whole group, ``rides`` what it takes to tell only its ways.
    ``share`` is that of the group in all cases. ``stuck_at`` names the steps at which the group has no way on.
    """

    name: str
    share: float
    handoffs: float | None
    effort_minutes: float | None
    cycle_minutes: float | None
    hours_per_year: float | None = None
    rides: int | None = None
    lower_bound: bool = False
    simulated: Simulation | None = None
    stuck_at: tuple[str, ...] = ()


def by_outcome(graphs: SpelledGraphs) -> tuple[CaseFigures, ...]:
    """Return the figures of the cases by how they end (docs/theory.md#outcomes); empty where no end has a name.

    The ends that nobody named are told together, under an empty name.
    """
    return tuple(
        _figures(each.name or "", each.share, ending(graphs.counted, each.name), ending(graphs.timed, each.name))
        for each in outcomes(graphs.timed) or ()
    )


def by_class(graphs: SpelledGraphs, limits: Limits) -> tuple[CaseFigures, ...]:
    """Return the figures of each class of cases (docs/theory.md#classes-of-cases); empty where none decides a way."""
    counted, timed = graphs.spelled_out(), graphs.spelled_out(beside=False)
    found = []
    for share, bands in classes(graphs.process):
        name = ", ".join(f"{each}: {band}" for each, band in bands.items())
        group = _figures(name, share, for_class(counted, bands), for_class(timed, bands))
        told, stuck = _rides(graphs.process, bands, limits), stuck_steps(graphs.process, bands)
        found.append(replace(group, rides=told, stuck_at=stuck))
    return tuple(found)


def _rides(process: Process, bands: Mapping[str, str], limits: Limits) -> int:
    """Return how many rides it takes to tell the ways of one class."""
    from flowtrim.measures.elevator import speech

    alone = for_class(process, bands)
    reached = FlowGraph(alone).reachable
    return speech(FlowGraph(replace(alone, steps=tuple(s for s in alone.steps if s.id in reached))), limits).rides


def stuck_steps(process: Process, bands: Mapping[str, str]) -> tuple[str, ...]:
    """Return the steps at which a class of cases has no way on although others have one.

    >>> from flowtrim.model import Flow, Step
    >>> log = Step("log", "Log", flows=(Flow("pay", band=("amount", "small")),))
    >>> stuck_steps(Process("Pay", steps=(log, Step("pay", "Pay"))), {"amount": "large"})
    ('log',)
    """
    reached = FlowGraph(for_class(process, bands)).visits
    return tuple(
        step.id
        for step in process.steps
        if step.flows
        and reached[step.id] != 0
        and all(flow.band and bands.get(flow.band[0]) != flow.band[1] for flow in step.flows)
    )


def _figures(name: str, share: float, counted: Process, timed: Process) -> CaseFigures:
    from flowtrim.measures.blocks import reduce_to_blocks

    graph = FlowGraph(counted)
    found = times(counted, graph.visits, reduce_to_blocks(NormalForm(FlowGraph(timed))))
    return CaseFigures(
        name=name,
        share=share,
        handoffs=expected_handoffs(graph, graph.visits),
        effort_minutes=found.effort_minutes,
        cycle_minutes=found.cycle_minutes,
        hours_per_year=None if found.hours_per_year is None else found.hours_per_year * share,
        lower_bound=found.lower_bound,
        simulated=found.simulated,
    )
