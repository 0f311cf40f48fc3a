"""A step that only passes the work on.

## Why it matters

Somebody receives it, looks at where it should go, and sends it there. Nothing is added, and it waits in one
queue more. Send it there directly. Steps count whose kind is transfer, and those that deliver nothing that
they were not given. A step with a good reason that serves
somebody, such as a delivery, is left alone, and so is one that is no transfer and after which a choice is made: it
decides, whatever its kind. Where the same role did the work right before, the step is the sending itself.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee, outputs: [claim]}
  - {name: Forward the claim, owner: Team office, kind: transfer}
  - {name: Pay the claim, owner: Payroll, inputs: [claim], outputs: [payment]}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee, outputs: [claim]}
  - {name: Pay the claim, owner: Payroll, inputs: [claim], outputs: [payment]}
```

## When to accept it

When the one who passes it on is the only one who can know where it belongs.

## Source

Hand-over steps among the steps that add no value: Dumas, La Rosa, Mendling, Reijers, *Fundamentals of
Business Process Management*, 2nd edition, 2018, value-added analysis.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph.choices import work_with_choices
from flowtrim.measures import Survey
from flowtrim.measures.choices import parts_ways
from flowtrim.measures.passing_on import passes_on
from flowtrim.model import Drop, Step
from flowtrim.rules._catalogue import Finding, on_step, quoted, serves_somebody
from flowtrim.sentences import say

HOLDING = frozenset({"notify", "store", "wait", "contact", "survey"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what each step adds to what it was given."""
    for step in work_with_choices(survey.graph):
        if not passes_on(step) or step.kind in HOLDING:
            continue
        if serves_somebody(survey, step) or (step.kind != "transfer" and _chooses(survey, step)):
            continue
        if _sends_own_work(survey, step):
            continue
        remedy = () if len(step.flows) > 1 else (Drop(step.id, because=say("It only passes the work on.")),)
        message = say("{step} only passes the work on: send it there directly.", step=quoted(step.name))
        yield on_step(step, message, *remedy)


def _chooses(survey: Survey, step: Step) -> bool:
    """Whether a choice is made by a step, or at a gateway right after it."""
    onward = [survey.process.step(flow.to) for flow in step.flows if survey.process.has_step(flow.to)]
    return parts_ways(step) or any(node.kind == "gateway" and parts_ways(node) for node in onward)


def _sends_own_work(survey: Survey, step: Step) -> bool:
    """Whether who sends something on worked on it right before, and did not only pass it on there, too."""
    before = [survey.process.step(one) for one in survey.graph.work_before[step.id]]
    return (
        step.owner is not None
        and bool(before)
        and all(one.owner == step.owner and not passes_on(one) for one in before)
    )
