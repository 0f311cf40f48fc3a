"""A role whose every step another role may do as well.

## Why it matters

By the declared skills another role can do all that this one does, and no separation stands against it.
Together they would hand over less. Skills that are not declared are not assumed.

## Example

```yaml
process: Expense claim
roles:
  clerk: {name: Clerk, skills: [ledger]}
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

When the other role has no time left for it.

## Source

Song, van der Aalst, *Towards comprehensive support for organizational mining*, Decision Support Systems 46,
2008.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, doubts


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whose work another could do."""
    yield from doubts(survey, "who-subsumed")
