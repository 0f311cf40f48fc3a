"""Steps that must be kept apart, and were done by one person or role in the log.

## Why it matters

Separation of duties is kept by what people do, and not by what is declared. Every case counts: one is a breach. It says
in how many cases, and never who.

## Example

```yaml
process: Refund
separate: [[check, pay]]
steps:
  - {name: Ask, owner: Customer}
  - {name: Check, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask (Customer/c) > Check (Clerk/x) > Pay (Cashier/x) x 17
Ask (Customer/c) > Check (Clerk/x) > Pay (Cashier/y) x 20
```

## Instead

```yaml
process: Refund
separate: [[check, pay]]
steps:
  - {name: Ask, owner: Customer}
  - {name: Check, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask (Customer/c) > Check (Clerk/x) > Pay (Cashier/y) x 40
```

## When to accept it

Not: a separation that need not be kept need not be declared.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.observed import Separation
from flowtrim.rules._catalogue import Finding, listed, on_step
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask of each separation whether the cases kept it."""
    process = survey.process
    told = set()
    for found in survey.observed.separations if survey.observed else ():
        first = process.step(found.steps[0])
        if found.broken.count and first.id not in told:
            told.add(first.id)
            yield on_step(first, _told(found, listed(process.step(step).name for step in found.steps)))


def _told(found: Separation, names: str) -> str:
    broken, cases = found.broken.count, found.broken.of
    if found.by == "person":
        return say(
            "One person did {steps} in {broken} of {cases} cases, which must be kept apart. What let it happen?",
            steps=names, broken=broken, cases=cases,
        )  # fmt: skip
    return say(
        "One role did {steps} in {broken} of {cases} cases, which must be kept apart. What let it happen?",
        steps=names, broken=broken, cases=cases,
    )  # fmt: skip
