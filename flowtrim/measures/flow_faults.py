"""What the balance of flows shows before any other measure: cheap, necessary signs of a faulty process."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from flowtrim.graph import FlowGraph, NormalForm, origin
from flowtrim.graph.normal_form import Node
from flowtrim.measures.handoffs import total
from flowtrim.model import END

TOLERANCE = 1e-9
VIRTUAL = "\0"
"""How the names of the joins begin that the normal form adds where ends meet."""


class UnbalancedJoin(Struct, frozen=True):
    """A join that waits for all although its flows do not come equally often; a case may wait for ever.

    ``inflows`` holds each flow that leads to it, by the step it comes from ("" for the start), with the
    expected number of times a case takes it. ``step`` is END where the ends of the process meet.
    """

    step: str
    inflows: tuple[tuple[str, float], ...]


class FlowFaults(Struct, frozen=True):
    """Signs that cases get lost, multiply or go round for ever (docs/theory.md#visits). Necessary, not sufficient.

    ``endless`` are the loops without a way out, each with its steps in the order of the file.
    ``completions`` is how often a case ends on average: 1 in a sound process; None where that is undefined,
    as in a process without steps.
    """

    endless: tuple[tuple[str, ...], ...]
    unbalanced: tuple[UnbalancedJoin, ...]
    completions: float | None


def flow_faults(form: NormalForm, visits: Mapping[str, float | None]) -> FlowFaults:
    """Read the faults off the balance of flows.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.graph.visits import visits
    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Either, but wait for both", steps=(
    ...     Step("order", "Order", flows=(Flow("ship", share=0.75), Flow("bill", share=0.25))),
    ...     Step("ship", "Ship", flows=(Flow("close"),)),
    ...     Step("bill", "Bill", flows=(Flow("close"),)),
    ...     Step("close", "Close", join="all"))))
    >>> faults = flow_faults(NormalForm(graph), visits(graph))
    >>> faults.unbalanced[0].step, faults.unbalanced[0].inflows, faults.completions
    ('close', (('ship', 0.75), ('bill', 0.25)), 0.5)
    """
    traversed = _traversals(form, visits)
    inflows = {
        join: tuple((origin(tail[1]), traversed[tail, join]) for tail in form.before[join])
        for join, kind in form.joins.items()
        if kind == "AND"
    }
    return FlowFaults(
        endless=_endless(form.graph, visits),
        unbalanced=tuple(
            UnbalancedJoin(END if join[1].startswith(VIRTUAL) else origin(join[1]), known)
            for join, flows in inflows.items()
            if len(known := tuple((tail, x) for tail, x in flows if x is not None)) == len(flows) and _differ(known)
        ),
        completions=total(traversed[tail, form.end] for tail in form.before[form.end]) if visits else None,
    )


def _differ(inflows: tuple[tuple[str, float], ...]) -> bool:
    amounts = [amount for _, amount in inflows]
    return max(amounts) - min(amounts) > TOLERANCE * max(1.0, *amounts)


def _traversals(form: NormalForm, visits: Mapping[str, float | None]) -> dict[tuple[Node, Node], float | None]:
    """Return how often each arc of the normal form is taken in one case."""
    traversed: dict[tuple[Node, Node], float | None] = {}
    for node in _inner_first(form):
        executions = _meet(form, node, traversed) if node in form.joins else 1.0
        executions = visits.get(node[1], executions)
        for target, weight in form.after[node].items():
            traversed[node, target] = None if executions is None else executions * weight
    return traversed


def _inner_first(form: NormalForm) -> list[Node]:
    """Return the nodes with the joins where ends meet last, those nearer to the steps before the outer ones."""
    meetings = [node for node in form.joins if node[1].startswith(VIRTUAL)]
    others = [node for node in form.after if not node[1].startswith(VIRTUAL)]
    return others + sorted(meetings, key=lambda node: -int(node[1].removeprefix(VIRTUAL)))


def _meet(form: NormalForm, join: Node, traversed: Mapping[tuple[Node, Node], float | None]) -> float | None:
    """Return how often ends that meet in a join go on together; unknown where some of them may come."""
    if not join[1].startswith(VIRTUAL) or form.joins[join] == "OR":
        return None
    tails = form.before[join]
    inflow = total(traversed[tail, join] for tail in tails)
    return inflow if inflow is None or form.joins[join] == "XOR" else inflow / len(tails)


def _endless(graph: FlowGraph, visits: Mapping[str, float | None]) -> tuple[tuple[str, ...], ...]:
    """Return the loops without a solution that no other such loop leads to."""
    loops: dict[int, list[str]] = {}
    spoilt: set[int] = set()
    for node, value in visits.items():
        number = graph.loop_of[node]
        if value is None:
            loops.setdefault(number, []).append(node)
            feeders = (s for s, weight in graph.before[node].items() if weight and visits[s] is None)
            if any(graph.loop_of[feeder] != number for feeder in feeders):
                spoilt.add(number)
    return tuple(
        tuple(dict.fromkeys(map(origin, members))) for number, members in loops.items() if number not in spoilt
    )
