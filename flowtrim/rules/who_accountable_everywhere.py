"""A role that answers for most of the steps and performs none of them.

## Why it matters

Everything waits for the one who is not doing the work. It is the boss who must be asked and who is not there.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee, accountable: Director}
  - {name: Check the claim, owner: Payroll, accountable: Director}
  - {name: Pay the claim, owner: Payroll, accountable: Director}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee, accountable: Employee}
  - {name: Check the claim, owner: Payroll, accountable: Payroll}
  - {name: Pay the claim, owner: Payroll, accountable: Director}
```

## When to accept it

When answering means nothing but the annual review.

## Source

RACI practice: a role with A everywhere and R nowhere is a bottleneck.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_role, quoted
from flowtrim.sentences import say

SEVERAL = 3


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who answers for what others do."""
    process = survey.process
    total = len(process.work)
    answers = Counter(step.accountable for step in process.work)
    for role in map(process.role, survey.raci.accountable_only):
        count = answers[role.id]
        if count >= SEVERAL and 2 * count > total:
            message = say(
                "{role} answers for {count} of {total} steps and performs none of them.",
                role=quoted(role.name),
                count=count,
                total=total,
            )
            yield on_role(role, message)
