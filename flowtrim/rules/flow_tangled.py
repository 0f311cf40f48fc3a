"""A process whose branches do not close where they opened.

## Why it matters

What opens as a choice and closes as one can be told as "either this or that". Ways that jump into each other
cannot be told at all; they can only be drawn.

## Example

```yaml
process: Two ways that cross
steps:
  - {id: a, name: Ask, next: [{to: b, when: easy}, {to: c, when: hard}]}
  - {id: b, name: Read, next: [{to: d, when: clear}, {to: e, when: unclear}]}
  - {id: c, name: Call, next: [{to: d, when: clear}, {to: e, when: unclear}]}
  - {id: d, name: Answer, next: [{to: e, when: more}, {to: end, when: done}]}
  - {id: e, name: Write, next: end}
```

## Instead

```yaml
process: Two ways that meet
steps:
  - {id: a, name: Ask, next: [{to: b, when: easy}, {to: c, when: hard}]}
  - {id: b, name: Read, next: d}
  - {id: c, name: Call, next: d}
  - {id: d, name: Answer, next: end}
```

## When to accept it

When every attempt to close the branches makes the process longer.

## Source

Mendling, Reijers, van der Aalst, *Seven process modeling guidelines (7PMG)*, 2010, guideline 4.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.rules._catalogue import Finding, listed
from flowtrim.sentences import say


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask whether branches close where they opened."""
    reduction, process = survey.reduction, survey.process
    if reduction.root is None and process.work and reduction.residual:
        knots = dict.fromkeys(name for _, name in reduction.residual if process.has_step(name))
        steps = listed(process.step(name).name for name in knots)
        yield Finding(
            say("Some branches do not close where they opened, around {steps}.", steps=steps)
            if knots
            else say("Some branches do not close where they opened.")
        )
