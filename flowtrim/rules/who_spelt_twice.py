"""Two roles whose names are so much alike that they may be one.

## Why it matters

A role that is spelt in two ways counts as two: the figures show handoffs that nobody makes, and proposals move
work between two names of one desk. Names that differ in case and blanks only are read as one role. What differs in
a hyphen, an accent, an ending, the order of words or one letter of a long word is asked about. Only roles of one
kind are compared; a role and the team that it is taken from are two, and so are a role and its deputy.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Team lead}
  - {name: Pay the claim, owner: Payroll}
  - {name: Sign the list, owner: Team-lead}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Team lead}
  - {name: Pay the claim, owner: Payroll}
  - {name: Sign the list, owner: Team lead}
```

## When to accept it

When they are two roles, and people keep them apart by more than the name.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.role_likeness import spelt_twice
from flowtrim.rules._catalogue import Finding, on_role, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether two names mean one role."""
    told: set[str] = set()
    for first, role in spelt_twice(survey.process):
        if role.id not in told:
            told.add(role.id)
            yield on_role(
                role,
                say(
                    "{name} looks like the role {first}: is it the same?",
                    name=quoted(role.name),
                    first=quoted(first.name),
                ),
            )
