"""A role with less than two per cent of the work.

## Why it matters

A role that hardly works in the process is hard to find when it is needed. Its share is that of the expected
work time, where all of it is declared.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, takes: 100m}
  - {name: Stamp the claim, owner: Registry, takes: 1m}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, takes: 100m}
  - {name: Stamp the claim, owner: Registry, takes: 10m}
```

## When to accept it

When it is a rare skill that nobody declared. A role that has a good reason of its own is not asked, nor one that
declares a skill which a step of it needs and no other role has, nor one that refuses something: to decide takes little
time. Nor is one with a step that serves the customer for a good reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, doubts

LIMIT = "underloaded_share"


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who hardly works in the process."""
    yield from doubts(survey, "who-underloaded")
