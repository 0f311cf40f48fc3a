"""A role that nobody can give a reason for, or whose every step is without one.

## Why it matters

After asking why of each step, ask why of each role. A role is more than a name in a lane: it must be found,
informed, trained and waited for. Customers, partners and systems are not asked.

## Example

```yaml
process: Expense claim
roles:
  payroll: {name: Payroll, why: Only Payroll may book to the salary accounts.}
  registry: {name: Registry}
steps:
  - {name: Stamp the claim, owner: registry, why: none}
  - {name: Pay the claim, owner: payroll, why: Employees must not lend us their own money.}
```

## Instead

```yaml
process: Expense claim
roles:
  payroll: {name: Payroll, why: Only Payroll may book to the salary accounts.}
steps:
  - {name: Pay the claim, owner: payroll, why: Employees must not lend us their own money.}
```

## When to accept it

While its people are being asked, until a date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_role, quoted
from flowtrim.sentences import say_many


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask why each role is there."""
    process, found = survey.process, survey.justification
    counts = Counter(step.owner for step in process.work)
    hollow, unasked = set(found.hollow_roles), set(found.roles.unasked)
    for role_id in dict.fromkeys((*found.roles.unjustified, *found.hollow_roles)):
        role = process.role(role_id)
        tell = _hollow if role_id in hollow else _unasked if role_id in unasked else _unanswered
        yield on_role(role, tell(quoted(role.name), counts[role_id]))


def _hollow(role: str, steps: int) -> str:
    return say_many(
        steps,
        "{role} is in the process for {number} step, which has no reason.",
        "{role} is in the process for {number} steps, none of which has a reason.",
        role=role,
    )


def _unasked(role: str, steps: int) -> str:
    return say_many(
        steps,
        "Nobody has said why {role} is in the process, with {number} step.",
        "Nobody has said why {role} is in the process, with {number} steps.",
        role=role,
    )


def _unanswered(role: str, steps: int) -> str:
    return say_many(
        steps,
        "Nobody could say why {role} is in the process, with {number} step.",
        "Nobody could say why {role} is in the process, with {number} steps.",
        role=role,
    )
