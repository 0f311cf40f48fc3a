"""A gateway at which nothing parts and nothing meets.

## Why it matters

A question mark in the drawing that asks nothing. It makes the process look harder than it is.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll}
  - {name: "Complete?", kind: gateway}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

While the other way is still being thought about.

## Source

The rule *superfluous-gateway* of bpmnlint.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.model import Drop, Step
from flowtrim.rules._catalogue import Finding, on_step, placed
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what parts or meets at each gateway."""
    graph = survey.graph
    for step in survey.process.steps:
        entering = len(graph.before[step.id]) + (step.id in graph.starts)
        if step.kind == "gateway" and entering < 2 and len(step.flows) < 2 and not _is_empty_branch(graph, step):
            remedy = Drop(step.id, because=say("Nothing parts and nothing meets there."))
            message = say("Nothing parts and nothing meets at {step}.", step=placed(survey, step))
            yield on_step(step, message, remedy)


def _is_empty_branch(graph: FlowGraph, step: Step) -> bool:
    """Whether a gateway is all that tells one way of a choice from another one that leads to the same step."""
    targets = set(graph.after[step.id])
    return any(not targets.isdisjoint(graph.after[source]) for source in graph.before[step.id])
