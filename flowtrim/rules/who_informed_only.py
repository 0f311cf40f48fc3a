"""A role that is only asked or told, and does nothing.

## Why it matters

Whoever neither works nor answers can read a report when it suits. Consulting such a role makes the case wait
for somebody to whom it means little. Customers, partners and systems are not asked.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, consults: [Controlling]}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll}
```

## When to accept it

When the role must be heard by law, or would stop the work if it were not: then say so in its `why`. Who is consulted
and has a good reason of its own is not asked.

## Source

RACI practice: a role with nothing but I is a candidate for a report.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, counted, on_role, quoted


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who only listens."""
    process = survey.process
    found = survey.raci
    for role in map(process.role, found.informed_only):
        ours = process.is_ours(role.id) and role.id != process.customer
        if ours and process.owner not in (role.id, role.name):
            steps = counted(len(found.matrix[role.id]), "step")
            if not any(role.id in step.consults for step in process.work):
                yield on_role(role, f"{quoted(role.name)} is only told, at {steps}: would a report do?")
            elif not survey.evidence.has_good_reason(role) and not survey.evidence.is_called_for(role):
                message = f"{quoted(role.name)} does nothing and is only asked, at {steps}: what would be missing?"
                yield on_role(role, message)
