"""Effort, cycle time, efficiency and cost, from declared figures only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.graph import origin
from flowtrim.measures.block_durations import (
    ENDLESS,
    critical_path,
    mean_duration,
    residual_duration,
    varies_in_parallel,
)
from flowtrim.measures.blocks import Reduction
from flowtrim.measures.term_amounts import (
    costs,
    finite,
    lasting_minutes,
    summed,
    wait_before,
    waiting_minutes,
    work_minutes,
)
from flowtrim.model import Process, Step

if TYPE_CHECKING:
    from flowtrim.measures.simulation import Simulation

OF_OTHERS = frozenset({"law", "contract", "partner", "customer"})
"""What is waited for that is not our own doing."""

Visits = Mapping[str, float | None]


class Times(Struct, frozen=True):
    """What a case takes, in minutes of working time and in the currency of the file; None where undeclared.

    ``effort_minutes`` is work put in, summed over everybody; ``cycle_minutes`` is from start to end with waiting,
    ``theoretical_minutes`` without; ``efficiency`` is the latter by the former (docs/theory.md#cycle-time).
    ``waiting_for`` tells for what a case waits how long; efficiency leaves out what is waited for a law, a contract, a
    partner or the customer.
    ``cases_inside`` is the number of cases under way at any moment by Little's law, when the volume is declared.
    ``critical_path`` holds the steps that set the duration of the most usual case; None where there is no formula.
    ``lower_bound`` says that the truth is longer than the cycle time: branches which vary run side by side, or no
    waiting was declared.
    ``simulated`` is set where the cycle time could only be played, and ``efficiency_error`` then bounds what the errors
    of both times leave of the efficiency; ``undeclared`` names the steps whose time
    nobody declared, which count as taking none.
    """

    effort_minutes: float | None = None
    cycle_minutes: float | None = None
    theoretical_minutes: float | None = None
    efficiency: float | None = None
    waiting_for: Mapping[str, float] = {}
    cost: float | None = None
    hours_per_year: float | None = None
    cost_per_year: float | None = None
    cases_inside: float | None = None
    critical_path: tuple[str, ...] | None = None
    lower_bound: bool = False
    simulated: Simulation | None = None
    undeclared: tuple[str, ...] = ()
    efficiency_error: float | None = None

    @property
    def waiting_share(self) -> float | None:
        """How much of its time a case waits: of waits side by side only the longest delays it."""
        return None if self.efficiency is None else max(0.0, 1.0 - self.efficiency)


class Yearly(Struct, frozen=True):
    """The hours of work and the cost of all cases of a year; None where they or the volume are not declared.

    ``others`` are those of the hours that customers, partners and systems work.
    """

    hours: float | None = None
    others: float | None = None
    cost: float | None = None


def yearly(process: Process, visits: Visits) -> Yearly:
    """Measure what a year takes, without what takes long to measure of a case.

    >>> from flowtrim.model import Volume
    >>> yearly(Process("Claim", (Step("pay", "Pay", takes=6.0),), volume=Volume(1000.0)), {"pay": 0.5})
    Yearly(hours=50.0, others=0.0, cost=None)
    """
    volume = process.volume.per_year if process.volume else None
    effort, others = (summed(visits, work_minutes(process, of_others=only)) for only in (False, True))
    cost = summed(visits, costs(process))
    return Yearly(_in_a_year(effort, volume, 60), _in_a_year(others, volume, 60), _in_a_year(cost, volume))


def times(process: Process, visits: Visits, reduction: Reduction, *, groups: int = 1) -> Times:
    """Measure what a case takes (docs/theory.md#cycle-time).

    Nothing is invented: effort needs declared work times and cost declared costs. Where nobody declared any waiting,
    the cycle time is that of the work alone, a lower bound, and there is no efficiency. ``process`` is what work and
    cost are summed over, the process of ``reduction`` the one that the time of a case is read off: they differ by the
    terms that are spelled out in them (docs/theory.md#terms-spelled-out). ``groups`` says of how many
    groups of cases this is one: they share the moves of what is played.

    >>> from flowtrim.graph import FlowGraph, NormalForm
    >>> from flowtrim.measures.blocks import reduce_to_blocks
    >>> from flowtrim.model import Flow, Step
    >>> claim = Process("Claim", steps=(
    ...     Step("fill", "Fill in", takes=10.0, flows=(Flow("check"),)),
    ...     Step("check", "Check", takes=5.0, waits=45.0)))
    >>> result = times(claim, {"fill": 1.0, "check": 1.0}, reduce_to_blocks(NormalForm(FlowGraph(claim))))
    >>> result.effort_minutes, result.cycle_minutes, result.efficiency
    (15.0, 60.0, 0.25)
    """
    timed = reduction.form.graph.process
    lasting, waits = lasting_minutes(timed), waiting_minutes(timed)
    ours = {step.id for step in timed.steps if step.waited_for not in OF_OTHERS}
    cycle_of = partial(_cycle, reduction, lasting, ends=None not in visits.values(), groups=groups)
    theoretical, played = cycle_of({})
    both = _added(lasting, waits)
    cycle, simulated = cycle_of(waits) if waits else (theoretical, played)
    own = {step: minutes for step, minutes in waits.items() if step in ours}
    own_cycle, own_played = (cycle, simulated) if len(own) == len(waits) else cycle_of(own)
    efficiency = theoretical / own_cycle if own and own_cycle and theoretical is not None else None
    effort, cost, year = summed(visits, work_minutes(process)), summed(visits, costs(process)), yearly(process, visits)
    return Times(
        effort_minutes=effort,
        cycle_minutes=cycle,
        theoretical_minutes=theoretical,
        efficiency=efficiency,
        waiting_for=_waiting_for(process, visits),
        cost=cost,
        hours_per_year=year.hours,
        cost_per_year=year.cost,
        cases_inside=_inside(process, cycle) if waits else None,
        critical_path=_critical(reduction, both),
        lower_bound=cycle is not None and (not waits or (simulated is None and _varies(reduction))),
        simulated=simulated,
        undeclared=_undeclared(process.work, visits),
        efficiency_error=_efficiency_error(efficiency, played, own_played),
    )


def _efficiency_error(efficiency: float | None, *simulated: Simulation | None) -> float | None:
    """Return at most how far a ratio of simulated times may be off: the relative errors of both add up."""
    errors = [played.half_width / played.minutes for played in simulated if played and played.minutes]
    return efficiency * sum(errors) if efficiency is not None and errors else None


def _added(some: Mapping[str, float], others: Mapping[str, float]) -> dict[str, float]:
    return {step: some.get(step, 0.0) + others.get(step, 0.0) for step in {**some, **others}}


def _waiting_for(process: Process, visits: Visits) -> dict[str, float]:
    """Return how long a case waits for what; under "" for what nobody said."""
    found: dict[str, float] = {}
    waits = waiting_minutes(process)
    for step in process.steps:
        if waits.get(step.id) and (often := visits[step.id]):
            cause = step.waited_for or ("batch" if step.waits is None else "")
            found[cause] = found.get(cause, 0.0) + often * waits[step.id]
    return found


def _inside(process: Process, cycle: float | None) -> float | None:
    if cycle is None or not process.volume:
        return None
    return cases_inside(process.volume.per_year / process.clock.year_minutes, cycle)


def cases_inside(arrivals: float, minutes: float) -> float:
    """Return how many cases are under way, by Little's law: arrivals a minute times the minutes each stays.

    >>> cases_inside(900 / 360, 36)
    90.0
    """
    return arrivals * minutes


def process_cycle_efficiency(times: Times, visits: Visits, value_adding: Mapping[str, float]) -> float | None:
    """Return the time that adds value by the whole time of a case (docs/theory.md#cycle-time); lean from 25 % on.

    ``value_adding`` holds the work minutes of the steps that add value, and of no other.

    >>> process_cycle_efficiency(Times(cycle_minutes=60.0), {"fill": 1.0}, {"fill": 15.0})
    0.25
    """
    value = summed(visits, value_adding) if value_adding else 0.0
    return None if value is None or not times.cycle_minutes else value / times.cycle_minutes


def _in_a_year(amount: float | None, volume: float | None, parts: float = 1) -> float | None:
    return None if amount is None or volume is None else finite(amount * volume / parts)


def _cycle(
    reduction: Reduction,
    work: Mapping[str, float],
    waits: Mapping[str, float],
    *,
    ends: bool,
    groups: int = 1,
) -> tuple[float | None, Simulation | None]:
    """Return the mean duration of a case by the rules of blocks, or else by playing cases, if they end at all."""
    minutes = _added(work, waits)
    if not minutes:
        return None, None
    if reduction.root:
        minute = mean_duration(reduction.root, minutes)
        return (minute if minute < ENDLESS else None), None
    if reduction.connectors <= {"XOR"}:
        return residual_duration(reduction.arcs, reduction.form.start, minutes), None
    if not ends:
        return None, None  # it would be played until the moves run out: seconds, for a figure that is not there
    from flowtrim.measures.simulation import simulate

    played = simulate(reduction.form, work, waits, groups=groups)
    return (played.minutes if played else None), played


def expected_duration(
    reduction: Reduction, minutes: Mapping[str, float], *, ends: bool
) -> tuple[float | None, Simulation | None]:
    """Return the mean duration of a case where only the nodes of ``minutes`` take time, and how it was played.

    None where none is known, and where it was not played.
    """
    return _cycle(reduction, minutes, {}, ends=ends)


def waiting_share_without(reduction: Reduction, visits: Visits, steps: Collection[str]) -> float | None:
    """Return how much of its time a case would wait if some steps waited for nothing; None where no time is known.

    >>> from flowtrim.graph import FlowGraph, NormalForm
    >>> from flowtrim.measures.blocks import reduce_to_blocks
    >>> from flowtrim.model import Flow, Step
    >>> claim = Process("Claim", steps=(
    ...     Step("fill", "Fill in", takes=10.0, waits=30.0, flows=(Flow("check"),)),
    ...     Step("check", "Check", takes=5.0, waits=45.0)))
    >>> waiting_share_without(reduce_to_blocks(NormalForm(FlowGraph(claim))), {"fill": 1.0, "check": 1.0}, ["check"])
    0.6666666666666667
    """
    timed = reduction.form.graph.process
    lasting, ends = lasting_minutes(timed), None not in visits.values()
    waits = {
        step: minutes
        for step, minutes in waiting_minutes(timed).items()
        if timed.step(step).waited_for not in OF_OTHERS and origin(step) not in steps
    }
    work, both = (_cycle(reduction, lasting, each, ends=ends)[0] for each in ({}, waits))
    return max(0.0, 1.0 - work / both) if both and work is not None else None


def _critical(reduction: Reduction, minutes: Mapping[str, float]) -> tuple[str, ...] | None:
    if not minutes:
        return None
    if reduction.root:
        path: tuple[str, ...] | None = critical_path(reduction.root, minutes)
    else:
        from flowtrim.measures.block_durations import usual_path

        path = usual_path(reduction.form, minutes)
    return None if path is None else tuple(dict.fromkeys(origin(step) for step in path if step in minutes))


def _varies(reduction: Reduction) -> bool:
    """Whether the longest of several is longer on average than its mean: of branches, or of what is done at once."""
    process = reduction.form.graph.process
    drawn = {
        step.id for step in process.steps if step.takes_range or step.waits_range or (step.every and step.waits is None)
    }
    blocks = [reduction.root] if reduction.root else [arc.block for arc in reduction.arcs]
    return _varies_at_once(process) or any(varies_in_parallel(block, drawn) for block in blocks)


def _varies_at_once(process: Process) -> bool:
    """Whether what is done for each at the same time does not always take as long: by a range, or a choice inside."""
    at_once = {step.id: step for step in process.steps if any(each.parallel for each in process.repetitions(step))}
    parallel = {part.name for part in process.parts if part.each and part.each.parallel}
    parts = {step_id: step.part for step_id, step in at_once.items() if step.part in parallel}
    chooses = (
        parts[origin(step.id)] in {parts.get(origin(flow.to), "") for flow in step.flows}
        for step in process.steps
        if origin(step.id) in parts and len(step.flows) > 1 and step.split != "all"
    )
    return any(step.takes_range for step in at_once.values()) or any(chooses)


def _undeclared(work: Iterable[Step], visits: Visits) -> tuple[str, ...]:
    """Name the steps that cases come to and of which no time is known."""
    unknown = (step for step in work if step.takes is None and wait_before(step) is None and visits[step.id] != 0)
    return tuple(dict.fromkeys(origin(step.id) for step in unknown))
