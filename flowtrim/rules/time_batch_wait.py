"""Steps that wait a day or longer, and at least twice as long as they take.

## Why it matters

Work that waits much longer than it takes waits for a round: the weekly run, the signing folder, the one
person. Doing it when it comes costs the same work and none of the waiting. Said once for the process, with
the longest wait. What is waited for at a partner, a customer or a supplier, or for a law or a contract, is no round.

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

import re
from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.model import Step
from flowtrim.rules._catalogue import Finding, listed
from flowtrim.rules._told_times import due

MUCH_LONGER = 2.0
OUTSIDE = re.compile(
    r"\b(suppliers?|vendors?|manufacturers?|carriers?|delivery times?|lead times?)\b|lieferant|lieferzeit|lieferfrist"
    r"|hersteller|spedit|proveedor|fabricante|plazo de entrega|fournisseur|fabricant|délai de livraison|transporteur"
    r"|仕入先|納期|サプライヤ|メーカー|供应商|交货期|交期|공급업체|공급사|납기",
    re.IGNORECASE,
)
"""Words by which a step says that it waits for another house."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which work waits for a round."""
    process = survey.process
    outside = {role.id for role in process.parties if not process.is_ours(role.id)}
    day = process.clock.day
    waiting = [step for step in process.work if step.owner not in outside and _is_in_rounds(step, day)]
    if waiting:
        longest = max(waiting, key=lambda step: step.waits or 0.0)
        clock = survey.process.clock
        names = listed(step.name for step in waiting)
        most = f"{due(longest.waits or 0.0, clock)} for {due(longest.takes or 0.0, clock)} of work"
        yield Finding(f"{names} may be done in rounds: the case waits up to {most}.")


def _is_in_rounds(step: Step, day: float) -> bool:
    if step.takes is None or step.waits is None or step.kind == "wait" or _is_for_somebody(step):
        return False
    return step.waits >= day and step.waits >= MUCH_LONGER * step.takes


def _is_for_somebody(step: Step) -> bool:
    """Whether a step says that it waits for somebody or something else than a round."""
    said = " ".join(filter(None, (step.name, step.note, step.why, *step.inputs)))
    return step.waited_for not in (None, "batch") or OUTSIDE.search(said) is not None
