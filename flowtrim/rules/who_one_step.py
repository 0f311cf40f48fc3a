"""A role that performs a single step.

## Why it matters

A role that appears once must be found, waited for and told what it is about, for one piece of work.
Customers, systems and partners are not asked, nor is a process of fewer than five steps.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Attach the receipts, owner: Employee}
  - {name: Stamp the claim, owner: Registry}
  - {name: Check the claim, owner: Payroll}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Attach the receipts, owner: Employee}
  - {name: Stamp the claim, owner: Payroll}
  - {name: Check the claim, owner: Payroll}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

When it has a skill or a duty of its own.

## Source

The numerical involvement and specialist-generalist heuristics: Reijers, Liman Mansar, *Best practices in
business process redesign*, Omega 33, 2005.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_role, quoted
from flowtrim.sentences import say

SMALL = 5


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who comes in for one step only."""
    process = survey.process
    counts = Counter(step.owner for step in process.work if step.owner)
    names = {step.owner: step.name for step in process.work}
    for role in process.staff if len(process.work) >= SMALL else ():
        if counts[role.id] == 1:
            name, step = quoted(role.name), quoted(names[role.id])
            yield on_role(role, say("{role} comes in for {step} only.", role=name, step=step))
