"""A reason that stands word for word, or nearly so, at several steps.

## Why it matters

What fits several steps explains none of them: it was copied to fill the field. Ask at each step what would go
wrong without this one.

## Example

```yaml
process: Expense claim
steps:
  - {name: Register the claim, owner: Registry, why: Auditors can follow every payment., id: register}
  - {name: Pay the claim, owner: Payroll, why: Employees must not lend us their own money.}
  - {name: Stamp the claim, owner: Registry, why: Auditors can follow every payment.}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Register the claim, owner: Registry, why: Auditors can follow every payment.}
  - {name: Pay the claim, owner: Payroll, why: Employees must not lend us their own money.}
```

## When to accept it

When one article of a law demands several steps: then name it as their source.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_item, quoted, weak_reasons
from flowtrim.sentences import say

LIMIT = "near_duplicate"


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which reasons were copied."""
    for item in weak_reasons(survey, "duplicate"):
        name = quoted(item.name)
        words = say("The reason of {name} stands at another place as well: what fits several explains none.", name=name)
        yield on_item(item, words)
