"""A process that was never reviewed in full.

## Why it matters

No process runs longer than twelve months without a review that justifies it and every step in it. Without a
date nobody knows whether that ever happened. Said once for the process; a step or role without a date of its
own inherits that of the process.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll}
```

## Instead

```yaml
process: Expense claim
reviewed: 2026-09-01
steps:
  - {name: Check the claim, owner: Payroll}
```

## When to accept it

While the first review is being held.

## Source

ISO 9001:2015 asks for reviews at planned intervals; audit practice takes a year.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding
from flowtrim.sentences import say, say_many


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether there ever was a review."""
    age = survey.clock.age_months
    if survey.clock.never and age:
        yield Finding(
            say_many(
                age,
                "The process was never reviewed in full. It was created {number} month ago.",
                "The process was never reviewed in full. It was created {number} months ago.",
            )
        )
    elif survey.clock.never:
        yield Finding(say("The process was never reviewed in full."))
