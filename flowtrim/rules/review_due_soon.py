"""A process whose full review is due within thirty days.

## Why it matters

A review needs the people of the process in one room for a few hours. That has to be set before it is overdue.

## Example

```yaml
process: Expense claim
reviewed: 2025-12-10
steps:
  - {name: Check the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
reviewed: 2026-08-01
steps:
  - {name: Check the claim, owner: Payroll}
```

## When to accept it

When the date of the review is set.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether the review comes up."""
    if survey.clock.due_soon:
        yield Finding(say("The full review is due on {day}: set a date for it.", day=survey.clock.due))
