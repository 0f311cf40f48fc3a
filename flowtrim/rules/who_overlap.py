"""A role whose possible work is much like that of another.

## Why it matters

Two roles that can do nearly the same hand each other work that either could finish. The overlap is that of
what they do and of what their declared skills let them do, weighted by time.

## Example

```yaml
process: Expense claim
roles:
  clerk: {name: Clerk, skills: [ledger, letters]}
  office: {name: Office, skills: [ledger, letters]}
steps:
  - {name: Write to the employee, owner: office, skill: letters}
  - {name: Book the claim, owner: clerk, skill: ledger}
```

## Instead

```yaml
process: Expense claim
roles:
  clerk: {name: Clerk, skills: [ledger]}
  office: {name: Office, skills: [letters]}
steps:
  - {name: Write to the employee, owner: office, skill: letters}
  - {name: Book the claim, owner: clerk, skill: ledger}
```

## When to accept it

When two of them are needed to stand in for each other. Who approves or checks the work of another has to know it, and
is not asked.

## Source

Burattin, Sperduti, Veluscek, *Business models enhancement through discovery of roles*, CIDM 2013, for the
measure and its 0.65.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, doubts

LIMIT = "role_overlap"


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which roles are alike."""
    yield from doubts(survey, "who-overlap")
