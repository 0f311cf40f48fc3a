"""A step that repairs what an earlier step got wrong.

## Why it matters

Crises are rewarded while their causes stay. A step whose work is to correct errors keeps the errors coming:
it makes them harmless, so nobody looks for where they come from.

## Example

```yaml
process: Send an invoice
steps:
  - {name: Write the invoice, owner: Billing}
  - {name: Correct wrong addresses, owner: Billing, kind: rework}
  - {name: Send the invoice, owner: Billing}
```

## Instead

```yaml
process: Send an invoice
steps:
  - {name: Write the invoice with the address of the order, owner: Billing}
  - {name: Send the invoice, owner: Billing}
```

## When to accept it

While the cause is being mended, until a date.

## Source

Defects among the wastes of lean.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.model import Step
from flowtrim.rules._catalogue import Finding, on_step, percent, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask why there is something to repair."""
    for step in survey.process.work:
        if step.kind == "rework":
            yield on_step(step, _told(survey, step))


def _told(survey: Survey, step: Step) -> str:
    """Say what is repaired, and how often the step before needs it, where that one decides."""
    before = survey.graph.work_before[step.id]
    source, share = next(iter(before.items())) if len(before) == 1 else ("", 1.0)
    if survey.graph.assumed or not 0 < share < 1:
        return say("{step} repairs errors: which earlier step makes them, and why?", step=quoted(step.name))
    return say(
        "{step} repairs errors in {share} of the cases at {before}: which earlier step makes them, and why?",
        step=quoted(step.name),
        share=percent(share),
        before=quoted(survey.process.step(source).name),
    )
