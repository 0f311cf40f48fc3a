"""A process in which more than five roles, or more than two departments, have a hand.

## Why it matters

With each role come handoffs, and with each department its own aims. Nobody sees the whole, and everybody must
be asked before anything changes. Customers, partners and systems are not counted.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Register the claim, owner: Registry}
  - {name: Check the receipts, owner: Controller}
  - {name: Approve the claim, owner: Manager}
  - {name: Book the claim, owner: Bookkeeper}
  - {name: Pay the claim, owner: Treasury}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Approve the claim, owner: Manager}
  - {name: Book and pay the claim, owner: Bookkeeper}
```

## When to accept it

When each has a skill or a duty that no other may have.

## Source

The numerical involvement heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*,
Omega 33, 2005. Five roles are an opinion of practitioners; no study sets the number.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding
from flowtrim.sentences import say, say_many

LIMIT = "roles_hint"
MANY_DEPARTMENTS = 2


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask how many have a hand in it."""
    process = survey.process
    roles = process.staff
    named = [role.department for role in roles if role.department]
    departments = {*named} if len(named) == len(roles) else set()  # else it is not known who works where
    if len(roles) > survey.limits.roles_hint or len(departments) > MANY_DEPARTMENTS:
        yield Finding(_told(len(roles), len(departments)))


def _told(roles: int, departments: int) -> str:
    if roles == departments:
        return say(
            "{number} departments work in the process, with one role each: who is needed for what?", number=roles
        )
    if not departments:
        return say("{number} roles have a hand in the process: who is needed for what?", number=roles)
    return say_many(
        departments,
        "{roles} roles of {number} department have a hand in the process: who is needed for what?",
        "{roles} roles of {number} departments have a hand in the process: who is needed for what?",
        roles=roles,
    )
