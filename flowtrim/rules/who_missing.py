"""A step that nobody owns.

## Why it matters

What everybody does, nobody does. Without a performing role nobody can be asked why the step is there, and its
handoffs cannot be counted: the process looks smoother than it is.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Approve the claim}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Approve the claim, owner: Manager}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

While a process is still being drafted. Gateways and events need no owner and are never asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who performs each step."""
    work = survey.process.work
    missing = [step for step in work if not step.owner]
    if len(missing) == len(work) > 1:
        yield Finding(say("None of {number} steps says who performs it.", number=len(work)))
        return
    for step in missing:
        yield on_step(step, say("Nobody is named who performs {step}.", step=quoted(step.name)))
