"""A role that only approves what others have approved.

## Why it matters

Whatever it signs was signed before, and it sees nothing that the first did not see.

## Example

```yaml
process: Expense claim
steps:
  - {name: Approve the claim, owner: Team lead, kind: approve}
  - {name: Approve the claim again, owner: Head of unit, kind: approve}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Approve the claim, owner: Team lead, kind: approve}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

When law or contract asks for the second signature: then say so at the step.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, doubts


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who only signs what was signed."""
    yield from doubts(survey, "who-serial-approver")
