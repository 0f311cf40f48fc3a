"""Whose work an approval or a check looks at: nobody approves what they made themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowtrim.graph import FlowGraph
from flowtrim.model import Step

JUDGING = frozenset({"approve", "check"})
MAKING = frozenset({"do", "decide", "rework"})


def judged_work(graph: FlowGraph) -> Mapping[str, tuple[str, ...]]:
    """Return for each approval and check the steps whose work it looks at.

    They made what it takes as input; where it declares none, it looks at what was done right before it. What the
    customer says, or was only passed on, is nobody's work; nor does an approval make what it approves.

    >>> from flowtrim.model import Flow, Process
    >>> judged_work(FlowGraph(Process("Claim", steps=(
    ...     Step("write", "Write it", flows=(Flow("sign"),)), Step("sign", "Sign it", kind="approve")))))
    {'sign': ('write',)}
    """
    makers: dict[str, list[str]] = {}
    for step in graph.process.work:
        if step.kind in MAKING:
            for item in step.outputs:
                makers.setdefault(item, []).append(step.id)
    judging = [step for step in graph.process.work if step.kind in JUDGING]
    found = ((step.id, _made(step, makers) if step.inputs else _right_before(graph, step)) for step in judging)
    return {step_id: work for step_id, work in found if work}


def own_work(graph: FlowGraph) -> Iterator[tuple[str, str]]:
    """Yield each approval and check of ours with each step whose work it looks at that has the same owner.

    Where a duty keeps two persons of one role apart, it is another person's work; what somebody else judges with the
    owner, who did not do it with them as well, was seen by other eyes.

    >>> from flowtrim.model import Flow, Process
    >>> list(own_work(FlowGraph(Process("Claim", steps=(
    ...     Step("write", "Write it", owner="Clerk", flows=(Flow("sign"),)),
    ...     Step("sign", "Sign it", owner="Clerk", kind="approve"))))))
    [('sign', 'write')]
    """
    process = graph.process
    for judging, works in judged_work(graph).items():
        owner = process.step(judging).owner
        apart = {other for group in process.separate_persons if judging in group for other in group}
        if owner and process.is_ours(owner):
            own = (work for work in works if process.step(work).owner == owner)
            others = {*process.step(judging).alongside} - {owner}
            yield from (
                (judging, work) for work in own if work not in apart and others <= {*process.step(work).alongside}
            )


def _made(step: Step, makers: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(maker for item in step.inputs for maker in makers.get(item, ()) if maker != step.id))


def _right_before(graph: FlowGraph, step: Step) -> tuple[str, ...]:
    before = (source for source in graph.work_before[step.id] if (source, step.id) not in graph.work_back)
    return tuple(source for source in before if graph.process.step(source).kind in MAKING)
