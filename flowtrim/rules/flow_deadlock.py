"""A place where a case may wait for ever.

## Why it matters

A step that waits for all of its flows, of which only one will come, never starts. The case is in nobody's
queue, so nobody misses it but the customer.

## Example

```yaml
process: Ship an order
steps:
  - {id: look, name: Look at the order, owner: Desk, next: [{to: ship, when: paid}, {to: bill, when: unpaid}]}
  - {id: ship, name: Ship the goods, owner: Store, next: close}
  - {id: bill, name: Send the bill, owner: Billing, next: close}
  - {id: close, name: Close the order, owner: Desk, join: all}
```

## Instead

```yaml
process: Ship an order
steps:
  - {id: look, name: Look at the order, owner: Desk, next: {all: [ship, bill]}}
  - {id: ship, name: Ship the goods, owner: Store, next: close}
  - {id: bill, name: Send the bill, owner: Billing, next: close}
  - {id: close, name: Close the order, owner: Desk, join: all}
```

## When to accept it

Never: say which flows the step waits for.

## Source

Soundness of workflow graphs: Favre, Völzer, Müller, *Diagnostic information for control-flow analysis of
workflow graphs*, TACAS 2016.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowtrim.graph import FlowGraph, origin
from flowtrim.graph.sections import named, ways_apart
from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed, on_step, quoted
from flowtrim.sentences import quoted_list, say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask where a case may wait for ever."""
    process = survey.process
    faults = {fault.steps[0]: fault for fault in survey.soundness.faults if fault.kind == "deadlock"}
    for step_id, fault in faults.items():
        waited_for = {source for source, _ in fault.flows}
        before = [step.id for step in process.steps if step.id in waited_for]
        sources = listed(named(survey.graph, before)) or say("what leads there")
        if process.has_step(step_id):
            step = process.step(step_id)
            told = say("{step} waits for {sources}, and may wait for ever.", step=quoted(step.name), sources=sources)
            cure = _cure(survey, step_id) or _meeting(survey, step_id, before)
            yield on_step(step, say("{finding} {advice}", finding=told, advice=cure) if cure else told)
        else:
            yield Finding(say("A case may wait for ever at its end, for {sources}.", sources=sources))


def _cure(survey: Survey, step_id: str) -> str:
    """Say what to do where a way back brings only one of the flows that a step waits for."""
    process, graph = survey.process, survey.spelled.shape  # a passed deadline may lead back, too
    back = next((arc for arc in sorted(graph.back_arcs) if _comes_again(graph, arc, step_id)), None)
    if back is None:
        return ""
    source, target = (quoted(process.step(origin(one)).name) for one in back)
    if origin(back[1]) == step_id:
        told = {"source": source, "target": target}
        return say(
            "The way back from {source} comes alone: let a gateway before {target} wait for the rest instead.", **told
        )
    return say(
        "The way back from {source} to {target} brings one of them only: lead it back to where they part, or past "
        "{step}.",
        source=source,
        target=target,
        step=quoted(process.step(step_id).name),
    )


def _meeting(survey: Survey, step_id: str, before: Sequence[str]) -> str:
    """Say what to do where several ways of one choice lead to a step that waits for all of them."""
    process, graph = survey.process, survey.graph
    step = quoted(process.step(step_id).name)
    for choice in (process.step(one) for one in graph.reading_order):
        ways = ways_apart(graph, choice.id, before, to=step_id)
        if choice.id in ways:
            return say(
                "Only one of the ways from {choice} comes: let them meet at a gateway before {step}.",
                choice=quoted(choice.name),
                step=step,
            )
        if ways:
            told = {"ways": quoted_list(named(graph, ways)), "choice": quoted(choice.name), "step": step}
            return say(
                "Of {ways} only one comes, as {choice} decides: let them meet at a gateway before {step}.", **told
            )
    return ""


def _comes_again(graph: FlowGraph, back: tuple[str, str], step_id: str) -> bool:
    """Whether a way back starts behind a step and leads to it again."""
    source, target = back
    within = graph.loop_of
    comes_alone = origin(target) == step_id or not graph.dominates(target, step_id)
    return within[source] == within[target] == within[step_id] and comes_alone
