"""What each step takes when a case comes to it once: work, waiting, time from start to end, and cost."""

from __future__ import annotations

from math import prod

from flowtrim.graph.spelled_out import LATE
from flowtrim.model import Process, Step


def work_minutes(process: Process) -> dict[str, float]:
    """Return the minutes of work at each step whose time is declared: of everybody in it, and for each repetition.

    >>> from flowtrim.model import Repetition
    >>> meet = Step("meet", "Meet", owner="lead", takes=30.0, alongside=("editor",), each=Repetition("branch", 4.0))
    >>> work_minutes(Process("Meet", steps=(meet,)))
    {'meet': 240.0}
    """
    return {
        step.id: step.takes * (1 + len(step.alongside)) * times_done(process, step)
        for step in process.work
        if step.takes is not None
    }


def lasting_minutes(process: Process) -> dict[str, float]:
    """Return how long the work at each step lasts: what is repeated at the same time lasts as long as once."""
    return {step.id: step.takes * times_in_a_row(process, step) for step in process.work if step.takes is not None}


def waiting_minutes(process: Process) -> dict[str, float]:
    """Return how long a case waits before each step whose wait is known: declared, or until the next round.

    >>> from flowtrim.model import Rounds
    >>> waiting_minutes(Process("Pay", steps=(Step("pay", "Pay", every=Rounds("Thursday", 2400.0)),)))
    {'pay': 1200.0}
    """
    waits = ((step, wait_before(step)) for step in process.steps if step.is_work or LATE in step.id)
    return {step.id: minutes * times_in_a_row(process, step) for step, minutes in waits if minutes is not None}


def costs(process: Process) -> dict[str, float]:
    """Return the cost of each step that has one, for each repetition."""
    return {step.id: step.cost * times_done(process, step) for step in process.work if step.cost is not None}


def wait_before(step: Step) -> float | None:
    """Return the wait before a step: as declared, or half of the time between two rounds; None where none is known."""
    if step.waits is None and step.every is not None:
        return step.every.period / 2
    return step.waits


def times_done(process: Process, step: Step) -> float:
    """Return how often a step is done when a case comes to it once."""
    return prod(each.count for each in process.repetitions(step))


def times_in_a_row(process: Process, step: Step) -> float:
    """Return how often a step is done one after the other when a case comes to it once."""
    return prod(each.count for each in process.repetitions(step) if not each.parallel)
