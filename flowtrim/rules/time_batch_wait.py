"""Steps that wait a day or longer, and at least twice as long as they take.

## Why it matters

Work that waits much longer than it takes waits for a round: the weekly run, the signing folder, the one
person. Doing it when it comes costs the same work and none of the waiting. Said once for the process, with
the longest wait.

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
from flowtrim.measures.times import OF_OTHERS
from flowtrim.model import Step
from flowtrim.rules._catalogue import Finding, listed, minutes

DAY = 480.0
MUCH_LONGER = 2.0


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which work waits for a round."""
    waiting = [step for step in survey.process.work if _is_in_rounds(step)]
    if waiting:
        longest = max(waiting, key=lambda step: step.waits or 0.0)
        clock = survey.process.clock
        names = listed(step.name for step in waiting)
        most = f"{minutes(longest.waits or 0.0, clock)} for {minutes(longest.takes or 0.0, clock)} of work"
        yield Finding(f"{names} may be done in rounds: the case waits up to {most}.")


def _is_in_rounds(step: Step) -> bool:
    if step.takes is None or step.waits is None or step.kind == "wait" or step.waits_for in OF_OTHERS:
        return False
    return step.waits >= DAY and step.waits >= MUCH_LONGER * step.takes
