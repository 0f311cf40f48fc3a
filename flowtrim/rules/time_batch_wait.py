"""Steps that wait a day or longer, and at least twice as long as they take.

## Why it matters

Work that waits much longer than it takes waits for a round: the weekly run, the signing folder, the one
person. Doing it when it comes costs the same work and none of the waiting. Said once for the process, with
the longest wait. What is waited for at a partner, a customer or a supplier, or for a law or a contract, is no
round; nor is the day that is agreed with the customer, nor a wait of more than five weeks. Where nearly every step
waits so long, it is no round but a queue, and said of the process as a whole. Where the volume is declared, at least
two cases gather while one waits.

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
from flowtrim.measures.times import cases_inside
from flowtrim.model import Process, Step
from flowtrim.rules._catalogue import Finding, listed
from flowtrim.rules._told_times import due
from flowtrim.sentences import say

MUCH_LONGER = 2.0
LONGEST_ROUND = 5
"""The weeks from which on nobody waits for a round: a monthly one comes sooner."""
FEWEST = 2.0
"""The cases that gather while one waits from which on they could be a round; of twelve a year none meets another."""
NEARLY_ALL = 0.75
"""The share of the timed steps from which on it is no round of some but the queue of all; of at least four."""
OUTSIDE = re.compile(
    r"\b(suppliers?|vendors?|manufacturers?|carriers?|delivery times?|lead times?)\b|lieferant|lieferzeit|lieferfrist"
    r"|hersteller|spedit|proveedor|fabricante|plazo de entrega|fournisseur|fabricant|délai de livraison|transporteur"
    r"|\bwait(s|ing)? (for|until)\b|\b(ab)?warte[nt] (auf|bis)\b|\besper(a|ar|e)\b|\battend(re|ez|s)?\b"
    r"|を待つ|待ち|等待|等候"
    r"|仕入先|納期|サプライヤ|メーカー|供应商|交货期|交期|공급업체|공급사|납기",
    re.IGNORECASE,
)
"""Words by which a step says that it waits for another house, or names what it waits for."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which work waits for a round."""
    process = survey.process
    outside = {role.id for role in process.parties if not process.is_ours(role.id)}
    waiting = [step for step in process.work if step.owner not in outside and _is_in_rounds(step, process)]
    timed = sum(step.takes is not None for step in process.work)
    if waiting and not 4 <= len(waiting) >= NEARLY_ALL * timed:
        longest = max(waiting, key=lambda step: step.waits or 0.0)
        message = say(
            "{steps} may be done in rounds: a case waits up to {wait} for {work} of work.",
            steps=listed(step.name for step in waiting),
            wait=due(longest.waits or 0.0, process.clock),
            work=due(longest.takes or 0.0, process.clock),
        )
        yield Finding(message)


def _is_in_rounds(step: Step, process: Process) -> bool:
    clock = process.clock
    if step.takes is None or step.waits is None or step.kind in ("wait", "contact") or _is_for_somebody(step, process):
        return False
    if process.volume and cases_inside(process.volume.per_year / clock.year_minutes, step.waits) < FEWEST:
        return False
    return clock.day <= step.waits <= LONGEST_ROUND * clock.week_minutes and step.waits >= MUCH_LONGER * step.takes


def _is_for_somebody(step: Step, process: Process) -> bool:
    """Whether a step says that it waits for somebody or something else than a round."""
    owner = process.role(step.owner).name if step.owner else None
    said = " ".join(filter(None, (step.name, step.note, step.why, owner, *step.inputs)))
    return step.waited_for not in (None, "batch") or OUTSIDE.search(said) is not None
