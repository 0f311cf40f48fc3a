"""A process for which nobody answers as a whole.

## Why it matters

Every role improves its own piece, and nobody sees what the customer sees. Without one owner there is nobody
to hold the annual review, to accept a finding, or to be the customer's one address when a case is stuck.

## Example

```yaml
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Pay the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
owner: Head of Finance
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Pay the claim, owner: Payroll}
```

## When to accept it

When one role performs every step, and its manager answers for it.

## Source

The case manager heuristic: Reijers, Liman Mansar, *Best practices in business process redesign*, Omega 33,
2005.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.customer_contacts import has_customer
from flowtrim.rules._catalogue import Finding
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who answers for the whole."""
    process = survey.process
    if process.owner:
        return
    roles = len(process.performers)
    if roles < 3 or not has_customer(process):
        yield Finding(say("Nobody is named who answers for the process as a whole."))
        return
    yield Finding(
        say(
            "Nobody is named who answers for the process as a whole. {number} roles work in it, and the customer has no"
            " one address.",
            number=roles,
        )
    )
