"""A branch that does not say when which way is taken.

## Why it matters

Two people at the same branch take two ways, and both are right. One way may do without words, as the one that
is taken otherwise; two may not.

## Example

```yaml
process: Expense claim
steps:
  - {id: check, name: Check the claim, owner: Payroll, next: [pay, ask]}
  - {id: ask, name: Ask for the receipt, owner: Payroll, next: check}
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {id: check, name: Check the claim, owner: Payroll, next: [{to: pay, when: complete}, ask]}
  - {id: ask, name: Ask for the receipt, owner: Payroll, next: check}
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## When to accept it

When it really does not matter which way is taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, placed
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask when which way is taken."""
    for step in survey.process.steps:
        unsaid = sum(not flow.when and not (step.split == "some" and flow.share == 1.0) for flow in step.flows)
        if step.split != "all" and len(step.flows) > 1 and unsaid > 1:
            message = say(
                "{unsaid} of the {ways} ways on from {step} do not say when they are taken.",
                unsaid=unsaid,
                ways=len(step.flows),
                step=placed(survey, step),
            )
            yield on_step(step, message)
