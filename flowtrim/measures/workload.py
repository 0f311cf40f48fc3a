"""Who works how much: the hours a year of each role, and how many people that takes."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from flowtrim.graph import FlowGraph, origin
from flowtrim.measures.handoffs import total
from flowtrim.measures.spelled_graphs import SpelledGraphs
from flowtrim.measures.term_amounts import times_done
from flowtrim.model import Process

Visits = Mapping[str, float | None]
HOURS_A_POST = 1_600.0
"""Hours that one person works in a year: 200 days of 8 hours, holidays and absence taken off (ours)."""

NOTABLE_HOURS = HOURS_A_POST / 10
"""Hours a year that move from which on it is told: a tenth of a post."""
NOTABLE_MINUTES = 60.0
"""Minutes of a case that move from which on it is told, where nobody declared how many cases come."""
WORTH_MINUTES = 5.0
"""Minutes of whoever takes the work that a handoff less is worth at most (ours)."""
DEAR_SHARE = 0.05
"""The share of what a case costs that no change of hands is worth, however often it saves a handoff (ours)."""


class Workload(Struct, frozen=True):
    """The work of a role: minutes in a case, hours and posts a year where the volume is declared.

    ``ours`` tells our own people from customers, partners and systems. ``called`` names the process in which the work
    lies, where a step of this one calls it; None for work of its own. ``cost`` is what the work of a case costs, where
    the rate of the role is declared.
    """

    role: str
    ours: bool
    minutes: float
    hours: float | None = None
    posts: float | None = None
    called: str | None = None
    cost: float | None = None
    cost_per_year: float | None = None


def workloads(process: Process, visits: Visits) -> tuple[Workload, ...]:
    """Return the work of each role whose work time is declared, most first (docs/theory.md#workload).

    ``process`` may have its terms spelled out; what is done by several counts for each of them.

    >>> from flowtrim.model import Step, Volume
    >>> claim = Process("Claim", customer="citizen", volume=Volume(1600.0), steps=(
    ...     Step("fill", "Fill in", owner="citizen", takes=120.0), Step("file", "File it", owner="clerk", takes=60.0)))
    >>> [(load.role, load.ours, load.hours, load.posts) for load in workloads(claim, {"fill": 1.0, "file": 1.0})]
    [('citizen', False, 3200.0, None), ('clerk', True, 1600.0, 1.0)]
    """
    minutes: dict[str, list[float | None]] = {}
    for step in process.work:
        often = visits[step.id]
        if step.takes is None or often == 0:
            continue
        once = step.takes * times_done(process, step)
        for role in (step.owner, *step.alongside):
            if role:
                minutes.setdefault(role, []).append(None if often is None else often * once)
    loads = [_load(process, role, known) for role, parts in minutes.items() if (known := total(parts)) is not None]
    return tuple(sorted(loads, key=lambda load: (-load.minutes, load.role)))


def is_notable_work(process: Process, minutes: float) -> bool:
    """Whether so many minutes of each case are so much work that whoever takes them over is asked about it.

    >>> from flowtrim.model import Volume
    >>> [is_notable_work(Process("P", volume=Volume(cases)), 10.0) for cases in (900.0, 960.0)]
    [False, True]
    """
    if process.volume is None:
        return minutes >= NOTABLE_MINUTES
    return round(minutes * process.volume.per_year / 60) >= NOTABLE_HOURS


def is_worth_it(more: float, *, saved: float, rate: float, cost: float) -> bool:
    """Whether handoffs ``saved`` in a case are worth what a change of hands costs more in it.

    ``rate`` is what an hour of whoever takes the work costs, ``cost`` what a case costs today.

    >>> is_worth_it(5.0, saved=1.0, rate=60.0, cost=200.0), is_worth_it(6.0, saved=1.0, rate=60.0, cost=200.0)
    (True, False)
    >>> is_worth_it(5.0, saved=1.0, rate=60.0, cost=90.0)
    False
    """
    return more <= saved * rate * WORTH_MINUTES / 60 and more <= DEAR_SHARE * cost


def minutes_of_steps(process: Process, visits: Visits) -> dict[str, float]:
    """Return the minutes of a case that each step of the file takes of whoever performs it, where they are declared.

    >>> from flowtrim.model import Step
    >>> claim = Process("Claim", (Step("log", "Log it", takes=10.0), Step("pay", "Pay it", takes=4.0), Step("a", "A")))
    >>> minutes_of_steps(claim, {"log": 1.5, "pay": 0.5, "a": 1.0})
    {'log': 15.0, 'pay': 2.0}
    """
    minutes: dict[str, float] = {}
    for step in process.work:
        if step.takes is not None and (often := visits[step.id]):
            once = step.takes * times_done(process, step)
            minutes[origin(step.id)] = minutes.get(origin(step.id), 0.0) + often * once
    return minutes


def minutes_of_roles(process: Process, minutes: Mapping[str, float]) -> dict[str, float | None]:
    """Return the minutes of a case that each role works, None where some of it is not declared.

    >>> from flowtrim.model import Step
    >>> claim = Process("Claim", steps=(Step("log", "Log it", owner="clerk", takes=10.0, alongside=("boss",)),
    ...     Step("pay", "Pay it", owner="clerk"), Step("sign", "Sign it", owner="boss", takes=2.0)))
    >>> minutes_of_roles(claim, {"log": 10.0, "sign": 2.0})
    {'clerk': None, 'boss': 12.0}
    """
    worked: dict[str, list[float | None]] = {}
    for step in process.work:
        for role in (step.owner, *step.alongside):
            if role:
                worked.setdefault(role, []).append(None if step.takes is None else minutes.get(step.id, 0.0))
    return {role: total(parts) for role, parts in worked.items()}


def _load(process: Process, role: str, minutes: float) -> Workload:
    ours = process.is_ours(role)
    hours = minutes * process.volume.per_year / 60 if process.volume else None
    rate = process.role(role).rate
    return Workload(
        role,
        ours,
        minutes,
        hours,
        posts=hours / HOURS_A_POST if ours and hours is not None else None,
        cost=None if rate is None else rate * minutes / 60,
        cost_per_year=None if rate is None or hours is None else rate * hours,
    )


def called_workloads(process: Process, visits: Visits, others: Mapping[str, Process]) -> tuple[Workload, ...]:
    """Return the work of each role in the processes that steps call, as often as they call them.

    ``others`` are the processes that are known, by name. A process that calls itself by way of others is not entered
    again.

    >>> from flowtrim.model import Step, Volume
    >>> other = Process("Know your supplier", (Step("ask", "Ask", owner="Compliance", takes=60.0),))
    >>> order = Process("Order", (Step("check", "Check", calls="Know your supplier"),), volume=Volume(100.0))
    >>> [(load.role, load.minutes, load.hours) for load in called_workloads(order, {"check": 2.0}, {other.name: other})]
    [('Compliance', 120.0, 200.0)]
    """
    loads = []
    for step in process.work:
        other, often = others.get(step.calls or ""), visits[step.id]
        if other is None or not often:
            continue
        left = {name: each for name, each in others.items() if name != other.name}
        graph = SpelledGraphs(FlowGraph(other))
        inner = (graph.counted.process, graph.node_visits)
        times = often * times_done(process, step)
        called = (*workloads(*inner), *called_workloads(*inner, left))
        loads += [_called_load(process, load, times, other.name) for load in called]
    return tuple(loads)


def _called_load(process: Process, load: Workload, times: float, called: str) -> Workload:
    """Return work of a called process as often as it is called: whose it is and what it costs is known there."""
    cases = process.volume.per_year if process.volume else None
    minutes, cost = load.minutes * times, None if load.cost is None else load.cost * times
    hours = None if cases is None else minutes * cases / 60
    return Workload(
        load.role,
        load.ours,
        minutes,
        hours,
        posts=hours / HOURS_A_POST if load.ours and hours is not None else None,
        called=called,
        cost=cost,
        cost_per_year=None if cost is None or cases is None else cost * cases,
    )
