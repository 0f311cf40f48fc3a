"""A case that ends with nothing delivered and nobody told.

## Why it matters

The customer waits for something that will never come. A way through the process counts as a dead end when it
ends although no output of the process was made on it, its end has no name, and the last step is neither a choice by
which a case ends there nor a word to the customer. A check that lets everything pass one way says no to nobody. What is
done beside a step that is late ends no case, nor does a branch beside which another one goes on and delivers,
or says no. A gateway that only leads ways together is no end: what comes before it is. While the process
declares no outputs, or no step to which a case comes makes any of them, the rule keeps silent.

## Example

```yaml
process: Expense claim
outputs: [payment]
steps:
  - id: check
    name: Check the claim
    owner: Payroll
    next: [{to: pay, when: complete}, {to: set-aside, when: incomplete}]
  - {id: pay, name: Pay the claim, owner: Payroll, outputs: [payment], next: end}
  - {id: set-aside, name: Set the claim aside, owner: Payroll, next: end}
```

## Instead

```yaml
process: Expense claim
outputs: [payment]
customer: Employee
steps:
  - id: check
    name: Check the claim
    owner: Payroll
    next: [{to: pay, when: complete}, {to: explain, when: incomplete}]
  - {id: pay, name: Pay the claim, owner: Payroll, outputs: [payment], next: end}
  - {id: explain, name: Say what is missing, owner: Payroll, informs: [Employee], next: end}
```

## When to accept it

When the case goes on in another process: name that under `calls`, and the rule is silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.dead_ends import dead_ends
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import listed, say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what the customer has at each end."""
    outputs = listed(map(quoted, survey.process.outputs), "or")
    for step in map(survey.process.step, dead_ends(survey.graph)):
        message = say(
            "A case may end at {step} without {outputs}, and nobody is told.", step=quoted(step.name), outputs=outputs
        )
        yield on_step(step, message)
