"""A step for which nobody is accountable, where others have somebody.

## Why it matters

Exactly one role answers for a step, be it the one that performs it or another. Where nobody is named, two
think it is the other. While no step names an accountable role, the performing role is taken to answer, and
the rule is silent. Steps of customers, partners and systems are not asked about.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, accountable: Head of Finance}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, accountable: Head of Finance}
  - {name: Pay the claim, owner: Payroll, accountable: Head of Finance}
```

## When to accept it

When the performing role is accountable and everybody knows it.

## Source

The rule of the single A in RACI charts.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_step, quoted


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who answers for each step."""
    process = survey.process
    for step in map(process.step, survey.raci.unaccounted):
        if step.owner is None or process.is_ours(step.owner):
            yield on_step(step, f"Nobody is named who answers for {quoted(step.name)}.")
