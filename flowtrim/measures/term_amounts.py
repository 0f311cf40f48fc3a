"""What each step takes when a case comes to it once: work, waiting, time from start to end, cost, and its rounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite, prod

from flowtrim.graph import FlowGraph
from flowtrim.graph.spelled_out import LATE
from flowtrim.model import Part, Process, Step

Visits = Mapping[str, float | None]


def work_minutes(process: Process, *, of_others: bool = False) -> dict[str, float]:
    """Return the minutes of work at each step whose time is declared: of everybody in it, and for each repetition.

    With ``of_others`` only what customers, partners and systems do of it.

    >>> from flowtrim.model import Repetition
    >>> meet = Step("meet", "Meet", owner="lead", takes=30.0, alongside=("editor",), each=Repetition("branch", 4.0))
    >>> work_minutes(Process("Meet", steps=(meet,)))
    {'meet': 240.0}
    """

    def hands(step: Step) -> int:
        taking_part = (step.owner, *step.alongside)
        return (
            sum(role is not None and not process.is_ours(role) for role in taking_part)
            if of_others
            else len(taking_part)
        )

    return {
        step.id: step.takes * hands(step) * times_done(process, step) for step in process.work if step.takes is not None
    }


def lasting_minutes(process: Process) -> dict[str, float]:
    """Return how long the work at each step lasts: what is repeated at the same time lasts as long as once."""
    return {step.id: step.takes * times_in_a_row(process, step) for step in process.work if step.takes is not None}


def waiting_minutes(process: Process) -> dict[str, float]:
    """Return how long a case waits before each step whose wait is known: declared, or until the next round.

    >>> from flowtrim.model import Rounds
    >>> waiting_minutes(Process("Pay", steps=(Step("pay", "Pay", every=Rounds(2400.0, day="Thursday")),)))
    {'pay': 1200.0}
    """
    waits = ((step, wait_before(step)) for step in process.steps if step.is_work or LATE in step.id)
    return {step.id: minutes * times_in_a_row(process, step) for step, minutes in waits if minutes is not None}


def costs(process: Process) -> dict[str, float]:
    """Return the cost of each step that has one, for each repetition: its own, and its work at the rates of the roles.

    >>> from flowtrim.model import Role
    >>> costs(Process("Pay", roles=(Role("clerk", "Clerk", rate=60.0),), steps=(
    ...     Step("log", "Log", owner="clerk", takes=5.0), Step("pay", "Pay", owner="clerk", takes=10.0, cost=2.0))))
    {'log': 5.0, 'pay': 12.0}
    """
    known = ((step, _cost_of(process, step)) for step in process.work)
    return {step.id: cost * times_done(process, step) for step, cost in known if cost is not None}


def _cost_of(process: Process, step: Step) -> float | None:
    """Return what a step costs once; None where neither it nor the rate of anybody in it is declared."""
    hands = [process.role(role).rate for role in (step.owner, *step.alongside) if role]
    work = [rate * step.takes / 60 for rate in hands if rate is not None and step.takes is not None]
    return None if step.cost is None and not work else (step.cost or 0.0) + sum(work)


def rated_roles(process: Process) -> tuple[int, int]:
    """Return how many of our roles whose work takes time have a rate, and how many there are.

    Whoever only does what has a cost of its own needs none.

    >>> from flowtrim.model import Role
    >>> rated_roles(Process("Pay", roles=(Role("clerk", "Clerk", rate=60.0),), steps=(
    ...     Step("log", "Log", owner="clerk", takes=5.0), Step("pay", "Pay", owner="boss", takes=10.0))))
    (1, 2)
    """
    timed = [(role, step) for step in process.work if step.takes for role in (step.owner, *step.alongside) if role]
    rated = {role for role, _ in timed if process.role(role).rate is not None}
    others = {role for role, step in timed if step.cost is None and process.is_ours(role)} - rated
    return len(rated), len(rated) + len(others)


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
    return finite(total)


def finite(amount: float) -> float | None:
    """Return an amount, None where it overflowed to infinity."""
    return amount if isfinite(amount) else None


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


def times_within(process: Process, source: str, target: str) -> float:
    """Return how often work goes from a step to another each time that their part is come to; 1 outside such parts.

    >>> from flowtrim.model import Repetition, Step
    >>> order = Process("Order", parts=(Part("Pick", Repetition("line", 4.0)),), steps=(
    ...     Step("find", "Find it", part="Pick"), Step("take", "Take it", part="Pick"), Step("pack", "Pack")))
    >>> times_within(order, "find", "take"), times_within(order, "take", "pack")
    (4.0, 1.0)
    """
    part = process.step(source).part
    if not process.parts or part is None or process.step(target).part != part:
        return 1.0
    return next((each.each.count for each in process.parts if each.name == part and each.each), 1.0)


def between_rounds(graph: FlowGraph, visits: Visits) -> Iterator[tuple[str, str, float | None]]:
    """Yield which step gives to which, and how often in a case, where a part that is done in a row begins again.

    Its last step then gives to its first one.
    """
    for part in graph.process.parts:
        if part.each is not None and not part.each.parallel and part.each.count > 1:
            yield from _again(graph, visits, part, part.each.count - 1)


def _again(graph: FlowGraph, visits: Visits, part: Part, times: float) -> Iterator[tuple[str, str, float | None]]:
    members = [step.id for step in graph.process.work if step.part == part.name and step.id in graph.reachable]
    entering = {step: _entering(graph, visits, step, members) for step in members}
    total = sum(entering.values())
    for last in members:
        inside = sum(weight for target, weight in graph.work_after[last].items() if target in entering)
        often = _left(visits[last], inside)
        for first, share in entering.items():
            if graph.owners[last] and graph.owners[first] and share and often != 0:
                yield last, first, None if often is None else often * times * share / total


def _left(visits: float | None, inside: float) -> float | None:
    """Return how often a case leaves the part from a step, of which it goes on inside with that weight."""
    leaving = max(0.0, 1.0 - inside)
    return 0.0 if not leaving else None if visits is None else visits * leaving


def _entering(graph: FlowGraph, visits: Visits, step: str, members: list[str]) -> float:
    """Return how often a case comes to a step otherwise than from a step of its part."""
    inside = sum((visits[source] or 0.0) * graph.work_before[step].get(source, 0.0) for source in members)
    return max(0.0, (visits[step] or 0.0) - inside)
