"""A loop that no case can leave.

## Why it matters

Whoever enters it never comes out: no answer, no end, and no figure of the process is defined any more. Said
once for each such loop, at its first step.

## Example

```yaml
process: Expense claim
steps:
  - {id: check, name: Check the claim, owner: Payroll, next: ask}
  - {id: ask, name: Ask for the receipt, owner: Payroll, next: check}
```

## Instead

```yaml
process: Expense claim
steps:
  - id: check
    name: Check the claim
    owner: Payroll
    next: [{to: ask, when: a receipt is missing}, {to: end, when: complete}]
  - {id: ask, name: Ask for the receipt, owner: Payroll, next: check}
```

## When to accept it

Never: declare how it ends, however rarely.

## Source

Soundness: from every state the end can be reached; van der Aalst and others, *Soundness of workflow nets*,
2011.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph import led_to
from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask how each loop ends."""
    graph = survey.graph
    ending = led_to(graph.ends, graph.before)
    left = {graph.loop_of[s] for s in graph.after for t in graph.after[s] if graph.loop_of[s] != graph.loop_of[t]}
    said: set[int] = set()
    for step_id in graph.reading_order:
        loop = graph.loop_of[step_id]
        # A way that only leads into a loop without exit is not at fault itself.
        if step_id in ending or loop in left or loop in said:
            continue
        said.add(loop)
        step = survey.process.step(step_id)
        message = say("A case that comes to {step} goes round in a circle and never ends.", step=quoted(step.name))
        yield on_step(step, message)
