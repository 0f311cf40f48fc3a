"""A role that is declared and does nothing.

## Why it matters

It performs no step and answers for none. It is in the drawing, in the mail and in the meeting.

## Example

```yaml
process: Expense claim
roles:
  payroll: {name: Payroll}
  registry: {name: Registry}
steps:
  - {name: Pay the claim, owner: payroll}
```

## Instead

```yaml
process: Expense claim
roles:
  payroll: {name: Payroll}
steps:
  - {name: Pay the claim, owner: payroll}
```

## When to accept it

When its steps are about to be written down. A role that a law or contract demands with its source is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, doubts


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who does nothing."""
    yield from doubts(survey, "who-idle")
