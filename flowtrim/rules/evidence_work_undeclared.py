"""Work that the log shows and nobody declared.

## Why it matters

What is done and not declared has no owner, no reason and no review. Most of it grew after the last review: a check
after an error, a copy for a colleague. It fires where more than one case in a hundred is sure to show it.

## Example

```yaml
process: Refund
steps:
  - {name: Ask, owner: Customer}
  - {name: Check, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask > Check > Copy > Pay x 40
```

## Instead

```yaml
process: Refund
steps:
  - {name: Ask, owner: Customer}
  - {name: Check, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask > Check > Pay x 40
```

## When to accept it

When the system notes it by itself, and nobody does it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.observed import Part
from flowtrim.rules._catalogue import Finding, listed
from flowtrim.sentences import say_many

_RARE = 0.01
"""Work in fewer cases than this is no habit."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what is done beside the declared steps."""
    observed = survey.observed
    if observed is None:
        return
    found = {
        name: work.visits
        for name, work in observed.undeclared.items()
        if Part(work.cases, observed.counted).interval.low > _RARE
    }
    if found:
        told = say_many(
            len(found),
            "{work} was done {times} times and is not declared. Who needs it, and what for?",
            "{work} were done {times} times and are not declared. Who needs it, and what for?",
            work=listed(found),
            times=sum(found.values()),
        )
        yield Finding(told)
