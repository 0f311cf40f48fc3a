"""A reason that was last looked at longer ago than the cadence allows.

## Why it matters

A reason was true when it was given. The law was changed, the customer left, the machine was replaced, and the
step stayed. The reason still counts until somebody looks again. A step or role without a date of its own has
that of the process.

## Example

```yaml
process: Expense claim
reviewed: 2026-06-01
steps:
  - name: Stamp the claim
    owner: Registry
    why: The bank pays out only what bears our stamp, contract 12 § 3.
    reviewed: 2021-03-01
```

## Instead

```yaml
process: Expense claim
reviewed: 2026-06-01
steps:
  - name: Stamp the claim
    owner: Registry
    why: The bank pays out only what bears our stamp, contract 12 § 3.
```

## When to accept it

Until the date of the next full review.

## Source

PCI DSS 4.0.1, requirement 12.1.2: at least once every twelve months. The cadence can be set.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.model import Role, Step
from flowtrim.rules._catalogue import Finding, on_item, quoted
from flowtrim.sentences import say_many


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which reasons are still true."""
    process, found = survey.process, survey.justification
    items: tuple[Step | Role, ...] = (*map(process.step, found.expired), *map(process.role, found.roles.expired))
    for item in items:
        if item.reviewed:
            words = say_many(
                survey.limits.review_months,
                "The reason of {name} was last looked at on {day}, longer ago than {number} month: is it still true?",
                "The reason of {name} was last looked at on {day}, longer ago than {number} months: is it still true?",
                name=quoted(item.name),
                day=item.reviewed,
            )
            yield on_item(item, words)
