"""Which work is sent back, and who decides it; answers, reminders and the next of several things are none."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.graph import Dominators, FlowGraph, branch_weights
from flowtrim.measures.several_things import is_next_one
from flowtrim.measures.waste import ALWAYS, BackFlow, with_flows
from flowtrim.model import END, Flow, Process, Step

HARDLY = 0.005
"""The share under which a way back is no rework worth a word: told without decimals it is 0 %. A figure of ours."""


class SentBack(Struct, frozen=True):
    """A way back, and the step that decides on it: ``share`` of the visits of ``decided_at``, None if not declared.

    ``carried_by`` is how many steps only carry back what was decided: 0 where the way leaves the one that decides.
    """

    flow: BackFlow
    decided_at: str
    share: float | None
    carried_by: int = 0


def sent_back(graph: FlowGraph, flows: Iterable[BackFlow]) -> tuple[SentBack, ...]:
    """Return the ways back that are rework, each with the step that decides on it.

    Who only tells what another step decided has no share of its own. A way that hardly a case takes is none, and a
    step that was asked by the one that it leads back to answers: that is no rework either, nor is the next of several
    things. Who only reminds somebody sends nothing back, nor is a case sent back to where it never was: of a loop that
    can be entered in several places the share is that of what comes back.

    >>> from flowtrim.measures.waste import back_flows
    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Claim", steps=(
    ...     Step("match", "Match it", flows=(Flow("clarify", share=0.1), Flow("end", share=0.9))),
    ...     Step("clarify", "Clarify it", flows=(Flow("match"),)))))
    >>> sent_back(graph, back_flows(graph))
    ()
    """
    known = tuple(flows)
    next_ones = those_to_the_next_one(graph, known)
    come_back = _parts_that_come_back(graph, known)
    again = (flow for flow in known if flow.share * come_back[flow] >= HARDLY and flow not in next_ones)
    decided = ((flow, _decision(graph, flow)) for flow in again)
    return tuple(
        SentBack(flow, found[0], found[1] and found[1] * come_back[flow], found[2])
        for flow, found in decided
        if found is not None and not (found[0] == flow.source and graph.process.step(flow.source).kind == "notify")
    )


MOST_ENTRIES = 50
"""Ways back into the midst of loops of which it is reckoned how many cases were there before."""


def _parts_that_come_back(graph: FlowGraph, flows: Iterable[BackFlow]) -> dict[BackFlow, float]:
    """Return of each way back which part of those who take it was at its target before.

    All were, unless there is a way to its source that passes its target by, which a case does not go beside it.
    """
    root = "\0start"
    tree = Dominators[str]({root: tuple(graph.starts), **graph.after}, root)
    part = dict.fromkeys(flows, 1.0)
    entering = [flow for flow in part if tree.reaches(flow.source) and not tree.dominates(flow.target, flow.source)]
    for flow in entering if len(entering) <= MOST_ENTRIES else ():
        if _is_passed_beside(graph, flow):
            continue
        ended = tuple(replace(each, flows=()) if each.id == flow.target else each for each in graph.process.steps)
        every = graph.visits[flow.source]
        first = FlowGraph(replace(graph.process, steps=ended, starts=graph.process.entries)).visits.get(flow.source)
        if every and first is not None:
            part[flow] = max(0.0, 1.0 - first / every)
    return part


def _is_passed_beside(graph: FlowGraph, flow: BackFlow) -> bool:
    """Whether a case may be on one of several branches at the target of a way back, and on another one pass it by."""
    import networkx as nx

    def leading(to: str, without: str) -> set[str]:
        way = nx.restricted_view(graph.network, {without}, [])
        return {to, *nx.ancestors(way, to)}

    there, past = leading(flow.target, without=flow.source), leading(flow.source, without=flow.target)
    for step in graph.process.steps:
        targets = {each.to for each in step.flows} if step.split != "one" else set()
        if any(one != other for one in targets & there for other in targets & past):
            return True
    return False


def those_to_the_next_one(graph: FlowGraph, flows: Iterable[BackFlow]) -> dict[BackFlow, str]:
    """Return the ways back that lead to the next of several things, with the condition that says so.

    >>> from flowtrim.measures.waste import back_flows
    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Rooms", steps=(
    ...     Step("clean", "Clean a room", flows=(Flow("clean", when="another room is left"), Flow("end"))),)))
    >>> [*those_to_the_next_one(graph, back_flows(graph)).values()]
    ['another room is left']
    """
    said: dict[str, dict[str, list[str]]] = {}
    found: dict[BackFlow, str] = {}
    for flow in flows:
        if flow.source not in said:
            said[flow.source] = _conditions(graph.process, flow.source)
        when = next(filter(is_next_one, said[flow.source].get(flow.target, ())), None)
        if when is not None:
            found[flow] = when
    return found


def one_of_each(graph: FlowGraph) -> FlowGraph:
    """Return the graph as one of several things goes through it: without the ways back to the next one.

    >>> from flowtrim.model import Flow, Process, Step
    >>> one_of_each(FlowGraph(Process("Rooms", steps=(Step("clean", "Clean a room", flows=(
    ...     Flow("clean", when="another room is left", share=0.9), Flow("end"))),)))).visits["clean"]
    1.0
    """

    def is_left(step: Step, flow: Flow) -> bool:
        if not flow.when or not is_next_one(flow.when):
            return True
        return flow.to == END or (flow.to != step.id and not graph.can_follow(flow.to, step.id))

    choices = [step for step in graph.process.steps if step.split == "one" and len(step.flows) > 1]
    kept = {step.id: [is_left(step, flow) for flow in step.flows] for step in choices}
    if all(map(all, kept.values())):
        return graph
    closed = {step: left for step, left in kept.items() if any(left)}
    steps = tuple(with_flows(step, closed[step.id]) if step.id in closed else step for step in graph.process.steps)
    return FlowGraph(replace(graph.process, steps=steps))


def _conditions(process: Process, source: str) -> dict[str, list[str]]:
    """Return the conditions on the ways from a step to all that follow it, those of gateways in between included."""
    waiting: list[tuple[str, tuple[str, ...]]] = [(source, ())]
    found: dict[str, list[str]] = {}
    seen = {source}
    while waiting:
        node, said = waiting.pop()
        for flow in process.step(node).flows:
            told = (*said, flow.when) if flow.when else said
            found.setdefault(flow.to, []).extend(told)
            if flow.to not in seen and process.has_step(flow.to) and not process.step(flow.to).is_work:
                seen.add(flow.to)
                waiting.append((flow.to, told))
    return found


def _decision(graph: FlowGraph, flow: BackFlow) -> tuple[str, float | None, int] | None:
    """Return the step that decides on a way back, its share, and how many carry it; None for an answer to its target.

    Where more than one step may have decided, it is the one that the way leaves, without a share.
    """
    step_id, share, passed = flow.source, flow.share, {flow.source}
    while share > 1 - ALWAYS:
        before = graph.work_before[step_id]
        asker = next(iter(before)) if len(before) == 1 and step_id not in graph.starts else None
        if asker is None or asker in passed:
            return flow.source, None, 0
        if asker == flow.target:
            return None
        step_id, share = asker, graph.work_after[asker][step_id]
        passed.add(step_id)
    is_assumed = graph.assumed and _is_assumed(graph, graph.process.step(step_id))
    return step_id, None if is_assumed else share, len(passed) - 1


def _is_assumed(graph: FlowGraph, step: Step) -> bool:
    """Whether the shares by which a step decides had to be assumed, its own or those of a choice behind it."""
    behind = (graph.process.step(flow.to) for flow in step.flows if graph.process.has_step(flow.to))
    return branch_weights(step)[1] or any(not each.is_work and branch_weights(each)[1] for each in behind)
