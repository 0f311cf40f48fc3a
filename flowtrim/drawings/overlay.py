"""Before and after in one picture: one order of columns and lanes, and what is gone as ghosts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec.structs import replace

from flowtrim.changes import Fate
from flowtrim.drawings.chart import Chart, Node, State, chart_of, ghosts
from flowtrim.drawings.order import Order
from flowtrim.graph import FlowGraph
from flowtrim.model import Flow, Process, Start, longest_run
from flowtrim.sentences import messages, say

_AFTER = "\0after"


def overlay(
    before: Process, after: Process, numbers: Mapping[str, str], fates: Mapping[str, Fate] | None = None
) -> tuple[Order, Chart]:
    """Lay two processes upon each other; fates that nobody hands over are read off the ids."""
    known = fates_of(before, after) | dict(fates or {})
    twice = {step.id for step in after.steps if known.get(step.id) == "moved" and before.has_step(step.id)}
    later = _twofold(after, twice)
    order = _order(before, after, twice)
    states = {step.id: state_of(known.get(step.id.removesuffix(_AFTER), "new")) for step in later.steps}
    called = {**numbers, **{moved(step_id): numbers[step_id] for step_id in twice if step_id in numbers}}
    earlier_chart, later_chart = chart_of(before, order, numbers), chart_of(later, order, called, states=states)
    fading = _faded(earlier_chart, known)
    gone = frozenset(node.key for node in fading.nodes if node.key not in later_chart.node)
    return order, _upon(earlier_chart, later_chart, ghosts(fading, gone))


def fates_of(before: Process, after: Process) -> dict[str, Fate]:
    """Say of every step what becomes of it, as far as ids tell: moved is another role, or another place in the order.

    >>> from flowtrim.model import Step
    >>> fates_of(Process("A", (Step("a", "A"), Step("b", "B"))), Process("A", (Step("b", "B"), Step("c", "C"))))
    {'a': 'dropped', 'b': 'kept', 'c': 'new'}
    """
    fates: dict[str, Fate] = {step.id: "kept" if after.has_step(step.id) else "dropped" for step in before.steps}
    fates |= {step.id: "new" for step in after.steps if not before.has_step(step.id)}
    for step in after.work:
        if fates[step.id] == "kept" and before.step(step.id).owner != step.owner:
            fates[step.id] = "moved"
    in_order = _in_order(before, after)
    fates |= {step.id: "moved" for step in after.work if before.has_step(step.id) and step.id not in in_order}
    return fates


def moved(step_id: str) -> str:
    """Return the id of a moved step in the order of both: it stands there twice, at its old and its new place."""
    return step_id + _AFTER


def _in_order(before: Process, after: Process) -> set[str]:
    """Return the steps of both that still follow each other as they did."""
    reading = FlowGraph(before).reading_order
    rank = {step_id: place for place, step_id in enumerate(reading)}
    common = [rank[step_id] for step_id in FlowGraph(after).reading_order if step_id in rank]
    return {reading[common[place]] for place in longest_run(common)}


def _order(before: Process, after: Process, twice: set[str]) -> Order:
    """Return one order of both; a step that only went into other hands stays in its column."""
    apart = Order.of(FlowGraph(_union(before, _twofold(after, twice))))
    stay = twice & _in_order(before, after)
    joint = Order.of(FlowGraph(_union(before, _twofold(after, twice - stay))))
    reading = [name for step in joint.reading for name in ((step, moved(step)) if step in stay else (step,))]
    column = {**joint.column, **{moved(step): joint.column[step] for step in stay}}
    return replace(apart, reading=tuple(reading), column=column)


def state_of(fate: Fate) -> State:
    """Return how a step is drawn that became of one before."""
    return fate if fate in {"moved", "new"} else "kept"


def _faded(chart: Chart, fates: Mapping[str, Fate]) -> Chart:
    lost = {"dropped", "merged", "split"}
    return replace(chart, nodes=tuple(
        replace(node, state=fates[node.step.id]) if node.step and fates.get(node.step.id) in lost else node
        for node in chart.nodes
    ))  # fmt: skip


def _upon(before: Chart, after: Chart, pale: Iterable[Node]) -> Chart:
    kept = {(link.source, link.target) for link in after.links}
    marks = (replace(node, state="ghost") for node in before.nodes if node.step is None and node.key not in after.node)
    lost = (replace(link, state="ghost", heavy=False, text="", share="") for link in before.links
            if (link.source, link.target) not in kept)  # fmt: skip
    return Chart((*after.nodes, *pale, *marks), (*after.links, *lost))


def _twofold(process: Process, twice: set[str]) -> Process:
    return process.renamed({step_id: moved(step_id) for step_id in twice})


def _union(before: Process, after: Process) -> Process:
    """Return a process with the steps and flows of both, for its order only."""
    steps = {step.id: step for step in before.steps}
    for step in after.steps:
        known = steps.get(step.id)
        if known is None:
            steps[step.id] = step
            continue
        targets = {flow.to for flow in known.flows}
        more = tuple(Flow(flow.to) for flow in step.flows if flow.to not in targets)
        steps[step.id] = replace(known, flows=known.flows + more)
    starts = dict.fromkeys([*FlowGraph(before).starts, *FlowGraph(after).starts])
    return replace(before, steps=tuple(steps.values()), starts=tuple(map(Start, starts)), roles=())


def titled(process: Process, side: Literal["before", "after"]) -> Process:
    """Return the process under a name that says on which side of a change it is, in its language."""
    name = process.name
    told = say("{name}: before", name=name) if side == "before" else say("{name}: after", name=name)
    return replace(process, name=messages(process.language)(told))
