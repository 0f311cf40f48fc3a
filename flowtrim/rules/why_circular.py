"""Steps that are there only for each other.

## Why it matters

One enables the other, which enables the first: together they are needed by nobody. A chain of such steps
counts only when it ends at one with a reason of its own.

## Example

```yaml
process: Expense claim
steps:
  - name: Keep a list
    owner: Registry
    inputs: [list]
    outputs: [list]
    serves: enables
    why: Next month's list begins with this month's balances.
  - {name: Pay the claim, owner: Payroll, why: Employees must not lend us their own money.}
```

## Instead

```yaml
process: Expense claim
steps:
  - name: Keep a list
    owner: Registry
    inputs: [list]
    outputs: [list]
    serves: enables
    why: Next month's list begins with this month's balances.
  - {name: Pay the claim, owner: Payroll, inputs: [list], why: Employees must not lend us their own money.}
```

## When to accept it

Never: name what the whole circle is good for, or let it go.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_item, quoted, weak_reasons
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who needs the circle."""
    for item in weak_reasons(survey, "circular"):
        yield on_item(item, say("{name} is there only for steps that are there for it.", name=quoted(item.name)))
