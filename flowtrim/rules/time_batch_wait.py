"""A step that waits a day or longer, and at least twice as long as it takes.

## Why it matters

Work that waits much longer than it takes waits for a round: the weekly run, the signing folder, the one
person. Doing it when it comes costs the same work and none of the waiting.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, takes: 10m}
  - {name: Pay the claim, owner: Payroll, takes: 5m, waits: 4d}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, takes: 10m}
  - {name: Pay the claim, owner: Payroll, takes: 5m, waits: 2h}
```

## When to accept it

When the round is set from outside, as with a bank run or a court day.

## Source

The case-based work heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega 33,
2005. The numbers are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, minutes, on_step, quoted

DAY = 480.0
MUCH_LONGER = 2.0


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which work waits for a round."""
    for step in survey.process.work:
        if step.takes is None or step.waits is None or step.kind == "wait":
            continue
        if step.waits >= DAY and step.waits >= MUCH_LONGER * step.takes:
            work = f"the {minutes(step.takes)} of work" if step.takes >= 1 else "hardly any work"
            yield on_step(step, f"{quoted(step.name)} waits {minutes(step.waits)} for {work}: is it done in rounds?")
