"""An open question, whose day is past without an answer.

## Why it matters

What nobody could answer in the workshop was left open, so that somebody finds out. Without an answer the process stays
as it is, for no reason that anybody knows.

## Example

```yaml
process: Expense claim
steps:
  - {id: check, name: Check the claim, owner: Payroll}
open: [{question: "Who reads the copy?", owner: Payroll, until: 2025-02-01}]
```

## Instead

```yaml
process: Expense claim
steps:
  - {id: check, name: Check the claim, owner: Payroll}
open: [{question: "Who reads the copy?", owner: Payroll, until: 2099-02-01}]
```

## When to accept it

When the answer needs somebody who is away; better, set a new day.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.pending import late
from flowtrim.rules._catalogue import Finding
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who found out."""
    if what := late(survey.process, "question", survey.today):
        yield Finding(say("Still open: {what}.", what=what))
