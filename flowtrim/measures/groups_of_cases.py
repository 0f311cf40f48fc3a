"""What some of the cases take, held against the others: those that end alike, and those of one class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.graph import FlowGraph, NormalForm, branch_weights, sections
from flowtrim.graph.case_classes import classes, for_class
from flowtrim.graph.elimination import solve
from flowtrim.graph.loops import linked, loops_in_order
from flowtrim.measures.handoffs import expected_handoffs
from flowtrim.measures.times import times
from flowtrim.model import END, Flow, Limits, Process, Start, Step
from flowtrim.sentences import Message, listed, say

if TYPE_CHECKING:
    from flowtrim.measures.simulation import Simulation
    from flowtrim.measures.spelled_graphs import SpelledGraphs


MOST_STEPS = 40_000
"""Steps of all groups of cases together beyond which only their shares are told: each is measured as a process."""


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

    The ends that nobody named are told together, under an empty name. Where there are too many, only shares are told.
    """
    found = outcomes(graphs.timed) or ()
    if len(found) * len(graphs.process.steps) > MOST_STEPS:
        return tuple(CaseFigures(each.name or "", each.share, None, None, None) for each in found)
    return tuple(
        _figures(each.name or "", each.share, ending(graphs.counted, each.name), ending(graphs.timed, each.name),
                 groups=len(found))
        for each in found
    )  # fmt: skip


def by_class(graphs: SpelledGraphs, limits: Limits) -> tuple[CaseFigures, ...]:
    """Return the figures of each class of cases (docs/theory.md#classes-of-cases); empty where none decides a way."""
    counted, timed = graphs.spelled_out(), graphs.spelled_out(beside=False)
    found = []
    groups = classes(graphs.process)
    for share, bands in groups:
        passed, lasting = for_class(counted, bands), for_class(timed, bands)
        group = _figures(class_name(bands), share, passed, lasting, groups=len(groups))
        told, stuck = _rides(graphs.process, bands, limits), stuck_steps(graphs.process, bands)
        found.append(replace(group, rides=told, stuck_at=stuck))
    return tuple(found)


def class_name(bands: Mapping[str, str]) -> str:
    """Return what a class of cases is called.

    >>> class_name({"amount": "above", "country": "abroad"})
    'amount: above, country: abroad'
    """
    return ", ".join(f"{each}: {band}" for each, band in bands.items())


def class_in_words(process: Process, bands: Mapping[str, str]) -> Message:
    """Say which class of cases is meant; a band that only says "above" has its limit from the one before it.

    >>> from flowtrim.model import CaseClass
    >>> buy = Process("Buy", cases=(CaseClass("amount", (("up to 1000", 0.7), ("above", 0.3))),))
    >>> class_in_words(buy, {"amount": "up to 1000"}), class_in_words(buy, {"amount": "above", "country": "abroad"})
    ('the amount is up to 1000', 'the amount is above 1000 and the country is abroad')
    """
    return listed(_band_in_words(process, name, band) for name, band in bands.items())


def _band_in_words(process: Process, name: str, band: str) -> Message:
    from flowtrim.measures.elevator.spoken_terms import limit_below

    bands = next(([one for one, _ in each.bands] for each in process.cases if each.name == name), [band])
    if limit := limit_below(bands, band):
        return say("the {name} is above {limit}", name=name, limit=limit)
    return say("the {name} is {band}", name=name, band=band)


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


def _figures(name: str, share: float, counted: Process, timed: Process, *, groups: int) -> CaseFigures:
    from flowtrim.measures.blocks import reduce_to_blocks

    graph = FlowGraph(counted)
    reduction = reduce_to_blocks(NormalForm(FlowGraph(timed)))
    found = times(counted, graph.visits, reduction, groups=groups)
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


class Outcome(Struct, frozen=True):
    """How some of the cases end; ``name`` is None for the ends that nobody named."""

    name: str | None
    share: float


def outcomes(graph: FlowGraph) -> tuple[Outcome, ...] | None:
    """Return the outcomes that ends name, in the order of reading, each with its share (docs/theory.md#outcomes).

    Empty where no end has a name. None where a case ends in the midst of a parallel section, so that it has not one
    outcome, or where a loop has no way out.

    >>> loan = Process("Loan", steps=(
    ...     Step("check", "Check", flows=(Flow(END, share=0.3, outcome="refused"), Flow("pay", share=0.7))),
    ...     Step("pay", "Pay")))
    >>> outcomes(FlowGraph(loan))
    (Outcome(name='refused', share=0.3), Outcome(name=None, share=0.7))
    """
    names = {flow.outcome for step in graph.process.steps for flow in step.flows if flow.to == END and flow.outcome}
    if not names:
        return ()
    inside = sections(graph)
    if any(step in inside for step in graph.ends) or None in graph.visits.values():
        return None
    found: dict[str | None, float] = {}
    for node in graph.reading_order:
        for name, weight in _ends(graph.process.step(node)).items():
            found[name] = found.get(name, 0.0) + (graph.visits[node] or 0.0) * weight
    return tuple(Outcome(name, share) for name, share in found.items() if share > 0)


def ending(graph: FlowGraph, outcome: str | None) -> Process:
    """Return the process as the cases go through it that end so: each way as often as those cases take it.

    By Doob's transform: the share of a way is weighed by the chance that a case which takes it ends so.

    >>> loan = Process("Loan", steps=(
    ...     Step("check", "Check", flows=(Flow("ask", share=0.5), Flow("pay", share=0.5))),
    ...     Step("ask", "Ask", flows=(Flow(END, share=0.5, outcome="refused"), Flow("pay", share=0.5))),
    ...     Step("pay", "Pay")))
    >>> [round(flow.share, 9) for flow in ending(FlowGraph(loan), None).steps[0].flows]
    [0.333333333, 0.666666667]
    """
    chance = _chances(graph, outcome)
    process = graph.process
    begun = {at: share * chance.get(at, 0.0) for at, share in graph.starts.items()}
    whole = sum(begun.values())
    starts = tuple(Start(at, share / whole) for at, share in begun.items() if share)
    return replace(process, steps=tuple(_weighed(step, chance, outcome) for step in process.steps), starts=starts)


def _ends(step: Step) -> dict[str | None, float]:
    """Return the outcomes with which a visit of a step ends the case."""
    if not step.flows:
        return {None: 1.0}
    found: dict[str | None, float] = {}
    for flow, weight in zip(step.flows, branch_weights(step)[0], strict=True):
        if flow.to == END:
            found[flow.outcome] = found.get(flow.outcome, 0.0) + weight
    return found


def _chances(graph: FlowGraph, outcome: str | None) -> Mapping[str, float]:
    """Return for each node the chance that a case which is there ends so: visits, read backwards.

    Of the branches of a parallel split the first one stands for all, since they meet again and cannot end a case; it
    is the main flow where another one goes off beside a late step.
    """
    backwards: dict[str, dict[str, float]] = {node: {} for node in graph.after}
    for node, targets in graph.after.items():
        many = graph.process.step(node).split != "one" and len(targets) > 1
        for target, weight in [*targets.items()][:1] if many else targets.items():
            backwards[target][node] = 1.0 if many else weight
    ends = {step.id: _ends(step).get(outcome, 0.0) for step in graph.process.steps}
    solved = solve(ends, backwards, loops_in_order(linked(backwards)))
    return {node: value or 0.0 for node, value in solved.items()}


def _weighed(step: Step, chance: Mapping[str, float], outcome: str | None) -> Step:
    if step.split != "one" or len(step.flows) < 2:
        return step
    weighed = [
        weight * _then(flow, chance, outcome) for flow, weight in zip(step.flows, branch_weights(step)[0], strict=True)
    ]
    total = sum(weighed)
    if not total:
        return step
    flows = zip(step.flows, weighed, strict=True)
    return replace(step, flows=tuple(replace(flow, share=weight / total) for flow, weight in flows if weight))


def _then(flow: Flow, chance: Mapping[str, float], outcome: str | None) -> float:
    if flow.to == END:
        return float(flow.outcome == outcome)
    return chance.get(flow.to, 0.0)
