"""A reason that only says the name of the step again.

## Why it matters

"Because invoices must be approved" sounds like a reason and is none: people comply with empty reasons as
readily as with real ones, as long as the request is small. What the reason adds to the name is counted, and
hardly anything is not enough. Where a source is given the reason counts, and is told here all the same.

## Example

```yaml
process: Expense claim
steps:
  - name: Approve the claim
    owner: Manager
    why: Because the claim must be approved.
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

When the name itself is the reason, as with a step that a law calls by this name: then give the source.

## Source

Langer, Blank, Chanowitz, *The mindlessness of ostensibly thoughtful action*, Journal of Personality and
Social Psychology 36, 1978; not fully replicated by Folkes, 1985.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_item, quoted, weak_reasons
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which reasons say nothing new."""
    for item in weak_reasons(survey, "tautology"):
        name = quoted(item.name)
        words = say("The reason of {name} says hardly more than its name: what goes wrong without it?", name=name)
        yield on_item(item, words)
