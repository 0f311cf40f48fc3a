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


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask where a case goes on twice."""
    process = survey.process
    faults = {fault.steps[0]: fault for fault in survey.soundness.faults if fault.kind == "lack-of-synchronisation"}
    for step_id, fault in faults.items():
        before = dict.fromkeys(source for source, _ in fault.flows if process.has_step(source))
        sources = listed(process.step(source).name for source in before) or "what leads there"
        if process.has_step(step_id):
            name = process.step(step_id).name
            yield on_step(
                process.step(step_id),
                f"{quoted(name)} may be done twice in one case: it does not wait for all of {sources}.",
            )
        else:
            yield Finding(f"A case may end twice: its end does not wait for all of {sources}.")
