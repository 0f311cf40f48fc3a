"""Which flows lead back: a matter of the process, never of the order in which somebody wrote it down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from flowtrim.graph.loops import linked, loops_in_order

Arc = tuple[str, str]
Dominates = Callable[[str, str], bool]
Rank = Callable[[Arc], Any]

ONE_BY_ONE = 50
"""Arcs of a tangle up to which they are taken out one by one; of more, this part of them goes at once."""


def back_arcs(
    after: Mapping[str, Iterable[str]], starts: Collection[str], dominates: Dominates, rank: Rank
) -> frozenset[Arc]:
    """Return the arcs that lead back (docs/theory.md#handoffs).

    An arc leads back when its head dominates its tail: then no case was at the tail without having been at the head.
    In a loop that can be entered in several places there may be none such; there those arcs lead back that rank lowest,
    but never the last one that leads to a node.

    >>> after = {"ask": ["check"], "check": ["ask"]}
    >>> back_arcs(after, ["check"], dominates=lambda one, other: one == "check", rank=str)
    frozenset({('ask', 'check')})
    """
    inner = [arc for arcs in _loops(after) for arc in arcs]
    back = {(tail, head) for tail, head in inner if dominates(head, tail)}
    tangles = [[arc for arc in inner if arc not in back]]
    led = Counter(head for tail, heads in after.items() for head in heads if (tail, head) not in back)
    led.update(starts)
    while tangles := [arcs for tangle in tangles for arcs in _loops(_mapping(tangle))]:
        for arcs in tangles:
            back.update(_lowest(sorted(arcs, key=rank), led))
        tangles = [[arc for arc in arcs if arc not in back] for arcs in tangles]
    return frozenset(back)


def _lowest(arcs: list[Arc], led: Counter[str]) -> list[Arc]:
    """Return the first of some arcs that are not the last to lead to a node; the first of all where there is none."""
    chosen: list[Arc] = []
    for arc in arcs:
        if led[arc[1]] > 1 and len(chosen) < max(1, len(arcs) // ONE_BY_ONE):
            led[arc[1]] -= 1
            chosen.append(arc)
    return chosen or arcs[:1]


def _loops(after: Mapping[str, Iterable[str]]) -> Iterator[list[Arc]]:
    """Yield the arcs of each loop."""
    loops = loops_in_order(linked(after))
    loop_of = {node: number for number, loop in enumerate(loops) for node in loop}
    for number, loop in enumerate(loops):
        arcs = [(node, target) for node in loop for target in after[node] if loop_of[target] == number]
        if arcs:
            yield arcs


def _mapping(arcs: Iterable[Arc]) -> dict[str, list[str]]:
    after: dict[str, list[str]] = {}
    for tail, head in arcs:
        after.setdefault(tail, []).append(head)
        after.setdefault(head, [])
    return after
