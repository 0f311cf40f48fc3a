"""Branches of which nobody knows how often they are taken.

## Why it matters

Expected handoffs, visits, times and costs are worked out from shares. Where none are declared, equal ones are
assumed, and every figure built on them says so. A rough share from ten cases is better than none. Said once
for the process.

## Example

```yaml
process: Expense claim
steps:
  - id: check
    name: Check the claim
    owner: Payroll
    next: [{to: pay, when: complete}, {to: end, when: refused}]
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - id: check
    name: Check the claim
    owner: Payroll
    next: [{to: pay, when: complete, share: 95%}, {to: end, when: refused, share: 5%}]
  - {id: pay, name: Pay the claim, owner: Payroll}
```

## When to accept it

When the shares would not change any decision.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.graph import branch_weights
from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed
from flowtrim.sentences import say_many


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask how often each way is taken."""
    guessed = [step.name for step in survey.process.steps if branch_weights(step)[1]]
    if guessed:
        yield Finding(
            say_many(
                len(guessed),
                "Nobody knows how often the ways are taken at {number} branch: {steps}.",
                "Nobody knows how often the ways are taken at {number} branches: {steps}.",
                steps=listed(guessed),
            )
        )
