"""Whether flows balance: necessary signs of a faulty process, cheap to see, and the exact test of a net for soundness.

The exact test is polynomial whatever the size of the net. A workflow graph is a free-choice net, and sound if and
only if the net, its end led back to its start, is live and bounded. That holds if and only if it has a positive
S-invariant, a positive T-invariant, a rank one less than its clusters (Desel and Esparza 1995), and no siphon without
the start. We test the same by flows, without a single rank or linear programme:

* no siphon without the start: every arc can be reached by tokens when nothing is ever used up;
* T-invariants and rank: for *every* way of sharing out the choices the flow balances: all arcs into a node that
  waits carry the same, and the case ends once. Shares drawn at random from a large prime field decide this for all
  shares at once (Schwartz and Zippel; the chance to err is the size of the net by two to the 61st);
* S-invariants: the same for the mirrored net, in which waiting and choosing change places;
* positive: with shares that hardly ever leave the shortest way, the equations have a solution without negative
  parts, which is seen from the signs of the pivots.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Mapping

from msgspec import Struct

from flowtrim.graph import FlowGraph, Node, NormalForm, linked, loops_in_order, origin
from flowtrim.graph.arithmetic import PRIME, Residues
from flowtrim.graph.elimination import MOST_WORK, Elimination, solve
from flowtrim.measures.handoffs import total
from flowtrim.measures.residual_net import ResidualNet
from flowtrim.model import END

TOLERANCE = 1e-9
VIRTUAL = "\0"
"""How the names of the joins begin that the normal form adds where ends meet."""
SEED = 1995


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


def is_balanced(net: ResidualNet) -> bool | None:
    """Whether a net in which every node lies between start and end is sound; None where it is too tangled to tell.

    >>> a, b = ("split", "a"), ("join", "b")
    >>> def net(waits, forks):
    ...     return ResidualNet.between(("start", ""), ("end", ""), nodes=(("start", ""), a, b, ("end", "")),
    ...         arcs=((("start", ""), a), (a, b), (a, b), (b, ("end", ""))), waits=waits, forks=forks)
    >>> is_balanced(net(frozenset({b}), frozenset({a}))), is_balanced(net(frozenset({b}), frozenset()))
    (True, False)
    """
    if not _every_arc_comes_true(net):
        return False
    for side in (net, net.mirrored()):
        verdict = _flow_balances(side)
        if not verdict:
            return verdict
    return True


def _every_arc_comes_true(net: ResidualNet) -> bool:
    """Whether each arc can be reached when tokens are never used up: then each siphon holds the start."""
    missing = {node: len(arcs) if node in net.waits else min(1, len(arcs)) for node, arcs in net.before.items()}
    waiting = deque([net.start])
    reached = 0
    while waiting:
        for arc in net.after[waiting.popleft()]:
            head = net.arcs[arc][1]
            reached += 1
            missing[head] -= 1
            if missing[head] == 0:
                waiting.append(head)
    return reached == len(net.arcs)


def _flow_balances(net: ResidualNet) -> bool | None:
    """Whether the flow balances for every way of sharing out the choices, and is positive for one."""
    usual = _flows(net, _usual_shares(net), lambda count: 1.0 / count)
    loops = loops_in_order(linked(usual))
    for loop in loops:
        elimination = Elimination(loop, usual, tangled_after=MOST_WORK)  # so that the proof below ends, too
        solution = elimination.solve(dict.fromkeys(loop, 1.0))
        if elimination.work >= MOST_WORK:
            return None
        if solution is None:
            return False
    shares = _random_shares(net)
    passed = solve({net.start: 1}, _flows(net, shares, lambda count: pow(count, -1, PRIME)), loops, Residues())
    if None in passed.values() or passed[net.end] != 1:
        return False
    carried = [(passed[tail] or 0) * share % PRIME for (tail, _), share in zip(net.arcs, shares, strict=True)]
    return all(len({carried[arc] for arc in net.before[node]}) == 1 for node in net.waits)


def _flows(net: ResidualNet, shares: list[float], part: Callable[[int], float]) -> dict[Node, dict[Node, float]]:
    """Return the balance equations: what waits counts the mean of what comes in, each arc its part."""
    flows: dict[Node, dict[Node, float]] = {node: {} for node in net.after}
    for (tail, head), share in zip(net.arcs, shares, strict=True):
        weight = share * part(len(net.before[head])) if head in net.waits else share
        flows[tail][head] = flows[tail].get(head, 0) + weight
    return flows


def _usual_shares(net: ResidualNet) -> list[float]:
    """Let cases take the shortest way to the end, and leave it so rarely that no loop matters."""
    distance = _distances(net)
    shares = [1.0] * len(net.arcs)
    rare = 1.0 / (8.0 * len(net.arcs))
    for node, arcs in net.after.items():
        if node not in net.forks and len(arcs) > 1:
            main = min(arcs, key=lambda arc: distance[net.arcs[arc][1]])
            for arc in arcs:
                shares[arc] = 1.0 - rare if arc == main else rare / (len(arcs) - 1)
    return shares


def _distances(net: ResidualNet) -> dict[Node, int]:
    """Return how many arcs lie at least between each node and the end."""
    distance = {net.end: 0}
    waiting = deque([net.end])
    while waiting:
        node = waiting.popleft()
        for arc in net.before[node]:
            tail = net.arcs[arc][0]
            if tail not in distance:
                distance[tail] = distance[node] + 1
                waiting.append(tail)
    return distance


def _random_shares(net: ResidualNet) -> list[float]:
    """Share out each choice at random, so that the shares add up to 1 in the field."""
    dice = random.Random(SEED)  # noqa: S311 - no secret depends on it
    shares: list[float] = [1] * len(net.arcs)
    for node, arcs in net.after.items():
        if node not in net.forks and len(arcs) > 1:
            drawn = [dice.randrange(1, PRIME) for _ in arcs[1:]]
            for arc, share in zip(arcs, [(1 - sum(drawn)) % PRIME, *drawn], strict=True):
                shares[arc] = share
    return shares
