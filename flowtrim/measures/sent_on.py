"""Where the customer is sent from one of our roles to another one (docs/theory.md#the-customer)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from flowtrim.graph import FlowGraph
from flowtrim.measures.customer_contacts import contacts
from flowtrim.model import Process, Step

OFTEN = 0.1
"""The share of the cases from which a way back counts as one on which a customer is sent on. A figure of ours."""


def sent_on(graph: FlowGraph) -> Mapping[str, tuple[str, ...]]:
    """Return the contact steps to which a customer may come who spoke with other roles last, and these roles.

    Whoever spoke with the same role last is not sent on; of branches side by side each may have been the last. A way
    back that hardly a case takes sends nobody on.

    >>> from flowtrim.model import Flow, Process, Step
    >>> sent_on(FlowGraph(Process("Claim", steps=(
    ...     Step("call", "Take the call", owner="Care", kind="contact", flows=(Flow("again"),)),
    ...     Step("again", "Take it again", owner="Billing", kind="contact", flows=(Flow("tell"),)),
    ...     Step("tell", "Tell them", owner="Billing", kind="contact")))))
    {'again': ('Care',)}
    """
    met = contacts(graph)
    turn = {role: number for number, role in enumerate(dict.fromkeys(met.values()))}
    others: dict[str, frozenset[str]] = {}
    sources = _sources(graph, met)
    for role in turn if len(turn) > 1 else ():
        last = _spoken_last(graph, sources, met, role)
        others |= {step: found.others for step, found in last.items()}
    return {step: tuple(sorted(others[step], key=turn.__getitem__)) for step in met if others.get(step)}


def has_the_skill(process: Process, role: str, step: Step) -> bool:
    """Whether a role could speak with the customer at a step, as far as skills are declared."""
    skills = process.role(role).skills
    return step.skill is None or skills is None or step.skill in skills


class _Last(Struct, frozen=True):
    """With whom a case may have spoken last where it is: with the role in question, with nobody, with others."""

    same: bool = False
    nobody: bool = False
    others: frozenset[str] = frozenset()

    @property
    def may_be_another(self) -> bool:
        """Whether a case may be there that did not speak with the role last."""
        return self.nobody or bool(self.others)


_NOBODY = _Last(nobody=True)


def _spoken_last(
    graph: FlowGraph, sources: Mapping[str, Sequence[str]], met: Mapping[str, str], role: str
) -> Mapping[str, _Last]:
    """Return for each contact of a role with whom a case may have spoken last that arrives there."""
    arriving = dict.fromkeys(sources, _Last())
    said = {other: _Last(others=frozenset({other})) for other in met.values()} | {role: _Last(same=True)}

    def leaving(node: str) -> _Last:
        return said[met[node]] if node in met else arriving[node]

    def arrives(node: str) -> _Last:
        ways = [leaving(source) for source in sources[node]] + [_NOBODY] * (node in graph.starts)
        if len(ways) == 1:
            return ways[0]
        return _of_branches(ways) if graph.process.step(node).join == "all" else _of_ways(ways)

    meeting, is_settled = [node for node in sources if node not in met], False
    while not is_settled:
        is_settled = True
        for node in meeting:
            if (found := arrives(node)) != arriving[node]:
                arriving[node], is_settled = found, False
    return {node: arrives(node) for node in sources if met.get(node) == role}


def _sources(graph: FlowGraph, met: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what leads to each contact, and to each node where ways meet; what stands alone between is passed over."""
    passed: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for node in (node for node in graph.reading_order if node in graph.reachable):
        leading = (one for one in graph.before[node] if one in graph.reachable)
        before = [passed.get(one, one) for one in leading if not _is_rare_way_back(graph, one, node)]
        if len(before) == 1 and before[0] in found and node not in met and node not in graph.starts:
            passed[node] = before[0]
        else:
            found[node] = before
    return {node: [passed.get(one, one) for one in before] for node, before in found.items()}


def _of_ways(ways: Sequence[_Last]) -> _Last:
    return _Last(
        same=any(way.same for way in ways),
        nobody=any(way.nobody for way in ways),
        others=frozenset[str]().union(*(way.others for way in ways)),
    )


def _of_branches(ways: Sequence[_Last]) -> _Last:
    """Return the same for work side by side: who spoke with the role on one of the branches knows it."""
    others = all(way.may_be_another for way in ways)
    return _Last(
        same=any(way.same for way in ways),
        nobody=all(way.nobody for way in ways),
        others=frozenset[str]().union(*(way.others for way in ways)) if others else frozenset(),
    )


def _is_rare_way_back(graph: FlowGraph, source: str, target: str) -> bool:
    """Whether a flow leads back that hardly a case takes, by shares that somebody declared."""
    if (source, target) not in graph.back_arcs:
        return False
    often = graph.visits[source]
    is_declared = all(flow.share is not None for flow in graph.process.step(source).flows if flow.to == target)
    return is_declared and often is not None and often * graph.after[source][target] < OFTEN
