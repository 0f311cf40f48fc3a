"""More cases that come back to a step than is declared.

## Why it matters

Rework is paid for twice and delivers once, and hardly anybody declares all of it. It fires where the 95% interval of
the cases that came back to a step lies above what the declared shares lead to, unless it is told of the choice that
sends them back already. What is done for each of several things is no rework.

## Example

```yaml
process: Refund
steps:
  - {name: Ask, owner: Customer}
  - {name: Check, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask > Check > Pay x 69
Ask > Check > Ask > Check > Pay x 31
```

## Instead

```yaml
process: Refund
steps:
  - {name: Ask, owner: Customer}
  - {name: Check, owner: Clerk}
  - {name: Pay, owner: Cashier}
```

```text
Ask > Check > Pay x 100
```

## When to accept it

When coming back is the work itself, as in drafting a text.

## Source

Defects among the wastes of lean; the interval is that of Clopper and Pearson, 1934.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.measures.observed import Part
from flowtrim.rules._catalogue import Finding, on_step, percent, quoted
from flowtrim.sentences import say

_RARE = 0.01
"""What fewer cases than this do is no habit."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask of each step whether more cases come back to it than is declared."""
    for found in survey.observed.steps if survey.observed else ():
        step = survey.process.step(found.step)
        declared = survey.returns.get(step.id, 0.0)
        part = Part(found.returned, found.cases)
        if declared is None or survey.process.repetitions(step):
            continue
        if part.interval.low > max(declared, _RARE) and not _is_told(survey, step.id):
            yield on_step(step, _told(quoted(step.name), part, declared))


def _told(name: str, part: Part, declared: float) -> str:
    share, cases = percent(part.share or 0.0), part.of
    if not declared:
        return say(
            "{share} of {cases} cases came back to {step}, which nobody declared. What sends them back?",
            share=share, cases=cases, step=name,
        )  # fmt: skip
    return say(
        "{share} of {cases} cases came back to {step}, where {declared} are declared. What sends them back?",
        share=share, cases=cases, step=name, declared=percent(declared),
    )  # fmt: skip


def _is_told(survey: Survey, step: str) -> bool:
    """Whether a choice that keeps cases in the loop of the step is told to differ from its declared share."""
    loop = survey.graph.loop_of
    for choice in survey.observed.choices if survey.observed else ():
        for flow in survey.process.step(choice.step).flows:
            stays = loop[choice.step] == loop[step] == loop.get(flow.to)
            part = Part(choice.ways[flow.to], sum(choice.ways.values()))
            if stays and flow.share is not None and not part.interval.holds(flow.share):
                return True
    return False
