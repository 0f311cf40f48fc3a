"""Effort, cycle time, efficiency and cost, from declared figures only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.measures.block_durations import (
    ENDLESS,
    critical_path,
    mean_duration,
    residual_duration,
    varies_in_parallel,
)
from flowtrim.measures.blocks import Reduction
from flowtrim.model import Process, Step

if TYPE_CHECKING:
    from flowtrim.measures.simulation import Simulation

MINUTES_A_YEAR = 250 * 8 * 60
"""Working minutes: 250 days of 8 hours."""

Visits = Mapping[str, float | None]


class Times(Struct, frozen=True):
    """What a case takes, in minutes of working time and in the currency of the file; None where undeclared.

    ``effort_minutes`` is work put in, summed over everybody; ``cycle_minutes`` is from start to end with waiting,
    ``theoretical_minutes`` without; ``efficiency`` is the latter by the former (docs/theory.md#cycle-time).
    ``waiting_share`` is waiting by waiting and work, both summed. ``cases_inside`` is the number of cases under
    way at any moment by Little's law, when the volume is declared.
    ``critical_path`` holds the steps that set the duration of the most usual case; None where there is no formula.
    ``lower_bound`` says that the truth is longer than the cycle time: branches which vary run side by side, or no
    waiting was declared.
    ``simulated`` is set where the cycle time could only be played; ``undeclared`` names the steps whose time
    nobody declared, which count as taking none.
    """

    effort_minutes: float | None = None
    cycle_minutes: float | None = None
    theoretical_minutes: float | None = None
    efficiency: float | None = None
    waiting_share: float | None = None
    cost: float | None = None
    hours_per_year: float | None = None
    cost_per_year: float | None = None
    cases_inside: float | None = None
    critical_path: tuple[str, ...] | None = None
    lower_bound: bool = False
    simulated: Simulation | None = None
    undeclared: tuple[str, ...] = ()


def times(process: Process, visits: Visits, reduction: Reduction) -> Times:
    """Measure what a case takes (docs/theory.md#cycle-time).

    Nothing is invented: effort needs declared work times and cost declared costs. Where nobody declared any waiting,
    the cycle time is that of the work alone, a lower bound, and there is no efficiency.

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
    takes = {step.id: step.takes for step in process.work if step.takes is not None}
    waits = {step.id: step.waits for step in process.work if step.waits is not None}
    costs = {step.id: step.cost for step in process.work if step.cost is not None}
    effort, waiting, cost = (summed(visits, amounts) for amounts in (takes, waits, costs))
    ends = None not in visits.values()
    theoretical, played = _cycle(reduction, takes, ends=ends)
    both = {step: takes.get(step, 0.0) + waits.get(step, 0.0) for step in {**takes, **waits}}
    cycle, simulated = _cycle(reduction, both, ends=ends) if waits else (theoretical, played)
    volume = process.volume.per_year if process.volume else None
    return Times(
        effort_minutes=effort,
        cycle_minutes=cycle,
        theoretical_minutes=theoretical,
        efficiency=theoretical / cycle if waits and cycle and theoretical is not None else None,
        waiting_share=_share(waiting, effort),
        cost=cost,
        hours_per_year=_in_a_year(effort, volume, 60),
        cost_per_year=_in_a_year(cost, volume),
        cases_inside=cases_inside(volume / MINUTES_A_YEAR, cycle) if waits and cycle is not None and volume else None,
        critical_path=_critical(reduction, both),
        lower_bound=cycle is not None and (not waits or (simulated is None and _varies(reduction))),
        simulated=simulated,
        undeclared=_undeclared(process.work, visits),
    )


def summed(visits: Visits, amounts: Mapping[str, float]) -> float | None:
    """Add up what each step takes, as often as it is done; None where nothing is declared or a loop is endless.

    >>> summed({"a": 1.25, "b": 0.5}, {"a": 4.0, "b": 10.0})
    10.0
    """
    if not amounts:
        return None
    total = 0.0
    for step, amount in amounts.items():
        times_done = visits[step]
        if times_done is None and amount:
            return None
        total += (times_done or 0.0) * amount
    return _told(total)


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
    return None if amount is None or volume is None else _told(amount * volume / parts)


def _told(amount: float) -> float | None:
    """Return an amount, None where it overflowed to infinity."""
    return amount if isfinite(amount) else None


def _share(part: float | None, rest: float | None) -> float | None:
    if part is None or rest is None or not part + rest:
        return None
    return part / (part + rest)


def _cycle(reduction: Reduction, minutes: Mapping[str, float], *, ends: bool) -> tuple[float | None, Simulation | None]:
    """Return the mean duration of a case by the rules of blocks, or else by playing cases, if they end at all."""
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

    played = simulate(reduction.form, minutes)
    return (played.minutes if played else None), played


def _critical(reduction: Reduction, minutes: Mapping[str, float]) -> tuple[str, ...] | None:
    if not minutes or not reduction.root:
        return None
    return tuple(step for step in critical_path(reduction.root, minutes) if step in minutes)


def _varies(reduction: Reduction) -> bool:
    blocks = [reduction.root] if reduction.root else [arc.block for arc in reduction.arcs]
    return any(map(varies_in_parallel, blocks))


def _undeclared(work: Iterable[Step], visits: Visits) -> tuple[str, ...]:
    """Name the steps that cases come to and of which no time is known."""
    return tuple(step.id for step in work if step.takes is None and step.waits is None and visits[step.id] != 0)
