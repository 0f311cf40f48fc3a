"""A role with more work than its declared persons can do.

## Why it matters

Twelve people's work for nine means that something waits, is done badly, or is done at night, and no new order of
steps mends that. The hours are those that its steps take in a year, at 1,600 a person; a tenth more is called none,
for a year is no measure of that precision. Where no persons, times or volume are declared, nobody can tell.

## Example

```yaml
process: Expense claim
volume: 9600/year
roles: {clerk: {name: Clerk, persons: 2}}
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Check the claim, owner: clerk, takes: 1h}
```

## Instead

```yaml
process: Expense claim
volume: 9600/year
roles: {clerk: {name: Clerk, persons: 2}}
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Check the claim, owner: clerk, takes: 20m}
```

## When to accept it

When others help out at the peak, until they are declared.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, number, on_role, quoted
from flowtrim.sentences import say_many

SPARE = 0.1
"""How much more than its persons can do a role may have to do: hours of a year are known no better (ours)."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who does the work that is too much."""
    counted = [role for role in survey.process.roles if role.persons]
    posts = {load.role: load.posts or 0.0 for load in survey.workloads if load.called is None} if counted else {}
    for role in counted:
        needed, persons = posts.get(role.id, 0.0), role.persons or 0.0
        if needed <= persons * (1 + SPARE):
            continue
        told = say_many(
            persons,
            "{role} is {number} person and has work for {posts} posts here: who does the rest?",
            "{role} is {number} persons and has work for {posts} posts here: who does the rest?",
            role=quoted(role.name),
            posts=number(round(needed, 1)),
        )
        yield on_role(role, told)
