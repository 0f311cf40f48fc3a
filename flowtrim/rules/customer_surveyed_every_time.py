"""A customer who is surveyed in every single case.

## Why it matters

A captive customer who is asked after every contact answers without thinking or not at all, and the figure
measures patience. A sample tells as much.

## Example

```yaml
process: Answer a question
customer: Subscriber
steps:
  - {name: Answer the question, owner: Care, kind: contact}
  - {name: Ask how it was, owner: Care, kind: survey}
```

## Instead

```yaml
process: Answer a question
customer: Subscriber
steps:
  - id: answer
    name: Answer the question
    owner: Care
    kind: contact
    next: [{to: survey, when: drawn for the sample, share: 5%}, {to: end, when: otherwise, share: 95%}]
  - {id: survey, name: Ask how it was, owner: Care, kind: survey}
```

## When to accept it

When cases are so rare that a sample would be empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, on_average, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask how often the customer is surveyed."""
    process = survey.process
    for step in process.work:
        visits = survey.visits.get(step.id)
        ours = step.kind == "survey" and not (step.owner and process.is_customer(step.owner))
        if ours and visits is not None and visits > 0.99:
            yield on_step(step, _told(quoted(step.name), visits))


def _told(name: str, visits: float) -> str:
    if visits < 1.05:
        return say("{step} asks the customer in every case: a sample tells as much.", step=name)
    return say(
        "{step} asks the customer {times} times in a case: a sample tells as much.",
        step=name,
        times=on_average(visits),
    )
