"""A choice that goes another way than its declared shares say.

## Why it matters

Every figure of a process hangs on its shares: 5% rework that is 31% makes the effort, the handoffs and the cost wrong.
It fires where the declared share lies outside the 95% interval of what the cases that fit did.

## Example

```yaml
process: Refund
steps:
  - {id: ask, name: Ask, owner: Customer}
  - {id: check, name: Check, owner: Clerk, kind: check,
     next: [{to: pay, when: good, share: 95%}, {to: ask, when: refused, share: 5%}]}
  - {id: pay, name: Pay, owner: Cashier}
```

```text
Ask > Check > Pay x 69
Ask > Check > Ask > Check > Pay x 31
```

## Instead

```yaml
process: Refund
steps:
  - {id: ask, name: Ask, owner: Customer}
  - {id: check, name: Check, owner: Clerk, kind: check,
     next: [{to: pay, when: good, share: 95%}, {to: ask, when: refused, share: 5%}]}
  - {id: pay, name: Pay, owner: Cashier}
```

```text
Ask > Check > Pay x 95
Ask > Check > Ask > Check > Pay x 5
```

## When to accept it

When the log is of a time that will not come again.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.observed import Choice, Part
from flowtrim.model import Flow, Process
from flowtrim.rules._catalogue import Finding, on_step, percent, quoted
from flowtrim.sentences import listed, say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask of each choice whether cases go the declared ways."""
    for choice in survey.observed.choices if survey.observed else ():
        step = survey.process.step(choice.step)
        wrong = list(_wrong(survey, choice))
        if wrong:
            told = say("After {step}, {differing}. Which is right?", step=quoted(step.name), differing=listed(wrong))
            yield on_step(step, told)


def _wrong(survey: Survey, choice: Choice) -> Iterator[str]:
    total = sum(choice.ways.values())
    for flow in survey.process.step(choice.step).flows:
        part = Part(choice.ways[flow.to], total)
        if flow.share is not None and part.share is not None and not part.interval.holds(flow.share):
            yield _went(survey.process, flow, share=percent(part.share), times=total, declared=percent(flow.share))


def _went(process: Process, flow: Flow, **shares: object) -> str:
    """Say how often a way was taken, by some cases more than once; whoever takes it may leave out its step."""
    if flow.when:
        return say(
            "the way {condition} was taken {share} of {times} times where {declared} are declared",
            condition=quoted(flow.when),
            **shares,
        )
    if not process.has_step(flow.to):
        return say("the case ended {share} of {times} times where {declared} are declared", **shares)
    name = quoted(process.step(flow.to).name)
    return say("{step} came next {share} of {times} times where {declared} are declared", step=name, **shares)
