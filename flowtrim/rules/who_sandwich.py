"""A role that always gets its work from one role and gives it back to the same.

## Why it matters

It stands between two steps of the same role, case after case. If that role may do the work, two handoffs go
each time.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll}
  - {name: Stamp the claim, owner: Registry}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Stamp the claim, owner: Registry}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

When it has a skill or a duty of its own: declare it. Where all its steps need a skill that it declares and the other
role does not, it is not asked, nor is who does as many steps as the other, or only answers on a way back.

## Source

Subcontracting in van der Aalst, Reijers, Song, *Discovering social networks from event logs*, CSCW 14, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, doubts


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who stands between two steps of another role."""
    yield from doubts(survey, "who-sandwich")
