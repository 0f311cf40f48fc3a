"""A step that no case ever comes to.

## Why it matters

It is described, trained, reviewed and drawn, and never happens. Either a flow to it was forgotten, or the
step is a left-over. Said once for each piece of the process that cannot be reached, at its first step.

## Example

```yaml
process: Expense claim
steps:
  - {id: check, name: Check the claim, owner: Payroll, next: pay}
  - {id: stamp, name: Stamp the claim, owner: Registry, next: pay}
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {id: check, name: Check the claim, owner: Payroll, next: stamp}
  - {id: stamp, name: Stamp the claim, owner: Registry, next: pay}
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## When to accept it

While the way to it is being built.

## Source

Soundness: every node lies on a way from start to end; van der Aalst and others, *Soundness of workflow nets*,
2011.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.model import Drop
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say, say_many


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether every step can happen."""
    graph = survey.graph
    seen = set(graph.reachable)
    for step_id in graph.reading_order:
        if step_id in seen:
            continue
        behind = _spread(survey, step_id, seen)
        step = survey.process.step(step_id)
        if behind:
            message = say_many(
                behind,
                "No case ever comes to {step}, nor to {number} step that only it leads to.",
                "No case ever comes to {step}, nor to {number} steps that only it leads to.",
                step=quoted(step.name),
            )
            yield on_step(step, message)
        else:
            message = say("No case ever comes to {step}.", step=quoted(step.name))
            yield on_step(step, message, Drop(step_id, because=say("No case ever comes to it.")))


def _spread(survey: Survey, first: str, seen: set[str]) -> int:
    """Mark what the first step leads to as seen, and count how much of it was new."""
    seen.add(first)
    waiting, count = [first], 0
    while waiting:
        for target in survey.graph.after[waiting.pop()]:
            if target not in seen:
                seen.add(target)
                waiting.append(target)
                count += 1
    return count
