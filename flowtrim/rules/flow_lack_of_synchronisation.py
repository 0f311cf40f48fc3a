"""A place where one case goes on twice.

## Why it matters

Work that was split runs into a step that does not wait for the rest. The step is done once for each part: two
letters, two payments, two answers.

## Example

```yaml
process: Ship an order
steps:
  - {id: look, name: Look at the order, owner: Desk, next: {all: [ship, bill]}}
  - {id: ship, name: Ship the goods, owner: Store, next: close}
  - {id: bill, name: Send the bill, owner: Billing, next: close}
  - {id: close, name: Close the order, owner: Desk}
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

When the step is meant to be done once for each part: then the parts are cases of a process of their own.

## Source

Soundness of workflow graphs: Favre, Völzer, Müller, *Diagnostic information for control-flow analysis of
workflow graphs*, TACAS 2016.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask where a case goes on twice."""
    process = survey.process
    faults = {fault.steps[0]: fault for fault in survey.soundness.faults if fault.kind == "lack-of-synchronisation"}
    for step_id, fault in faults.items():
        left = {source for source, _ in fault.flows}
        before = [step.id for step in process.steps if step.id in left]
        sources = listed(process.step(source).name for source in before)
        if process.has_step(step_id):
            step = process.step(step_id)
            yield on_step(step, _step_told(quoted(step.name), sources))
        else:
            yield Finding(_end_told(sources))


def _step_told(name: str, sources: str) -> str:
    if sources:
        return say(
            "{step} may be done twice in one case: it does not wait for all of {sources}.", step=name, sources=sources
        )
    return say("{step} may be done twice in one case: it does not wait for all of what leads there.", step=name)


def _end_told(sources: str) -> str:
    if sources:
        return say("A case may end twice: its end does not wait for all of {sources}.", sources=sources)
    return say("A case may end twice: its end does not wait for all of what leads there.")
