"""A step that says it enables others, and no step with a reason takes what it makes.

## Why it matters

"The next step needs it" can be looked up: either a step that has a reason takes one of its outputs, or it
enables nothing. Declare what it delivers and who needs it, or give a reason of its own.

## Example

```yaml
process: Expense claim
steps:
  - name: Copy the claim
    owner: Registry
    outputs: [copy]
    serves: enables
    why: Payroll holds the copy against the bank statement.
  - {name: Pay the claim, owner: Payroll, inputs: [claim], why: Employees must not lend us their own money.}
```

## Instead

```yaml
process: Expense claim
steps:
  - name: Copy the claim
    owner: Registry
    outputs: [copy]
    serves: enables
    why: Payroll holds the copy against the bank statement.
  - {name: Pay the claim, owner: Payroll, inputs: [copy], why: Employees must not lend us their own money.}
```

## When to accept it

When what it enables lies in another process.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_item, quoted, weak_reasons
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who takes what it makes."""
    for item in weak_reasons(survey, "enables-nothing"):
        name = quoted(item.name)
        words = say("{name} says that it enables others, and no step with a reason takes what it makes.", name=name)
        yield on_item(item, words)
