"""A step that asks more than two roles, or informs more than three.

## Why it matters

Everybody who is consulted can delay, and everybody who is informed learns to skip the mail. Consulting widely
is how a decision is avoided.

## Example

```yaml
process: Order spare parts
steps:
  - {name: Order the part, owner: Store, consults: [Sales, Finance, Legal]}
```

## Instead

```yaml
process: Order spare parts
steps:
  - {name: Order the part, owner: Store, consults: [Sales]}
```

## When to accept it

When a law lists who must be heard. Who is told because the next step is theirs is called, and does not count.

## Source

RACI practice warns of too many Cs; the numbers are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.measures.raci import is_crowded
from flowtrim.model import Step
from flowtrim.rules._catalogue import Finding, counted, on_step, quoted
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask who must be heard and told."""
    owners = survey.graph.owners
    for step in survey.process.work:
        called = {owners[target] for target in survey.graph.work_after[step.id]}
        if is_crowded(replace(step, informs=tuple(role for role in step.informs if role not in called))):
            yield on_step(step, _crowd(step))


def _crowd(step: Step) -> str:
    name, asked, told = quoted(step.name), len(set(step.consults)), len(set(step.informs))
    if not told:
        return say("{step} asks {number} roles: who really has to be?", step=name, number=asked)
    if not asked:
        return say("{step} tells {number} roles: who really has to be?", step=name, number=told)
    return say(
        "{step} asks {asked} and tells {told}: who really has to be?",
        step=name,
        asked=counted(asked, "role"),
        told=counted(told, "role"),
    )
