"""What a terminate end does to what runs beside it: nothing waits for that in vain, and no loop goes on for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flowtrim.formats.bpmn.elements import GATEWAYS
from flowtrim.formats.bpmn.records import Node


class Stopped(NamedTuple):
    """Which nodes wait for what is still on its way only, and which of a loop are where it is left when it is stopped.

    ``ends`` are the terminate ends that something may run beside.
    """

    joins: frozenset[str] = frozenset()
    loops: frozenset[str] = frozenset()
    ends: tuple[str, ...] = ()


def stopped_by(nodes: Sequence[Node], after: Mapping[str, Sequence[str]]) -> Stopped:
    """Return what the terminate ends of a scope change; ``after`` are the nodes that follow each one, in it or not."""
    after = {own: [to for to in targets if to in after] for own, targets in after.items()}
    ends = {node.id for node in nodes if stops_all(node)}
    forking = [node.id for node in nodes if forks(node, after)]
    if not ends or not forking:
        return Stopped()
    reach = {node.id: _reached(node.id, after) for node in nodes}
    beside = set().union(*(reach[fork] for fork in forking if ends & reach[fork]))
    entering = {node.id: [source for source, targets in after.items() if node.id in targets] for node in nodes}
    joins = {node.id for node in nodes if len(entering[node.id]) > 1 and node.id in beside}
    races = {own for own in joins if own in ends or (len(after[own]) == 1 and after[own][0] in ends)}
    tags = {node.id: node.tag for node in nodes}
    vain = {own for own in joins if tags[own] == "parallelGateway" and _waits_in_vain(own, ends, forking, after, reach)}
    waiting = frozenset({own for own in races if tags[own] != "parallelGateway"} | vain)
    return Stopped(waiting, _left(nodes, beside, reach), tuple(own for own in tags if own in ends & beside))


def stops_all(node: Node) -> bool:
    """Whether a node is a terminate end; what one of ours stops is said by its marks already."""
    return node.tag == "endEvent" and node.event == "terminate" and node.mark is None


def forks(node: Node, after: Mapping[str, Sequence[object]]) -> bool:
    """Whether more than one of the ways on from a node may be taken side by side; ``after`` are those of each."""
    return len(after[node.id]) > 1 and GATEWAYS.get(node.tag, ("all", "any"))[0] != "one"


def _reached(start: str, after: Mapping[str, Sequence[str]], without: str = "") -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        for target in after[waiting.pop()]:
            if target not in reached and target != without:
                reached.add(target)
                waiting.append(target)
    return reached


def _waits_in_vain(
    join: str, ends: set[str], forking: Sequence[str], after: Mapping[str, Sequence[str]], reach: Mapping[str, set[str]]
) -> bool:
    """Whether a choice between the join and a terminate end leaves the join with what comes by another branch."""
    choices = [
        own for own in after if len(after[own]) > 1 and own not in forking and join in reach[own] and ends & reach[own]
    ]
    return any(
        choice in reach[fork] and join in _reached(fork, after, without=choice)
        for choice in choices
        for fork in forking
    )


def _left(nodes: Sequence[Node], beside: set[str], reach: Mapping[str, set[str]]) -> frozenset[str]:
    """Return a node of each loop without a way out: the first event that is waited for, else its first step."""
    loops: dict[frozenset[str], list[Node]] = {}
    for node in nodes:
        inside = reach[node.id]
        if node.id in beside and node.id in inside and all(inside <= reach[other] for other in inside):
            loops.setdefault(frozenset(inside), []).append(node)
    found = (
        min(each, key=lambda node: ("Catch" not in node.tag, node.tag == "parallelGateway")) for each in loops.values()
    )
    return frozenset(node.id for node in found if node.tag != "parallelGateway")
