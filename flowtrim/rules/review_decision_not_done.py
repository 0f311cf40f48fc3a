"""A change that was decided, and whose day is past without being done.

## Why it matters

Most changes die after the meeting. Who said that they would do it, and until when, is asked once the day is past.

## Example

```yaml
process: Expense claim
steps:
  - {id: check, name: Check the claim, owner: Payroll}
plans:
  - name: One check is enough
    changes: [{drop: check, by: Payroll, until: 2025-02-01}]
```

## Instead

```yaml
process: Expense claim
steps:
  - {id: check, name: Check the claim, owner: Payroll}
plans:
  - name: One check is enough
    changes: [{drop: check, by: Payroll, until: 2025-02-01, done: 2025-01-20}]
```

## When to accept it

When another change has to come first; better, set a new day.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.pending import late
from flowtrim.rules._catalogue import Finding
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what became of what was decided."""
    if what := late(survey.process, "decision", survey.today):
        yield Finding(say("Decided and not done: {what}.", what=what))
