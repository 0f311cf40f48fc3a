"""A reason that says it was always so.

## Why it matters

The problem that the step was added for may be gone for years. That it was always done is a reason to look at
it, not one to keep it.

## Example

```yaml
process: Expense claim
steps:
  - name: Approve the claim
    owner: Manager
    why: We have always done it this way.
```

## Instead

```yaml
process: Expense claim
steps:
  - name: Approve the claim
    owner: Manager
    why: The board set a limit for each trip, and nobody else knows the budget.
```

## When to accept it

When the tradition is the product, as with a ceremony.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_item, quoted, weak_reasons
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what old habits are good for today."""
    for item in weak_reasons(survey, "tradition"):
        name = quoted(item.name)
        yield on_item(item, say("{name} is there because it always was: what is it good for today?", name=name))
