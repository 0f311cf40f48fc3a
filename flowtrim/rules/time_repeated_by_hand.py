"""Forwarding, filing and telling by hand, a hundred hours a year.

## Why it matters

Moving, storing and announcing need no judgement; a machine does them without being asked. Only steps of these
kinds that our own people perform count, by declared work time, visits and volume; and only those with a reason: what
nobody can justify, or only by custom, is to be dropped, not automated. Nor does it speak of a step with a good reason
that serves somebody: who brings a patient to the exit does more than move things.

## Example

```yaml
process: Expense claim
volume: 12000/year
steps:
  - {name: Check the claim, owner: Payroll, takes: 5m}
  - {name: Put the claim into the archive, owner: Payroll, kind: store, takes: 2m, why: The auditor draws ten a year.}
```

## Instead

```yaml
process: Expense claim
volume: 12000/year
roles:
  archive: {name: Archive, kind: system}
steps:
  - {name: Check the claim, owner: Payroll, takes: 5m}
  - {name: Put the claim into the archive, owner: archive, kind: store, why: The auditor draws ten a year.}
```

## When to accept it

When no machine may touch the thing.

## Source

The task automation heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega 33,
2005. The hundred hours are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, number, on_step, quoted, serves_somebody
from flowtrim.sentences import say

NO_JUDGEMENT = frozenset({"transfer", "notify", "store"})
MANY_HOURS = 100.0


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what people do that a machine could."""
    process, reasons = survey.process, survey.justification
    custom = (step for step, flaw in reasons.weak.items() if flaw.code == "tradition")
    pointless = {*reasons.unjustified, *custom}
    if process.volume is None:
        return
    for step in process.work:
        by_hand = step.owner and process.is_ours(step.owner)
        needed = step.id in pointless or serves_somebody(survey, step)
        if step.kind not in NO_JUDGEMENT or not step.takes or not by_hand or needed:
            continue
        hours = process.volume.per_year * (survey.visits.get(step.id) or 0.0) * step.takes / 60
        if hours >= MANY_HOURS:
            message = say(
                "{step} takes {hours} hours a year by hand: let a machine do it.",
                step=quoted(step.name),
                hours=number(hours),
            )
            yield on_step(step, message)
