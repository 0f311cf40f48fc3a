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

from collections.abc import Iterator, Sequence

from flowtrim.measures import Survey
from flowtrim.measures.observed import Separation
from flowtrim.model import Process
from flowtrim.rules._catalogue import Finding, listed, on_step
from flowtrim.sentences import listed as all_of
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask of each separation whether the cases kept it; those of one first step are told together."""
    broken: dict[str, list[Separation]] = {}
    for found in survey.observed.separations if survey.observed else ():
        if found.broken.count:
            broken.setdefault(found.steps[0], []).append(found)
    for first, groups in broken.items():
        yield on_step(survey.process.step(first), _told(survey.process, groups))


def _told(process: Process, groups: Sequence[Separation]) -> str:
    told = [
        say(
            "{steps} in {broken} of {cases} cases",
            steps=listed(process.step(step).name for step in each.steps),
            broken=each.broken.count,
            cases=each.broken.of,
        )
        for each in groups
    ]
    if groups[0].by == "person":
        return say("One person did {duties}, which must be kept apart. What let it happen?", duties=all_of(told))
    return say("One role did {duties}, which must be kept apart. What let it happen?", duties=all_of(told))
