"""A promise of a plan to staff or customers, whose day has come.

## Why it matters

Whoever goes along with a change does so because of what was promised. A promise that nobody looks at again is the
last one that is believed.

## Example

```yaml
process: Expense claim
steps:
  - {id: check, name: Check the claim, owner: Payroll}
plans:
  - name: One check is enough
    promises: [{to: Payroll, what: Nobody loses a job, until: 2025-02-01}]
```

## Instead

```yaml
process: Expense claim
steps:
  - {id: check, name: Check the claim, owner: Payroll}
plans:
  - name: One check is enough
    promises: [{to: Payroll, what: Nobody loses a job, until: 2099-02-01}]
```

## When to accept it

When it was kept, and those to whom it was given say so; then take it out of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.pending import late
from flowtrim.rules._catalogue import Finding
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether the promises of plans were kept."""
    if what := late(survey.process, "promise", survey.today):
        yield Finding(say("Was it kept? {what}.", what=what))
