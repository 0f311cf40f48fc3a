"""A customer who is told no date.

## Why it matters

Whoever knows when the answer comes can wait for it; whoever does not calls again, and each call is work that
nobody needed. A promise is also the first thing that a process can be measured by. Where we turn to the customer first,
with a survey, a notice or a bill, nobody waits for a date.

## Example

```yaml
process: Answer a complaint
customer: Guest
steps:
  - {name: Read the complaint, owner: Care}
  - {name: Answer it, owner: Care}
```

## Instead

```yaml
process: Answer a complaint
customer: Guest
promise: 2d
steps:
  - {name: Read the complaint, owner: Care}
  - {name: Answer it, owner: Care}
```

## When to accept it

When the customer stands beside the work and sees it done.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask what the customer may expect."""
    process = survey.process
    customer = process.customer or next((role.id for role in process.roles if role.kind == "customer"), None)
    if customer and process.work and not process.promise and not _we_begin(survey):
        name = quoted(process.role(customer).name)
        if (survey.times.cycle_minutes or process.clock.day) < process.clock.day:
            yield Finding(say("{customer} is told no time: promise one, and keep it.", customer=name))
        else:
            yield Finding(say("{customer} is told no date: promise one, and keep it.", customer=name))


def _we_begin(survey: Survey) -> bool:
    """Whether the first that the customer hears or does follows a notice or a survey of ours."""
    process = survey.process
    for step in map(process.step, survey.graph.reading_order):
        if step.kind == "contact" or (step.owner and process.is_customer(step.owner)):
            return False
        if step.kind in ("notify", "survey"):
            return len(survey.graph.starts) == 1
    return False
