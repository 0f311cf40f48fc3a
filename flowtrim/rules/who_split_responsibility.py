"""A step that two units share.

## Why it matters

"Sales / Finance" means that each waits for the other, and neither answers when it goes wrong. Give a step to
one unit, and let it ask the other.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Sales / Finance}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Finance, consults: [Sales]}
```

## When to accept it

When the stroke belongs to the name of one unit.

## Source

The split responsibilities heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*,
Omega 33, 2005; the rule of the single A in RACI charts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, quoted

SEVERAL = re.compile(r"\s[/&+]\s|\w[,;]\s+\w|、|\s(?:or|oder|o|ou)\s", re.IGNORECASE)


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether one unit answers for each step."""
    process = survey.process
    named = {role_id for step in process.work for role_id in (step.owner, step.accountable) if role_id}
    several = {role_id for role_id in named if SEVERAL.search(process.role(role_id).name)}
    for step in process.work if several else ():
        for role_id, what in ((step.owner, "performs"), (step.accountable, "answers for")):
            if role_id in several:
                name = quoted(process.role(role_id).name)
                yield on_step(step, f"{name} seems to be several units, and each {what} {quoted(step.name)}.")
                break
