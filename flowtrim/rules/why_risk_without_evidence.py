"""A control against a risk that nobody has ever seen it stop.

## Why it matters

Every control can name a risk. Whether it is worth its time shows in what it caught: so many cases, so many
hits. Asked of checks and approvals that serve a risk and declare neither decisions nor a source.

## Example

```yaml
process: Expense claim
steps:
  - {name: Check the claim, owner: Payroll, kind: check, serves: risk, why: Receipts handed in twice cost us money.}
```

## Instead

```yaml
process: Expense claim
steps:
  - name: Check the claim
    owner: Payroll
    kind: check
    serves: risk
    why: Receipts handed in twice cost us money.
    decisions: {made: 900, refused: 31}
```

## When to accept it

When the risk is so rare and so grave that counting proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.reasons import Reason
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.sentences import say

CONTROLS = frozenset({"check", "approve"})


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what each control has caught."""
    for step in survey.process.work:
        if step.serves == "risk" and step.kind in CONTROLS and not step.decisions and not Reason.of(step).has_source:
            words = say("{step} guards against a risk: count what it catches.", step=quoted(step.name))
            yield on_step(step, words)
