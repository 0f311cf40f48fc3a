"""A process that does not say what it is for.

## Why it matters

The first why is the one of the whole. Without it nobody can say which step serves it, and the telling in the
elevator has no beginning.

## Example

```yaml
process: Expense claim
steps:
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
why: Employees get back what they spent for us, before their card is charged.
steps:
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

Never for long: a process that nobody can give a purpose is the first one to drop.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.answers import reading
from flowtrim.rules._catalogue import Finding
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what the process is for."""
    answer = reading(survey.process.why)
    if answer == "none":
        yield Finding(say("Nobody could say what the process is for."))
    elif answer == "absent":
        yield Finding(say("The process does not say what it is for: ask why it exists."))
