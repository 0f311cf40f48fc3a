"""A process without a customer.

## Why it matters

Whether a step is worth its time can only be said by somebody who receives what comes out. Internal customers
are customers: the department that gets the report, the colleague who needs the part.

## Example

```yaml
process: Monthly report
steps:
  - {name: Collect the figures, owner: Controlling}
```

## Instead

```yaml
process: Monthly report
customer: Board
steps:
  - {name: Collect the figures, owner: Controlling}
```

## When to accept it

Hardly ever: a process for nobody need not run.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask for whom it is done."""
    process = survey.process
    if not process.customer and not any(role.kind == "customer" for role in process.roles):
        yield Finding(say("Nobody is named for whom this is done: who is the customer, inside or outside?"))
