"""A reason that would fit under many another step.

## Why it matters

Quality, efficiency, better safe than sorry: nobody is against them, and nothing follows from them. A reason names
an object, a number, a risk or a person.

## Example

```yaml
process: Expense claim
steps:
  - name: Approve the claim
    owner: Manager
    why: To ensure quality and efficiency.
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

Hardly ever: ask whose quality, and what happened last time.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_item, quoted, weak_reasons
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what is behind general words."""
    for item in weak_reasons(survey, "vague"):
        name = quoted(item.name)
        words = say("The reason of {name} would fit elsewhere as well: what does it prevent, and for whom?", name=name)
        yield on_item(item, words)
