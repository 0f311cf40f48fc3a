"""A reason made of praise alone.

## Why it matters

Quality, efficiency, transparency: nobody is against them, and nothing follows from them. A reason names an
object, a number, a risk or a person.

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


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what is behind the praise."""
    for item in weak_reasons(survey, "vague"):
        yield on_item(item, f"The reason of {quoted(item.name)} is general praise: what does it prevent, and for whom?")
