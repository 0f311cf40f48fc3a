"""A rare exception of more than three steps in the midst of the main flow.

## Why it matters

Everybody who learns the process learns the exception, and hardly anybody ever meets it. Told as a process of
its own, it stops blocking the view. Rare means that fewer than one case in twenty comes there; asked only
where shares are declared.

## Example

```yaml
process: Refund
steps:
  - id: check
    name: Check the refund
    owner: Care
    next: [{to: pay, when: plain, share: 98%}, {to: lawyer, when: contested, share: 2%}]
  - {id: lawyer, name: Ask the lawyer, owner: Legal}
  - {id: letter, name: Write a letter, owner: Legal}
  - {id: wait, name: Wait for the answer, owner: Legal}
  - {id: settle, name: Settle, owner: Legal}
  - {id: pay, name: Pay the refund, owner: Care}
```

## Instead

```yaml
process: Refund
steps:
  - id: check
    name: Check the refund
    owner: Care
    next: [{to: pay, when: plain, share: 98%}, {to: dispute, when: contested, share: 2%}]
  - {id: dispute, name: Hand the dispute to the lawyers, owner: Legal, calls: Dispute}
  - {id: pay, name: Pay the refund, owner: Care}
```

## When to accept it

When the exception is what the process is there for, as in an emergency plan.

## Source

The exception heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega 33, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, percent, quoted
from flowtrim.sentences import say

LIMIT = "exception_share"
LONG = 3


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which steps hardly any case needs."""
    graph = survey.graph
    if graph.assumed:
        return
    rare = {s for s, visits in survey.visits.items() if visits and visits < survey.limits.exception_share}
    for first in graph.reading_order:
        if first not in rare:
            continue
        group = _group(survey, first, rare)
        rare -= group
        steps = [step_id for step_id in group if step_id in graph.work_after]
        if len(steps) > LONG:
            step = survey.process.step(first)
            message = say(
                "Only {share} of the cases come to the {number} steps from {step} on. Make them a process of "
                "their own.",
                share=percent(survey.visits[first] or 0.0),
                number=len(steps),
                step=quoted(step.name),
            )
            yield on_step(step, message)


def _group(survey: Survey, first: str, rare: set[str]) -> set[str]:
    """Return the rare steps that hang together with the first one."""
    group, waiting = {first}, [first]
    while waiting:
        node = waiting.pop()
        fresh = {*survey.graph.after[node], *survey.graph.before[node]} & rare - group
        group |= fresh
        waiting.extend(fresh)
    return group
