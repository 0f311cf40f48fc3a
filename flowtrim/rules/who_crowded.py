"""A step that asks more than two roles, or informs more than three.

## Why it matters

Everybody who is consulted can delay, and everybody who is informed learns to skip the mail. Consulting widely
is how a decision is avoided.

## Example

```yaml
process: Order spare parts
steps:
  - {name: Order the part, owner: Store, consults: [Sales, Finance, Legal]}
```

## Instead

```yaml
process: Order spare parts
steps:
  - {name: Order the part, owner: Store, consults: [Sales]}
```

## When to accept it

When a law lists who must be heard.

## Source

RACI practice warns of too many Cs; the numbers are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.raci import is_crowded
from flowtrim.rules._catalogue import Finding, counted, on_step, quoted


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who must be heard and told."""
    for step in survey.process.work:
        if is_crowded(step):
            consulted, informed = counted(len(step.consults), "role"), len(step.informs)
            yield on_step(
                step, f"{quoted(step.name)} consults {consulted} and informs {informed}: who really needs to?"
            )
