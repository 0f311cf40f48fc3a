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
from flowtrim.rules._catalogue import Finding, on_role, quoted
from flowtrim.sentences import say_many


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who only listens."""
    process = survey.process
    found = survey.raci
    for role in map(process.role, found.informed_only):
        ours = process.is_ours(role.id) and role.id != process.customer
        if ours and process.owner not in (role.id, role.name):
            steps = len(found.matrix[role.id])
            if not any(role.id in step.consults for step in process.work):
                yield on_role(role, _only_told(quoted(role.name), steps))
            elif not survey.evidence.has_good_reason(role) and not survey.evidence.is_called_for(role):
                yield on_role(role, _only_asked(quoted(role.name), steps))


def _only_told(role: str, steps: int) -> str:
    return say_many(
        steps,
        "{role} is only told, at {number} step: would a report do?",
        "{role} is only told, at {number} steps: would a report do?",
        role=role,
    )


def _only_asked(role: str, steps: int) -> str:
    return say_many(
        steps,
        "{role} does nothing and is only asked, at {number} step: what would be missing?",
        "{role} does nothing and is only asked, at {number} steps: what would be missing?",
        role=role,
    )
