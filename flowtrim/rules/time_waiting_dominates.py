"""A case that waits more than three quarters of its time.

## Why it matters

Making the work faster hardly shortens such a case: even work done in no time would leave three quarters of
it. Look at the longest waits first, and at whom or what they wait for. Only declared times count.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, takes: 10m, waits: 1d}
  - {name: Pay the claim, owner: Payroll, takes: 5m, waits: 2d}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, takes: 10m, waits: 15m}
  - {name: Pay the claim, owner: Payroll, takes: 5m, waits: 20m}
```

## When to accept it

When the customer set the date, and it is kept.

## Source

George, *Lean Six Sigma*, 2002: a process is lean from 25% of its time on; paper work typically reaches 10%.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.term_amounts import wait_before
from flowtrim.measures.times import OF_OTHERS
from flowtrim.rules._catalogue import Finding, percent, quoted
from flowtrim.rules._told_times import due

MOST = 0.75


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask how much of the time is waiting."""
    share = survey.times.waiting_share
    if share is None or share <= MOST:
        return
    own = [s for s in survey.process.work if s.waited_for not in OF_OTHERS]
    step = max(own, key=lambda s: (wait_before(s) or 0.0) * (survey.visits.get(s.id) or 0.0))
    each = due(wait_before(step) or 0.0, survey.process.clock)
    most = f"The largest part is before {quoted(step.name)}, {each} each time"
    yield Finding(f"A case waits {percent(share)} of its time. {most}.")
