"""A role that only passes work on.

## Why it matters

Everything this role does is forwarding, telling, filing and waiting. Whoever hands work to it could hand it
to the next one.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Forward the claim, owner: Team office, kind: transfer}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

When carrying is the trade of the role, as with a courier.

## Source

Hand-over steps add no value: Dumas, La Rosa, Mendling, Reijers, *Fundamentals of Business Process
Management*, 2nd edition, 2018.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, doubts


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who only passes work on."""
    yield from doubts(survey, "who-pass-through")
