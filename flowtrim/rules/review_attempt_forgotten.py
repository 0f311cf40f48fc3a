"""An attempt that began more than half a year ago, and nobody says how it went.

## Why it matters

Improvement dies because nobody sees progress. An attempt without a result is neither kept nor learnt from; it
just stops.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll}
plans:
  - {name: One check is enough, on: 2025-02-01}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll}
plans:
  - {name: One check is enough, on: 2025-02-01, result: kept}
```

## When to accept it

When the attempt needs a full season to show.

## Source

A house rule: no standard sets the half year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed
from flowtrim.sentences import say

HALF_A_YEAR = timedelta(days=183)


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask how each attempt went."""
    plans = survey.process.plans
    stale = [p.name for p in plans if p.result == "open" and p.on and survey.today - p.on > HALF_A_YEAR]
    if stale:
        yield Finding(
            say("Nobody says how it went with {plans}, begun more than half a year ago.", plans=listed(stale))
        )
