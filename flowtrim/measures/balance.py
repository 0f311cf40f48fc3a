"""The exact test of a net for soundness, polynomial whatever its size.

A workflow graph is a free-choice net, and sound if and only if the net, its end led back to its start, is live and
bounded. That holds if and only if it has a positive S-invariant, a positive T-invariant, a rank one less than its
clusters (Desel and Esparza 1995), and no siphon without the start. We test the same by flows, without a single
rank or linear programme:

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
from collections.abc import Callable

from flowtrim.graph import Node, linked, loops_in_order
from flowtrim.graph.arithmetic import PRIME, Residues
from flowtrim.graph.elimination import MOST_WORK, Elimination, solve
from flowtrim.measures.residual_net import ResidualNet

SEED = 1995


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
        elimination = Elimination(loop, usual)
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
