"""Parallel sections: where a case is in several places at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from flowtrim.graph.dominators import Dominators
from flowtrim.graph.flow_graph import FlowGraph
from flowtrim.graph.loops import led_to

_FINISH = "\0finish"

MOST_TOLD = 20_000
"""Nodes in all courses of a section up to which these are told one by one, where there are several."""


def sections(graph: FlowGraph) -> dict[str, str]:
    """Return, for each node inside a parallel or inclusive section, the split that opens the outermost one around it.

    A section reaches from its split to the first node that every branch passes, which is no part of it.

    >>> from flowtrim.model import Flow, Process, Step
    >>> sections(FlowGraph(Process("Ship and bill", steps=(
    ...     Step("order", "Order", flows=(Flow("ship"), Flow("bill")), split="all"),
    ...     Step("ship", "Ship", flows=(Flow("close"),)),
    ...     Step("bill", "Bill", flows=(Flow("close"),)),
    ...     Step("close", "Close", join="all")))))
    {'ship': 'order', 'bill': 'order'}
    """
    splits = [s.id for s in graph.process.steps if s.split != "one" and len(graph.after[s.id]) > 1]
    if not splits:
        return {}
    closing = _closing(graph)
    found: dict[str, str] = {}
    for split in sorted(splits, key={node: n for n, node in enumerate(graph.reading_order)}.__getitem__):
        # of two that lie in a loop and never close, each lies inside the other one: the first is the outer one
        if split not in found:
            for node in _between(graph, split, closing.get(split, _FINISH)):
                found.setdefault(node, split)
    return found


def _closing(graph: FlowGraph) -> dict[str, str]:
    """Return the first node that every way from a node to an end passes."""
    backwards = {node: [*sources] for node, sources in graph.before.items()}
    return Dominators({_FINISH: [*graph.ends], **backwards}, _FINISH).parent


def _between(graph: FlowGraph, split: str, closing: str) -> dict[str, None]:
    found: dict[str, None] = {}
    waiting = [*graph.after[split]]
    while waiting:
        node = waiting.pop()
        if node not in found and node not in (closing, split):
            found[node] = None
            waiting.extend(graph.after[node])
    return dict.fromkeys(node for node in graph.after if node in found)


class Section(NamedTuple):
    """What goes on beside each other after a split, up to the join where all of it meets; None for the end.

    ``inside`` is in the order of flow, without what is only come to by a way back; ``after`` says what may follow each
    node of it, ways back left out, and nothing where a case may end there.
    """

    split: str
    join: str | None
    inside: tuple[str, ...]
    after: Mapping[str, Sequence[str]]
    choices: Mapping[str, Sequence[Sequence[str]]]

    @property
    def courses(self) -> Iterator[Mapping[str, Sequence[str]]]:
        """What follows each node, for each way in which the choices may fall."""
        for chosen in product(*self.choices.values()):
            yield {**self.after, **dict(zip(self.choices, chosen, strict=True))}


def parallel_sections(graph: FlowGraph) -> Iterator[Section]:
    """Yield the outermost sections of which all branches are taken, where their courses can be told one by one.

    >>> from flowtrim.model import Flow, Process, Step
    >>> [section] = parallel_sections(FlowGraph(Process("Ship and bill", steps=(
    ...     Step("order", "Order", flows=(Flow("ship"), Flow("bill")), split="all"),
    ...     Step("ship", "Ship", flows=(Flow("close"),)),
    ...     Step("bill", "Bill", flows=(Flow("close"), Flow("end"))),
    ...     Step("close", "Close", join="all")))))
    >>> section.inside, [course["bill"] for course in section.courses]
    (('ship', 'bill', 'close'), [['close'], ()])
    """
    splits = [s.id for s in graph.process.steps if s.split == "all" and len(graph.onward(s.id)) > 1]
    if not splits:
        return
    closing, place = _closing(graph), {node: number for number, node in enumerate(graph.reading_order)}
    seen: set[str] = set()
    for split in sorted(splits, key=place.__getitem__):
        if split not in seen and split in graph.reachable:
            join = closing.get(split, _FINISH)
            section = _section(graph, split, None if join == _FINISH else join, place)
            if section is not None:
                seen.update(section.inside)
                yield section


def _section(graph: FlowGraph, split: str, join: str | None, place: Mapping[str, int]) -> Section | None:
    """Return what goes on from a split to where it meets; None where it is entered elsewhere, too, or too large."""
    after = {split: graph.onward(split)}
    waiting = [split]
    for node in waiting:
        fresh = [target for target in after[node] if target != join and target not in after]
        after.update((target, graph.onward(target)) for target in fresh)
        waiting += dict.fromkeys(fresh)
    inside = tuple(sorted(after.keys() - {split}, key=place.__getitem__))
    choices = {node: _ways_on(graph, node, after[node]) for node in inside if graph.process.step(node).split != "all"}
    choices = {node: ways for node, ways in choices.items() if len(ways) > 1}
    is_entered = any(node in graph.starts or not after.keys() >= _sources(graph, node) for node in inside)
    if is_entered or (choices and len(inside) * prod(map(len, choices.values())) > MOST_TOLD):
        return None
    return Section(split, join, inside, after, choices)


def _ways_on(graph: FlowGraph, node: str, onward: Sequence[str]) -> list[Sequence[str]]:
    """Return what may follow a node of which one way is taken; nothing where a case may end there."""
    return [[target] for target in onward] + [()] * (node in graph.ends)


def _sources(graph: FlowGraph, node: str) -> set[str]:
    """Return from where a case comes to a node, ways back left out."""
    return {one for one in graph.before[node] if one in graph.reachable and (one, node) not in graph.back_arcs}


def ways_apart(graph: FlowGraph, choice: str, nodes: Iterable[str], *, to: str) -> list[str]:
    """Return those of some nodes before another one that a case comes to by different ways of a choice only.

    The choice itself is one of them where a way leads straight to the other node. Ways back are left out.

    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Ship or bill", steps=(
    ...     Step("order", "Order", flows=(Flow("ship"), Flow("bill"))), Step("ship", "Ship", flows=(Flow("close"),)),
    ...     Step("bill", "Bill", flows=(Flow("close"),)), Step("close", "Close", join="all"))))
    >>> ways_apart(graph, "order", ["ship", "bill"], to="close")
    ['ship', 'bill']
    """
    if graph.process.step(choice).split != "one":
        return []
    onward = {node: graph.onward(node) for node in graph.after}
    behind = {head: {choice} if head == to else led_to([head], onward) for head in onward[choice]}
    found = {one: {head for head in behind if one in behind[head]} for one in nodes if graph.dominates(choice, one)}
    ways = {one: heads for one, heads in found.items() if heads}
    return [one for one, heads in ways.items() if any(heads.isdisjoint(others) for others in ways.values())]


def named(graph: FlowGraph, nodes: Iterable[str]) -> list[str]:
    """Return the names of some nodes; what leads to it stands for a gateway without one.

    >>> from flowtrim.model import Flow, Process, Step
    >>> named(FlowGraph(Process("Ship", steps=(
    ...     Step("order", "Order", flows=(Flow("g"),)), Step("g", "g", kind="gateway")))), ["g"])
    ['Order']
    """
    waiting, found = [*nodes], list[str]()
    for step in map(graph.process.step, waiting):
        if step.is_work or step.name != step.id:
            found.append(step.name)
        else:
            waiting.extend(one for one in graph.before[step.id] if one not in waiting)
    return found
