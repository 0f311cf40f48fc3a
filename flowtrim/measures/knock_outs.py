"""Checks that are done in vain, because the case is refused later on (docs/theory.md#checks-in-vain)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from flowtrim.graph import FlowGraph
from flowtrim.graph.elimination import solve
from flowtrim.measures.term_amounts import summed
from flowtrim.model import END, Step

GATES = frozenset({"check", "approve"})
"""The kinds of steps that may refuse a case; what is decided may end it well."""

LEAST_SHARE = 1e-9

Visits = Mapping[str, float | None]

ROUND = 1 / 20
"""How far off a declared figure of two digits may be: 10 stands for all from 9.5 to 10.5."""


class KnockOuts(Struct, frozen=True):
    """What refusals cost in checks done before them, in an average case.

    ``refused`` is the probability that a case is refused at a check, for each that refuses any. ``in_vain`` is how
    often a check is done in a case that a later one refuses. ``minutes`` and ``cost`` are what these checks take, in
    working minutes and in the currency of the file: None where no check declares any. An entry is None where a loop
    has no way out.
    """

    refused: Mapping[str, float | None]
    in_vain: Mapping[str, float | None]
    minutes: float | None
    cost: float | None


def knock_outs(graph: FlowGraph, visits: Visits) -> KnockOuts:
    """Add up the effort of checks before each refusal (Verenich et al. 2016; Lashkevich et al. 2023).

    A check refuses with the share of its ways that end the case at once, gateways and events aside, while another
    way leads forward. One in a loop is rather tried until it passes. Parallel branches share one future, so each
    sees the mean of what lies behind them; one that ends alone refuses nothing.

    >>> from flowtrim.graph.visits import visits
    >>> from flowtrim.model import Flow, Process
    >>> def check(name, minutes, refuses, onward):
    ...     ways = Flow(onward, share=1 - refuses), Flow("end", share=refuses)
    ...     return Step(name, name, kind="check", takes=minutes, flows=ways)
    >>> graph = FlowGraph(Process("1.A", steps=(
    ...     check("b", 2.0, 0.1, "a"), check("a", 10.0, 0.2, "c"), check("c", 30.0, 0.5, "grant"),
    ...     Step("grant", "Grant it"))))
    >>> round(knock_outs(graph, visits(graph)).minutes, 9)
    4.68
    """
    gates = [step for step in graph.process.work if step.kind in GATES]
    refusing = dict(_refusals(graph, gates))
    ahead = _refusals_ahead(graph, refusing) if refusing else {}
    in_vain = {step.id: times for step in gates if (times := _product(visits[step.id], ahead.get(step.id, 0.0))) != 0}
    return KnockOuts(
        refused={step: _product(visits[step], share) for step, share in refusing.items()},
        in_vain=in_vain,
        minutes=_effort(in_vain, {step.id: step.takes for step in gates}),
        cost=_effort(in_vain, {step.id: step.cost for step in gates}),
    )


def _refusals(graph: FlowGraph, gates: Iterable[Step]) -> Iterator[tuple[str, float]]:
    """Yield the checks that refuse, with the share of their visits."""
    for step in gates:
        onward = graph.work_after[step.id]
        share = 1.0 - sum(onward.values())
        if onward and share > LEAST_SHARE and len(graph.loops[graph.loop_of[step.id]]) == 1 and step.id not in onward:
            yield step.id, share


def _refusals_ahead(graph: FlowGraph, refusing: Mapping[str, float]) -> dict[str, float | None]:
    """Return, for each node, how likely a case that leaves it is refused afterwards: the balance read backwards."""
    behind: dict[str, dict[str, float]] = {node: {} for node in graph.after}
    for source, target, share in _shared_out(graph):
        behind[target][source] = share
    likely = solve(refusing, behind, reversed(graph.loops))
    return {node: _less(value, refusing.get(node, 0.0)) for node, value in likely.items()}


def _shared_out(graph: FlowGraph) -> Iterator[tuple[str, str, float]]:
    """Yield each flow with its part of the future of its source: branches that are taken together share it."""
    for source, targets in graph.after.items():
        at_once = max(1.0, sum(targets.values()) + graph.ends.get(source, 0.0))
        for target, weight in targets.items():
            yield source, target, weight / at_once


def _effort(in_vain: Visits, declared: Mapping[str, float | None]) -> float | None:
    known = {step: amount for step, amount in declared.items() if amount is not None}
    return summed({step: in_vain.get(step, 0.0) for step in known}, known)


def _product(amount: float | None, share: float | None) -> float | None:
    """Multiply; 0 where one of them is 0, even if the other is undefined."""
    if amount == 0 or share == 0:
        return 0.0
    return None if amount is None or share is None else amount * share


def _less(amount: float | None, part: float) -> float | None:
    if amount is None:
        return None
    return left if (left := amount - part) > LEAST_SHARE else 0.0


def is_notable(then: float, now: float) -> bool:
    """Whether another order of checks saves more than round figures may hide (docs/theory.md#order-of-checks).

    >>> is_notable(17.7, 17.9), is_notable(9.0, 10.0)
    (False, True)
    """
    return now - then >= ROUND * now


def refuses_too_late(early: Step, late: Step) -> bool:
    """Whether the other order of two checks notably costs less: where the later one refuses more for its effort.

    >>> from flowtrim.model import Flow
    >>> ways = (Flow("pay", share=0.9), Flow("end", share=0.1))
    >>> papers, visit = (Step(name, name, takes=takes, flows=ways) for name, takes in (("papers", 5), ("visit", 300)))
    >>> refuses_too_late(visit, papers), refuses_too_late(papers, visit)
    (True, False)
    """
    efforts = [(early.takes, late.takes), (early.cost, late.cost)]
    known = next((pair for pair in efforts if None not in pair), None)
    refusals = _refusal(early), _refusal(late)
    if known is None or None in refusals or set(early.outputs) & set(late.inputs):
        return False
    first, second = (
        (float(effort or 0.0), float(refuses or 0.0)) for effort, refuses in zip(known, refusals, strict=True)
    )
    now, then = (one[0] + (1.0 - one[1]) * other[0] for one, other in ((first, second), (second, first)))
    return then < now and is_notable(then, now)


def _refusal(step: Step) -> float | None:
    """Return the declared share of the cases that end at a check; None where none does or nobody knows."""
    ending = [flow.share for flow in step.flows if flow.to == END]
    if len(step.flows) < 2 or step.split != "one" or not ending:
        return None
    if any(share is None for share in ending):
        decisions = step.decisions
        return decisions.refused / decisions.made if decisions and decisions.made else None
    return sum(share or 0.0 for share in ending)
