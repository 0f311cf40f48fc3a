"""A role that does none of its steps, by the log.

## Why it matters

A role that stands in the process and does nothing in the log has handed its work to others, or never had it. Who does
it now should stand there. It fires where the log tells the roles of those steps, and this one is never among them.

## Example

```yaml
process: Refund
steps:
  - {name: Ask, owner: Customer}
  - {name: Check, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask (Customer) > Check (Temp) > Pay (Cashier) x 40
```

## Instead

```yaml
process: Refund
steps:
  - {name: Ask, owner: Customer}
  - {name: Check, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask (Customer) > Check (Clerk) > Pay (Cashier) x 40
```

## When to accept it

When the log calls the role by another name, and a mapping would be too much work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed, on_role, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask of each role whether it does any of its steps."""
    observed, process = survey.observed, survey.process
    if observed is None:
        return
    others: dict[str, Counter[str]] = {}
    for found in observed.steps:
        owner = process.step(found.step).owner
        if owner is not None:
            others.setdefault(owner, Counter()).update(found.roles)
    for owner, visits in others.items():
        if visits and owner not in observed.roles:
            role = process.role(owner)
            doers = listed(process.role(doer).name for doer, _ in visits.most_common())
            told = say(
                "{role} did none of its steps: {doers} did. Whose work is it?", role=quoted(role.name), doers=doers
            )
            yield on_role(role, told)
