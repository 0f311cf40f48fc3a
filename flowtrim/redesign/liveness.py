"""Which steps still matter for what the process delivers: backwards from its outputs, as a compiler finds dead code."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flowtrim.model import Process, Step


def is_declared(process: Process) -> bool:
    """Whether enough is declared to tell: what the process delivers, and what some steps take and make."""
    taken = {item for step in process.work for item in step.inputs}
    made = {item for step in process.work for item in step.outputs}
    return bool(taken) and not made.isdisjoint(process.outputs)


def live_steps(steps: Sequence[Step], *, outputs: Collection[str], roots: Collection[str] = ()) -> frozenset[str]:
    """The steps whose outputs reach the outputs of the process, or a root, through the inputs of others.

    ``roots`` are steps that matter for another reason. A step alive makes all that makes its inputs alive.

    >>> live_steps([Step("a", "A", outputs=("x",)), Step("b", "B", inputs=("x",), outputs=("y",)),
    ...             Step("c", "C", inputs=("x",), outputs=("z",))], outputs=["y"]) == {"a", "b"}
    True
    """
    makers: dict[str, list[Step]] = {}
    for step in steps:
        for item in dict.fromkeys(step.outputs):
            makers.setdefault(item, []).append(step)
    wanted = set(outputs)
    live = {step.id for step in steps if step.id in roots or not wanted.isdisjoint(step.outputs)}
    waiting = [step for step in steps if step.id in live]
    while waiting:
        for item in waiting.pop().inputs:
            fresh = [maker for maker in makers.pop(item, ()) if maker.id not in live]
            live.update(maker.id for maker in fresh)
            waiting.extend(fresh)
    return frozenset(live)
