"""A reason of hardly any words.

## Why it matters

Short reasons can be good ones, and are often the beginning of one. A hint, never a verdict.

## Example

```yaml
process: Expense claim
steps:
  - name: Approve the claim
    owner: Manager
    why: Prevents fraud.
```

## Instead

```yaml
process: Expense claim
steps:
  - name: Approve the claim
    owner: Manager
    why: Claims were handed in twice in eleven cases last year.
```

## When to accept it

When the few words say it all.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_item, quoted, weak_reasons
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which reasons are only begun."""
    for item in weak_reasons(survey, "short"):
        name = quoted(item.name)
        yield on_item(item, say("The reason of {name} is very short: would a newcomer understand it?", name=name))
