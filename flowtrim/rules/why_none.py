"""A step that somebody was asked about, and had no reason for.

## Why it matters

This is how eight of twelve employees were found to be needed elsewhere: somebody asked why, and there was no
answer. Nothing that is left needs what the step makes. It can go today.

## Example

```yaml
process: Expense claim
steps:
  - {name: Stamp the claim, owner: Registry, why: none}
  - {name: Pay the claim, owner: Payroll, why: Employees must not lend us their own money.}
```

## Instead

```yaml
process: Expense claim
steps:
  - {name: Pay the claim, owner: Payroll, why: Employees must not lend us their own money.}
```

## When to accept it

When leaving it out has been tried and something broke: then write down what, that is the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.model import Drop
from flowtrim.rules._catalogue import Finding, on_step, quoted


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask which steps have no reason."""
    unasked = set(survey.justification.unasked)
    for step in map(survey.process.step, survey.justification.unjustified):
        if step.id in unasked:
            continue
        if survey.process.is_bought(step):
            yield on_step(step, f"Nobody could say why we buy {quoted(step.name)}: do we need it?")
        else:
            remedy = Drop(step.id, because="Nobody could say what it is there for.")
            yield on_step(step, f"Nobody could say why {quoted(step.name)} is there: let it go.", remedy)
