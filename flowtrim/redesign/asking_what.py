"""Stage 2, what: drop what nobody uses, backwards from what the process delivers, as a compiler finds dead code."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flowtrim.measures import Survey
from flowtrim.model import Drop, Process, Step
from flowtrim.redesign.asking_why import backwards, release_idle, whole_branch
from flowtrim.redesign.cautions import Cautions, decides
from flowtrim.redesign.workbench import Bench

RULE = "what-output-unused"
DECIDING = frozenset({"decide", "approve", "check"})


def ask_what(bench: Bench) -> None:
    """Drop the steps whose outputs reach nobody, the last in the flow first."""
    survey = bench.survey
    tried = {refused.change.step for refused in bench.refused if isinstance(refused.change, Drop)}
    dead = [step.id for step in dead_steps(survey) if step.id not in tried]
    bench.begin("what", len(dead))
    cautions = Cautions(survey.process)
    for step in map(bench.step, backwards(survey, dead)):
        against = (*cautions.about(step), *whole_branch(bench, step))
        if step.why and step.id not in bench.unjustified:
            against = (f"Its reason is said to be: {step.why}", *against)
        change = Drop(step.id, because="Nobody uses what it delivers.")
        if bench.propose(change, rule=RULE, against=against, safe=not against):
            cautions.forget(step)
    release_idle(bench)
    bench.end()


def dead_steps(survey: Survey) -> list[Step]:
    """Return the steps whose outputs reach neither the outputs of the process nor a step that matters otherwise.

    A step with a reason that holds matters, and so does one that declares no outputs, since nobody knows what it
    is good for, nor one that decides: its own branches use what it found. Where too little is declared nothing is
    called dead.
    """
    process = survey.process
    if not is_declared(process):
        return []
    roots = {step.id for step in process.work if not step.outputs or (step.kind in DECIDING and decides(step))}
    roots |= survey.justification.justified
    live = live_steps(process.work, outputs=process.outputs, roots=roots)
    return [step for step in process.work if step.id not in live]


def is_declared(process: Process) -> bool:
    """Whether enough is declared to tell: what the process delivers, and what some steps take and make."""
    taken = {item for step in process.work for item in step.inputs}
    made = {item for step in process.work for item in step.outputs}
    return bool(taken) and not made.isdisjoint(process.outputs)


def live_steps(steps: Sequence[Step], *, outputs: Collection[str], roots: Collection[str] = ()) -> frozenset[str]:
    """Return the steps whose outputs reach the outputs of the process, or a root, through the inputs of others.

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
