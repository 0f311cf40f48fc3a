"""Which flows lead back: a matter of the process, never of the order in which somebody wrote it down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from flowtrim.graph.dominators import Dominators
from flowtrim.graph.loops import linked, loops_in_order, reverse_postorder

Arc = tuple[str, str]
ROOT = "\0root"
Rank = Callable[[Arc], Any]

MOST_WEIGHED = 200
"""Arcs in tangles up to which they are taken out one by one; in larger ones a walk decides, the usual way first."""


def back_arcs(after: Mapping[str, Iterable[str]], starts: Collection[str], rank: Rank) -> frozenset[Arc]:
    """Return the arcs that lead back (docs/theory.md#handoffs).

    An arc leads back when its head dominates its tail: then no case was at the tail without having been at the head.
    In a loop that can be entered in several places there may be none such; there those arcs lead back that rank lowest,
    but never one without which nothing would come to a node.

    >>> back_arcs({"ask": ["check"], "check": ["ask"]}, ["check"], rank=str)
    frozenset({('ask', 'check')})
    """
    back: set[Arc] = set()
    left: Mapping[str, Iterable[str]] = after
    while tangles := list(_loops(left)):
        inner = [arc for arcs in tangles for arc in arcs]
        fresh = _dominated(left, starts, inner) or _lowest(left, starts, tangles, rank)
        back.update(fresh)
        left = {tail: [head for head in heads if (tail, head) not in fresh] for tail, heads in left.items()}
    return frozenset(back)


def _dominated(after: Mapping[str, Iterable[str]], starts: Collection[str], arcs: list[Arc]) -> set[Arc]:
    """Return the arcs whose head dominates their tail."""
    tree = Dominators({ROOT: starts, **after}, ROOT)
    return {(tail, head) for tail, head in arcs if tree.reaches(tail) and tree.dominates(head, tail)}


def _lowest(
    after: Mapping[str, Iterable[str]], starts: Collection[str], tangles: list[list[Arc]], rank: Rank
) -> set[Arc]:
    """Return the arc of each tangle that ranks lowest, of those that are not the last to lead to a node."""
    if sum(map(len, tangles)) > MOST_WEIGHED:
        return _against_the_walk(after, starts, tangles, rank)
    led = Counter([*starts, *(head for heads in after.values() for head in heads)])
    return {min(arcs, key=lambda arc: (led[arc[1]] < 2, rank(arc))) for arcs in tangles}


def _against_the_walk(
    after: Mapping[str, Iterable[str]], starts: Collection[str], tangles: list[list[Arc]], rank: Rank
) -> set[Arc]:
    usual = {tail: sorted(heads, key=lambda head: rank((tail, head)), reverse=True) for tail, heads in after.items()}
    order = reverse_postorder((*starts, *sorted(after)), usual)
    place = {node: number for number, node in enumerate(order)}
    return {(tail, head) for arcs in tangles for tail, head in arcs if place[head] <= place[tail]}


def _loops(after: Mapping[str, Iterable[str]]) -> Iterator[list[Arc]]:
    """Yield the arcs of each loop."""
    loops = loops_in_order(linked(after))
    loop_of = {node: number for number, loop in enumerate(loops) for node in loop}
    for number, loop in enumerate(loops):
        arcs = [(node, target) for node in loop for target in after[node] if loop_of[target] == number]
        if arcs:
            yield arcs
