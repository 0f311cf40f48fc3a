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
from flowtrim.rules._catalogue import Finding, counted, on_step, quoted


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether every step can happen."""
    graph = survey.graph
    seen = set(graph.reachable)
    for step_id in graph.reading_order:
        if step_id in seen:
            continue
        behind = _spread(survey, step_id, seen)
        step = survey.process.step(step_id)
        also = f", nor to {counted(behind, 'step')} that only it leads to" if behind else ""
        remedy = () if behind else (Drop(step_id, because="No case ever comes to it."),)
        yield on_step(step, f"No case ever comes to {quoted(step.name)}{also}.", *remedy)


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
